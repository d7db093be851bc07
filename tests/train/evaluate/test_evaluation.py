"""Evaluation: parts, errors and misses are told apart, and nothing that is published holds a statement."""

import json
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from detente.model.classifier import StanceClassifier
from detente.model.errors import InputError
from detente.model.labels import STANCES
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statement_id import statement_id
from detente.train.evaluate.evaluation import compare, evaluate, length_band
from detente.train.evaluate.report import EvaluationReport
from detente.train.labels.pairs import LabelledPair, write_pairs


def pair(text, target, label, *, corpus=None):
    source = None if label == "neutral" else "JP"
    return LabelledPair(statement_id(text), text, target, label, source, corpus)


PAIRS = [
    pair("Tokyo thanked both.", "US", "cooperative", corpus="letters"),
    pair("Tokyo thanked both.", "KR", "cooperative", corpus="letters"),
    pair(
        "Tokyo blamed one of them for the long delay of the ferry line to Busan.",
        "KR",
        "hostile",
        corpus="posts",
    ),
    pair("It rained on the port.", "US", "neutral"),
    pair("It snowed on the pier.", "CN", "neutral"),
    pair("Tokyo scolded the other.", "CN", "hostile", corpus="posts"),
]


DEEDS = {"blamed": "hostile", "thanked": "cooperative", "named": "neutral"}


class Scripted:
    """Answers each pair as it was told to: a stance and its probability, or an error."""

    name = "scripted"
    finder = ActorFinder.from_files()

    def __init__(self, answers):
        self._answers = answers

    def predict_pairs(self, pairs):
        assert len(pairs) == len(self._answers)
        return [self._predict(*asked, answer) for asked, answer in zip(pairs, self._answers, strict=True)]

    def _predict(self, text, target, answer):
        if answer is None:
            return Prediction(text, target, error="statement is empty")
        stance, score = answer
        rest = (1 - score) / 2
        shares = {name: score if name == stance else rest for name in STANCES}
        source = None if stance == "neutral" else "JP"
        return Prediction(text, target, stance, score, shares, source)


ALL_RIGHT = Scripted([(found.label, 0.9) for found in PAIRS])
TWO_WRONG = Scripted(
    [
        ("cooperative", 0.9),
        ("neutral", 0.6),
        ("hostile", 0.9),
        ("hostile", 0.8),
        ("neutral", 0.9),
        None,
    ]
)


def test_a_perfect_system_scores_one_everywhere():
    evaluation = evaluate(ALL_RIGHT, PAIRS)
    assert evaluation.macro_f1.value == evaluation.accuracy.value == evaluation.confident_accuracy == 1
    assert evaluation.source_accuracy is not None
    assert evaluation.source_accuracy.value == 1
    assert evaluation.dyad_accuracy is not None
    assert evaluation.worst == []
    assert (evaluation.pairs, evaluation.statements, evaluation.errors) == (6, 5, 0)


def test_pairs_that_could_not_be_predicted_are_counted_and_left_out():
    evaluation = evaluate(TWO_WRONG, PAIRS)
    assert (evaluation.pairs, evaluation.errors) == (6, 1)
    assert evaluation.accuracy.value == pytest.approx(3 / 5)
    assert sum(map(sum, evaluation.confusion)) == 5


def test_the_surest_wrong_answers_come_first_with_their_rows():
    worst = evaluate(TWO_WRONG, PAIRS).worst
    assert [(miss.row, miss.label, miss.predicted) for miss in worst] == [
        (3, "neutral", "hostile"),
        (1, "cooperative", "neutral"),
    ]
    assert worst[0].probability == pytest.approx(0.8)


def test_rows_are_those_of_the_data_even_after_a_pair_that_could_not_be_predicted():
    evaluation = evaluate(Scripted([None, *[("hostile", 0.7)] * 5]), PAIRS)
    assert sorted(miss.row for miss in evaluation.worst) == [1, 3, 4]


def test_groups_are_scored_apart():
    groups = evaluate(TWO_WRONG, PAIRS).groups
    assert {name: (group.pairs, group.accuracy.value) for name, group in groups["target"].items()} == {
        "CN": (1, 1.0),
        "KR": (2, 0.5),
        "US": (2, 0.5),
    }
    assert set(groups["corpus"]) == {"letters", "posts"}
    assert groups["source"]["JP"].pairs == 3
    assert set(groups["length"]) == {"1-10 words", "11-20 words"}


