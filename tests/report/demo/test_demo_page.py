"""After a run: the words behind its stances, and its rows as a report, from files of this server alone."""

import json
import re
from dataclasses import replace

import gradio as gr
import pytest

from detente.batch.columns import FIXED_COLUMNS
from detente.model.explanation import explain
from detente.model.prediction import Prediction
from detente.model.routing import Deferred, RoutedClassifier
from detente.model.text.actor_finder import ActorFinder
from detente.model.wording import locate
from detente.report.demo.app import build_app
from detente.report.demo.demo_page import EXPLAINED, DemoPage, say_stopped
from detente.report.demo.reports import Reports
from detente.report.demo.server import report_response

WIRE = "date,text\n2024-01-02,Tokyo condemned Beijing.\n2024-02-02,China waited.\n"


class FakeClassifier:
    """Finds a statement by itself hostile for "condemned" and a little more for "sharply".

    In a document, one with "again" is hostile too, whatever its own words are, and one with "perhaps" is neutral.
    """

    name = "fake-0"
    finder = ActorFinder.from_files()
    languages = ("en",)

    def for_language(self, language):
        return self  # whatever the language

    def predict_pairs(self, pairs):
        return self.predict_located([locate(self.finder, *pair) for pair in pairs])

    def predict_located(self, pairs):
        return [self._alone(pair.statement, pair.target, pair.mentions) for pair in pairs]

    def predict_plans(self, plans):
        return [[self._in_document(plan.statement, one) for one in plan.targets] for plan in plans]

    def _in_document(self, statement, meant):
        found = self._alone(statement, meant.target, meant.mentions)
        hostile = found.probabilities["hostile"]
        hostile = 0.3 if "perhaps" in statement else 0.9 if "again" in statement else hostile
        found = _hostile(statement, meant.target, hostile)
        return replace(found, mention=meant.mention, named=meant.named)

    def _alone(self, statement, target, mentions):
        hostile = 0.1 + 0.5 * ("condemned" in statement) + 0.2 * ("sharply" in statement)
        return replace(_hostile(statement, target, hostile), mentions=mentions)

    def explain_predictions(self, predictions):
        return explain(
            predictions, self.predict_located, finder=self.finder, max_tokens=128, tokens=lambda text: []
        )


def _hostile(statement, target, hostile):
    stance, score = ("hostile", hostile) if hostile > 0.5 else ("neutral", 1 - hostile)
    probabilities = {"cooperative": 0.0, "hostile": hostile, "neutral": 1 - hostile}
    source = None if stance == "neutral" else "JP"
    return Prediction(statement, target, stance, score, probabilities, source, source and 0.7)


@pytest.fixture
def reports():
    return Reports(FakeClassifier.finder)


@pytest.fixture
def page(tmp_path, reports):
    return DemoPage(FakeClassifier(), tmp_path, reports)


def run(page, text, file=None):
    """The last update of a run, and the run that the words are found for."""
    *_, shown = page.predict(text, file, [], "", "text", "file" if file else "text")
    return shown, shown[-1]


def test_the_words_behind_a_stance_are_shown_and_called_approximate(page):
    shown, finished = run(page, "Tokyo condemned Beijing. China waited.")
    assert "moved by" not in str(shown[1])
    *_, (status, statements) = page.explain(finished)
    assert statements["value"].count("moved by condemned") == 1
    assert "approximate" in statements["value"]
    assert "Done: 1 hostile, 1 neutral" in status


def test_where_no_statement_has_a_target_the_status_says_which_they_are(page):
    shown, finished = run(page, "Nobody came. It rained.")
    assert "Done: 2 no target. No statement mentions a target. Targets are the United States," in shown[0]
    *_, (status, _) = page.explain(finished)
    assert status == shown[0]
    assert "Targets are" not in run(page, "Nobody came. China waited.")[0][0]


def test_only_the_first_stances_of_a_long_text_are_explained(page):
    text = " ".join(f"Tokyo condemned Beijing {number} times." for number in range(EXPLAINED + 5))
    _, finished = run(page, text)
    *_, (_, statements) = page.explain(finished)
    assert statements["value"].count("moved by condemned") == EXPLAINED


def test_without_a_finished_run_there_is_nothing_to_explain_and_a_stop_says_so(page):
    _, finished = run(page, "")
    assert finished is None
    # Without a value for each, Gradio would empty the error that is shown.
    assert list(page.explain(finished)) == [(gr.skip(), gr.skip())]
    assert "No files were written" in say_stopped(None)
    _, finished = run(page, "China waited. Tokyo condemned Beijing.")
    assert "Done: 1 hostile, 1 neutral" in say_stopped(finished)


