"""After a run: the words behind its stances, and its rows as a report, from files of this server alone."""

import gradio as gr
import pytest

from detente.batch.columns import FIXED_COLUMNS
from detente.model import StanceClassifier
from detente.model.explanation import Explanation, WordEffect
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import ActorFinder
from detente.report.demo.demo_page import EXPLAINED, DemoPage, say_stopped
from detente.report.demo.reports import Reports
from detente.report.demo.server import report_response

WIRE = "date,text\n2024-01-02,Tokyo condemned Beijing.\n2024-02-02,China waited.\n"


class FakeClassifier:
    """Finds every statement with "condemned" hostile because of that word."""

    name = "fake-0"
    finder = ActorFinder.from_files()
    languages = ("en",)

    def for_language(self, language):
        return self  # whatever the language

    def predict_pairs(self, pairs):
        return [self._predicted(*pair) for pair in pairs]

    def predict_plans(self, plans):
        return [
            [self._predicted(plan.statement, meant.target) for meant in plan.targets if meant.named]
            for plan in plans
        ]

    def _predicted(self, statement, target):
        stance = "hostile" if "condemned" in statement else "neutral"
        probabilities = {"cooperative": 0.1, "hostile": 0.1, "neutral": 0.1, stance: 0.8}
        source = None if stance == "neutral" else "JP"
        return Prediction(statement, target, stance, 0.8, probabilities, source, source and 0.7)

    def explain_predictions(self, predictions):
        for one in predictions:
            start = one.statement.index("condemned")
            yield Explanation(one, (WordEffect("condemned", start, start + 9, 0.6),))


@pytest.fixture
def page(tmp_path):
    return DemoPage(FakeClassifier(), tmp_path, Reports(FakeClassifier.finder))


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


def test_the_report_holds_the_rows_of_the_run_and_is_made_when_it_is_opened(page, tmp_path):
    (tmp_path / "wire.csv").write_text(WIRE)
    shown, _ = run(page, "", str(tmp_path / "wire.csv"))
    assert not list(tmp_path.rglob("report.html"))
    token = address_in(shown).rpartition("/")[2]
    html = page._reports.page(token).read_text(encoding="utf-8")
    assert "Tokyo condemned Beijing." in html
    assert "wire.csv" in html
    assert page._reports.page(token) == page._reports.page(token)


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


def test_the_words_of_a_real_classifier_come_from_the_statement(tiny_checkpoint, tmp_path, monkeypatch):
    monkeypatch.setattr("detente.report.demo.demo_page.NEUTRAL", "none")
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint)
    page = DemoPage(classifier, tmp_path, Reports(classifier.finder))
    _, finished = run(page, "Tokyo condemned Beijing.")
    *_, (_, statements) = page.explain(finished)
    assert "moved by" in statements["value"] or "no single word moves it" in statements["value"]
