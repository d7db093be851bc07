"""The statements and rows that the demo shows: marked, tinted, and safe whatever a text holds."""

from collections import Counter
from html.parser import HTMLParser

import pytest
from fake_classifier import CLASSIFIER, predicted
from hypothesis import given
from hypothesis import strategies as st

from detente.report.demo.predicting import Progress
from detente.report.demo.tinted import rows_table, tinted, visible

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)"> China & \x00 "quoted" ${a} {{b}}'


class Reader(HTMLParser):
    """The elements of some HTML with their attributes, and what is written in its statements."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.classes, self.text, self._within = set(), [], "", False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.elements |= {f"@{name}" for name, _ in attrs}
        self.classes += dict(attrs).get("class", "").split()
        self._within = self._within or (tag == "p" and ("class", "demo-text") in attrs)

    def handle_endtag(self, tag):
        self._within = self._within and tag != "p"

    def handle_data(self, data):
        self.text += data if self._within else ""


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_statement_is_shown_as_its_own_text(text):
    rows = ({**predicted("China waited.").rows[0], "statement": text, "target": "CN"},)
    shown = Reader(tinted(Progress(rows, Counter(neutral=1)), CLASSIFIER.finder))
    assert shown.text == visible(text)
    assert shown.elements <= {
        *("h2", "ol", "li", "span", "div", "p", "mark", "ul"),
        *("@class", "@dir"),
    }


def test_hostile_text_becomes_no_element_in_statements_or_table():
    report = predicted(HOSTILE)
    for html in (tinted(report, CLASSIFIER.finder), rows_table(report)):
        assert "<script" not in html
        assert "<img" not in html
        assert "&lt;script&gt;" in html
        assert "\x00" not in html


def test_mentions_are_marked_and_stances_say_who_toward_whom():
    html = tinted(predicted("Tokyo thanked Beijing."), CLASSIFIER.finder)
    assert "<mark>Beijing</mark>" in html
    assert "JP (50 %) → CN" in html
    assert "50 %" in html
    assert "too close to call" in html


@pytest.mark.parametrize(
    ("text", "tint"),
    [
        ("Tokyo thanked Beijing and Seoul.", "cooperative"),
        ("Tokyo condemned Beijing.", "hostile"),
        ("China waited.", "neutral"),
        ("Nobody came.", "mixed"),
    ],
)
def test_a_statement_has_the_tint_on_which_its_stances_agree(text, tint):
    assert tint in Reader(tinted(predicted(text), CLASSIFIER.finder)).classes


def test_rows_beyond_those_shown_are_counted():
    report = Progress(predicted("China waited.").rows, Counter(neutral=1235))
    assert "1,234 more rows" in tinted(report, CLASSIFIER.finder)
    assert "1,234 more rows" in rows_table(report)