@pytest.mark.parametrize(
    ("words", "band"), [(1, "1-10 words"), (10, "1-10 words"), (11, "11-20 words"), (46, "46 words or more")]
)
def test_length_bands(words, band):
    assert length_band("word " * words) == length_band("提议" * words) == band


def test_nothing_to_evaluate_is_refused():
    with pytest.raises(InputError, match="none of 0 pairs"):
        evaluate(Scripted([]), [])
    with pytest.raises(InputError, match="none of 6 pairs could be predicted: statement is empty"):
        evaluate(Scripted([None] * 6), PAIRS)


def test_systems_are_compared_on_the_pairs_that_both_could_predict():
    right, wrong = evaluate(ALL_RIGHT, PAIRS), evaluate(TWO_WRONG, PAIRS)
    assert compare(right, wrong).value == pytest.approx(1 - wrong.macro_f1.value)
    only_last = evaluate(Scripted([None] * 5 + [("hostile", 0.9)]), PAIRS)
    with pytest.raises(InputError, match="no pair in common"):
        compare(wrong, only_last)


def report_of(*systems):
    evaluations = {f"system {n}": evaluate(system, PAIRS) for n, system in enumerate(systems)}
    first, *others = evaluations
    differences = {name: compare(evaluations[first], evaluations[name]) for name in others}
    return EvaluationReport("detente evaluate x y", "y", "ab" * 32, "cd" * 6, evaluations, differences)


def test_the_report_opens_with_the_command_and_shows_intervals():
    page = report_of(ALL_RIGHT, TWO_WRONG).to_markdown()
    assert page.startswith("# Evaluation\n\nMade by `detente evaluate x y`\n")
    assert "| macro-F1 | 1.000 (1.000-1.000) |" in page
    assert "Macro-F1 of the checkpoint less this: +" in page
    assert "| KR | 2 |" in page


def test_every_table_of_the_page_is_whole():
    for block in report_of(TWO_WRONG).to_markdown().split("\n\n"):
        rows = [line for line in block.splitlines() if line.startswith("|")]
        assert len({line.count("|") for line in rows}) <= 1


def test_the_report_holds_no_statement():
    report = report_of(TWO_WRONG, ALL_RIGHT)
    for content in (report.to_markdown(), report.to_json()):
        assert not any(found.text in content for found in PAIRS)


def test_the_json_counts_rows_from_one_and_sorts_its_keys():
    text = report_of(TWO_WRONG).to_json()
    content = json.loads(text)
    assert content["systems"]["system 0"]["worst"][0]["row"] == 4
    assert text == json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def checkpoint_stub(fingerprint):
    settings = SimpleNamespace(targets={}, temperature=1.5, too_close_below=0.5, data={}, training={})
    return SimpleNamespace(fingerprint=fingerprint, settings=settings)


@pytest.fixture
def command(monkeypatch, tmp_path):
    import typer

    from detente.scripts.commands.evaluate import evaluate_cli

    scripted, second = TWO_WRONG, ALL_RIGHT
    scripted.checkpoint = checkpoint_stub("cd" * 6)
    second.checkpoint = checkpoint_stub("ef" * 6)
    asked = []

    def from_pretrained(checkpoint, *, backend):
        asked.append((checkpoint, backend))
        return second if checkpoint == "runs/other" else scripted

    monkeypatch.setattr(StanceClassifier, "from_pretrained", from_pretrained)
    write_pairs(tmp_path / "data.jsonl", PAIRS)
    app = typer.Typer()
    app.command()(evaluate_cli)
    return lambda *words: (CliRunner().invoke(app, list(words)), asked)