def address_in(shown):
    return shown[3]["value"].partition('href="')[2].partition('"')[0]


def test_a_table_is_offered_as_a_report_and_a_text_is_not(page, tmp_path):
    (tmp_path / "wire.csv").write_text(WIRE)
    (tmp_path / "said.txt").write_text("Tokyo condemned Beijing.")
    assert address_in(run(page, "", str(tmp_path / "wire.csv"))[0]).startswith("/report/")
    assert address_in(run(page, "", str(tmp_path / "said.txt"))[0]) == ""
    assert address_in(run(page, "Tokyo condemned Beijing.")[0]) == ""


def test_the_report_holds_the_rows_of_the_run_and_is_made_when_it_is_opened(page, reports, tmp_path):
    (tmp_path / "wire.csv").write_text(WIRE)
    shown, _ = run(page, "", str(tmp_path / "wire.csv"))
    assert not list(tmp_path.rglob("report.html"))
    token = address_in(shown).rpartition("/")[2]
    html = reports.page(token).read_text(encoding="utf-8")
    assert "Tokyo condemned Beijing." in html
    assert "wire.csv" in html
    assert reports.page(token) == reports.page(token)


def test_no_other_address_gives_a_page(tmp_path):
    (tmp_path / "rows.jsonl").write_text("{}\n")
    reports = Reports(ActorFinder.from_files())
    for token in ("", "rows.jsonl", "../rows.jsonl", str(tmp_path / "rows.jsonl")):
        assert report_response(reports, token).status_code == 404


def test_rows_that_give_no_report_are_told_in_words(tmp_path):
    (tmp_path / "rows.csv").write_text(",".join(FIXED_COLUMNS) + "\n")
    reports = Reports(ActorFinder.from_files())
    token = reports.offer(tmp_path / "rows.csv", name="wire.csv").rpartition("/")[2]
    answer = report_response(reports, token)
    assert answer.status_code == 422
    assert b"row" in answer.body


def whole_page(classifier, tmp_path, reports):
    with build_app(classifier, folder=tmp_path, reports=reports) as app:
        return json.dumps(app.config, default=str)


def test_the_page_says_which_languages_are_read_and_which_checkpoint_reads_them(tmp_path, reports):
    alone = whole_page(FakeClassifier(), tmp_path, reports)
    assert "Languages: English." in alone
    assert "Checkpoint fake-0;" in alone
    first, second = (
        Deferred(name, languages, FakeClassifier.finder, FakeClassifier)
        for name, languages in (("fake-0", ("en",)), ("many-0", ("en", "ko", "zh")))
    )
    both = whole_page(RoutedClassifier(first, second), tmp_path, reports)
    assert "Languages: English, Korean and Chinese." in both
    assert "Checkpoint fake-0, for Korean and Chinese many-0;" in both


def told(page, text):
    """What is told of the words behind each row, in order; None where that is nothing."""
    _, finished = run(page, text)
    *_, (_, statements) = page.explain(finished)
    rows = re.findall(r'<li><span class="demo-stance.*?</li>', statements["value"], flags=re.DOTALL)
    found = [re.search(r"moved by [^<]*|no single word moves it", row) for row in rows]
    return [one and one[0] for one in found]


def test_the_words_are_those_without_which_the_statement_alone_is_less_hostile(page):
    assert told(page, "Tokyo sharply condemned Beijing.") == ["moved by condemned, sharply"]


def test_a_stance_that_the_statement_takes_only_in_its_document_has_no_words(page):
    # Alone the first is neutral and the second hostile; the words of either speak for a stance that is not shown.
    assert told(page, "Beijing was blamed again.") == [None]
    assert told(page, "Tokyo perhaps condemned Beijing.") == [None]
    assert told(page, "Tokyo condemned Beijing again.") == ["moved by condemned"]


def test_a_target_that_is_only_meant_has_no_words(page):
    shown = told(page, "Tokyo condemned Beijing. He was condemned.")
    assert shown == ["moved by condemned", None]


def test_a_short_name_of_the_target_is_not_left_out_as_a_word(page, monkeypatch):
    seen = []
    monkeypatch.setattr(
        FakeClassifier,
        "explain_predictions",
        lambda self, predictions: iter(seen.append(list(predictions)) or ()),
    )
    told(page, "Tokyo and Seoul met. Tokyo condemned the South.")
    assert [[one.statement[m.start : m.end] for m in one.mentions] for [one] in seen] == [["the South"]]
