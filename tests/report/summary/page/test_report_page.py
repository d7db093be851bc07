"""The page of predicted statements as text: what it says, what it holds, what it never does."""

import json
import re

import pytest

from detente.report.page import render_page
from detente.report.summary.report_page import report_page

OWNED = "</script><script>window.__owned = 1</script>"


@pytest.fixture(scope="module")
def payload(invented_rows, payload_of):
    return payload_of(invented_rows(120), bad=9)


@pytest.fixture(scope="module")
def html(payload):
    return render_page(report_page(payload))


def embedded(html, name):
    block = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html, re.DOTALL)
    return json.loads(block.group(1))


def test_names_the_targets_in_its_title(html):
    assert "<title>Stance toward China, the United States, South Korea and North Korea</title>" in html


def test_one_pair_is_counted_as_one(invented_rows, payload_of):
    html = render_page(report_page(payload_of(invented_rows(1))))
    assert "1 pair of statement and target" in html


def test_embeds_what_the_scripts_read(html, payload):
    found = embedded(html, "report")
    assert found == {
        name: value for name, value in json.loads(json.dumps(payload)).items() if name != "findings"
    }


def test_fetches_nothing(html):
    assert not re.search(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//""", html)
    assert not re.search(r"""url\(\s*["']?https?:|@import""", html)


def test_says_error_rates_in_counts_out_of_a_hundred(html):
    said = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert (
        "Of 100 statements it calls hostile , about 83 are. Of 100 that are hostile, it finds about 77."
        in said
    )


def test_warns_where_error_rates_are_unknown(invented_rows, payload_of):
    html = render_page(report_page(payload_of(invented_rows(20), known=False)))
    assert "Nothing is known of how often this checkpoint is wrong" in html
    assert "times in 100" not in html


def test_the_error_rate_is_one_line_and_the_rest_is_folded(html):
    head, folded = html.split('<details class="trust">')[1].split("</summary>")[:2]
    assert "About 21 of 100 predictions are wrong." in head
    assert "labelled pairs of real statements" in folded


def test_says_which_errors_are_frequent(html):
    assert "the cell is empty" in html
    assert "9 (7 %)" in html


def test_says_that_a_sample_is_one(invented_rows, payload_of):
    rows = invented_rows(60)
    assert "holds a sample" in render_page(report_page(payload_of(rows, shown=20))).split("<script>")[0]
    assert "holds a sample" not in render_page(report_page(payload_of(rows))).split("<script>")[0]


@pytest.mark.parametrize("most", [30, 10_000])
def test_says_when_the_charts_count_a_part_of_the_documents(invented_rows, payload_of, monkeypatch, most):
    from detente.report.rows import row_counts
    from detente.report.rows.kept_rows import KeptRows

    monkeypatch.setattr(row_counts, "KeptRows", lambda: KeptRows(most))
    html = render_page(report_page(payload_of(invented_rows(200))))
    assert ("charts count a part of the documents" in html.split("<script>")[0]) == (most == 30)


def test_undated_statements_get_words_instead_of_a_chart(invented_rows, payload_of):
    rows = [{**row, "date": None, "period": None} for row in invented_rows(20)]
    html = render_page(report_page(payload_of(rows)))
    assert "None of these statements has a date" in html
    assert 'id="timeline"' not in html


def test_rows_without_any_prediction_still_make_a_page(payload_of):
    html = render_page(report_page(payload_of([], bad=1)))
    assert "<title>Stance report</title>" in html
    assert "No stance was predicted" in html


def test_text_from_rows_never_ends_a_script(invented_rows, payload_of):
    rows = [{**row, "text": OWNED, "publisher": OWNED, "document": OWNED} for row in invented_rows(10)]
    payload = payload_of(rows)
    payload["about"]["inputs"] = payload["about"]["checkpoints"] = [OWNED]
    payload["about"]["errors"] = [{"error": OWNED, "count": 1}]
    html = render_page(report_page(payload))
    assert OWNED not in html
    assert embedded(html, "report")["statements"][0]["text"] == OWNED


@pytest.mark.parametrize("part", ["about", "targets", "names"])
def test_a_payload_without_a_part_is_refused(payload, part):
    with pytest.raises(KeyError, match=part):
        report_page({key: value for key, value in payload.items() if key != part})


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("1949", "1951", "1949 – 1951"),
        ("1949", "1949", "1949"),
        ("1949-02", "1951-03-04", "Feb 1949 – 4 Mar 1951"),
    ],
)
def test_dates_are_shown_as_exactly_as_the_rows_give_them(payload_of, invented_rows, first, last, shown):
    payload = payload_of(invented_rows(5))
    payload["about"] |= {"first": first, "last": last}
    assert f"<dd>{shown}</dd>" in render_page(report_page(payload))


@pytest.mark.parametrize(("shown", "sampled"), [(None, False), (3, True)])
def test_repeats_alone_make_no_sample_of_the_statements(payload_of, invented_rows, shown, sampled):
    html = render_page(report_page(payload_of(invented_rows(5) * 2, shown=shown)))
    assert ("This page holds a sample" in html) == sampled


def test_intervals_from_labels_by_hand_are_said_to_allow_for_errors(payload):
    labelled = payload | {"about": payload["about"] | {"labels": {"pairs": 100, "file": "gold.csv"}}}
    said = render_page(report_page(labelled)).split("<script>")[0]
    assert "come from labels by hand and allow for wrong predictions" in said


@pytest.mark.parametrize(
    ("looks", "days", "told"),
    [
        (
            1,
            1,
            "No difference in who takes a stance toward whom, or between publishers, is larger than chance",
        ),
        (7, 2, "No change over time and no difference in who takes a stance toward whom"),
    ],
)
def test_what_was_not_found_is_told_as_far_as_it_was_looked_for(payload, looks, days, told):
    findings = {"sentences": [], "looks": looks}
    html = render_page(report_page(payload | {"findings": findings, "periods": payload["periods"][:days]}))
    said = " ".join(re.sub(r"<[^>]+>", " ", html.split("<script")[0]).split())
    assert told in said
    assert ("Differences allow for all 7 comparisons" in said) == (looks == 7)
    assert "all 1 comparisons" not in said
    assert "dyad" not in said