def test_the_command_prints_scores_and_writes_both_files(command, tmp_path):
    result, asked = command("published", str(tmp_path / "data.jsonl"), "-o", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert asked == [("published", "auto")]
    assert "macro-F1" in result.stdout
    assert "It rained on the port." in result.stdout
    written = {path.name: path.read_text() for path in (tmp_path / "out").iterdir()}
    assert set(written) == {"evaluation.json", "evaluation.md"}
    assert not any("rained" in content for content in written.values())
    assert "Made by `detente evaluate published" in written["evaluation.md"]


def test_the_command_evaluates_baselines_on_request(command, tmp_path):
    learnt = [pair(f"Tokyo {deed} it ({n}).", "US", label) for n in range(6) for deed, label in DEEDS.items()]
    russian = LabelledPair("x", "Moscow blamed it (7).", "US", "hostile", "RU")
    write_pairs(tmp_path / "train.jsonl", [*learnt, russian])
    words = (str(tmp_path / "data.jsonl"), "--baselines", "--train", str(tmp_path / "train.jsonl"))
    result, _ = command("published", *words, "-o", str(tmp_path))
    assert result.exit_code == 0, result.output
    content = json.loads((tmp_path / "evaluation.json").read_text())
    assert set(content["systems"]) == {"scripted", "majority", "lexicon", "TF-IDF"}
    assert set(content["macro_f1_over_baselines"]) == {"majority", "lexicon", "TF-IDF"}
    assert content["command"].endswith(f"--baselines --train {tmp_path / 'train.jsonl'}")


def test_baselines_and_their_training_file_go_together(command, tmp_path):
    result, _ = command("published", str(tmp_path / "data.jsonl"), "--baselines")
    assert isinstance(result.exception, InputError)
    assert "--baselines and --train FILE must be given together" in str(result.exception)


def test_a_second_checkpoint_is_one_more_system(command, tmp_path):
    result, asked = command(
        "published", str(tmp_path / "data.jsonl"), "--against", "runs/other", "-o", str(tmp_path)
    )
    assert result.exit_code == 0, result.output
    assert asked == [("published", "auto"), ("runs/other", "auto")]
    content = json.loads((tmp_path / "evaluation.json").read_text())
    # Both stubs bear one name: where the second lies tells them apart.
    assert set(content["systems"]) == {"scripted", "scripted (runs/other)"}
    assert (content["checkpoint"], content["against"]) == ("cd" * 6, "ef" * 6)
    assert content["macro_f1_over_baselines"]["scripted (runs/other)"]["value"] < 0
    assert content["command"].endswith("--against runs/other")
    calibration = [content["systems"][name]["calibration_error"] for name in content["checkpoints"]]
    assert content["calibration_error_over_second"]["value"] == pytest.approx(
        calibration[0] - calibration[1], abs=2e-6
    )
    names = ["scripted", "scripted (runs/other)"]
    assert content["order"] == content["checkpoints"] == names
    first = content["systems"][names[0]]
    assert content["macro_f1_over_baselines"][names[1]]["pairs"] == sum(content["correct"].values())
    assert content["correct"]["second_only"] + content["correct"]["neither"] == len(first["worst"])
    by_target = first["confusion_by_target"].values()
    assert [
        [sum(cells) for cells in zip(*rows, strict=True)] for rows in zip(*by_target, strict=True)
    ] == first["confusion"]
    for miss in first["worst"]:
        row = PAIRS[miss["row"] - 1]
        assert (miss["id"], miss["source"]) == (row.id, row.source)
        assert miss["other"]["predicted"] == row.label
    assert "## scripted (runs/other)" in (tmp_path / "evaluation.md").read_text()
    assert "scripted (runs/other)" in result.stdout


def test_without_a_second_checkpoint_the_json_names_none(command, tmp_path):
    command("published", str(tmp_path / "data.jsonl"), "-o", str(tmp_path))
    assert "against" not in json.loads((tmp_path / "evaluation.json").read_text())


def test_the_command_writes_the_page_with_the_statements(command, tmp_path):
    data = str(tmp_path / "data.jsonl")
    result, _ = command("published", data, "--against", "runs/other", "--html", str(tmp_path / "page.html"))
    assert result.exit_code == 0, result.output
    for said in ("It rained on the port.", f"detente evaluate published {data} --against runs/other"):
        assert said in (tmp_path / "page.html").read_text()


@pytest.mark.parametrize(("name", "said"), [("data.jsonl", ".html"), ("none/page.html", "does not exist")])
def test_a_place_for_no_page_is_told_before_anything_is_predicted(command, tmp_path, name, said):
    before = (data := tmp_path / "data.jsonl").read_bytes()
    result, asked = command("published", str(data), "--html", str(tmp_path / name))
    assert isinstance(result.exception, InputError)
    assert said in str(result.exception)
    assert asked == []
    assert data.read_bytes() == before


def test_a_page_needs_the_extra_report(command, tmp_path, monkeypatch):
    monkeypatch.setattr("detente.model.errors.find_spec", lambda name: None if name == "altair" else object())
    data = str(tmp_path / "data.jsonl")
    assert command("published", data)[0].exit_code == 0
    result, asked = command("published", data, "--html", str(tmp_path / "page.html"))
    assert "needs the extra `report`" in str(result.exception)
    assert len(asked) == 1
