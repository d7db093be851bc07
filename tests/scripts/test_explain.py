"""`detente explain`: the words behind a prediction of a text, or of rows chosen by number."""

import json
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from detente.batch.chosen_rows import ChosenRow, chosen_rows, holds_predictions
from detente.batch.columns import row_from
from detente.batch.explaining import explain_rows
from detente.batch.readers.inputs import read_records
from detente.batch.records import Record
from detente.batch.sinks.sinks import open_sink
from detente.model.errors import ActorsError, DetenteError, InputError
from detente.model.explanation import Explanation
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import ActorFinder
from detente.scripts.commands.explain import explain_cli

SAID = "Beijing thanked Seoul."


@pytest.fixture
def run(tiny_checkpoint: Path):
    app = Typer()
    app.command()(explain_cli)

    def call(*arguments: object, code: int = 0) -> str:
        done = CliRunner().invoke(app, ["-c", str(tiny_checkpoint), *map(str, arguments)])
        if isinstance(done.exception, DetenteError):
            raise done.exception
        assert done.exit_code == code, done.output
        return done.output

    return call


def explained(said: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    with open_sink(path) as sink:
        for number, target in enumerate(["CN", "KR", None], start=1):
            prediction = target and Prediction(SAID, target, "neutral", 0.5, {"neutral": 0.5})
            record = Record(None, {}, "a.txt", number, "statement")
            sink.write([row_from(record, prediction, statement=SAID, position=number, checkpoint="other-9")])
    return path


def test_a_text_is_explained_toward_each_target_that_it_mentions(run) -> None:
    found = explained(run("--text", SAID, "-f", "jsonl"))
    assert [(one["row"], one["target"], one["error"]) for one in found] == [(1, "CN", None), (1, "KR", None)]
    assert [[word["word"] for word in one["words"]] for one in found] == [
        ["thanked", "Seoul"],
        ["Beijing", "thanked"],
    ]
    assert {one["method"] for one in found} == {"occlusion, approximate"}


def test_named_targets_are_explained_whether_mentioned_or_not(run) -> None:
    found = explained(run("--text", SAID, "-t", "Japan", "-t", "CN", "-f", "jsonl"))
    assert [one["target"] for one in found] == ["JP", "CN"]
    with pytest.raises(ActorsError, match="'XX'"):
        run("--text", SAID, "-t", "XX")


def test_the_text_shows_the_probability_without_each_of_the_strongest_words(run) -> None:
    lines = run("--text", SAID, "-t", "CN", "--words", 1).splitlines()
    [whole] = explained(run("--text", SAID, "-t", "CN", "-f", "jsonl"))
    assert f"{whole['stance']} {whole['score']:.0%}" in lines[0]
    best = max(whole["words"], key=lambda word: word["change"])
    expected = [f"      without {best['word']}  {whole['score'] - best['change']:>4.0%} {whole['stance']}"]
    assert lines[1:] == (expected if best["change"] >= 0.005 else ["      no single word moves it"])


def test_rows_of_predictions_are_explained_toward_their_own_target(run, rows: Path) -> None:
    said = run(rows, "-n", 2, "-n", 3, "-f", "jsonl")
    assert [(one["row"], one["target"], one["error"]) for one in explained(said)] == [
        (2, "KR", None),
        (3, "CN", None),
        (3, "KR", None),
    ]
    assert "rows that other-9 predicted are explained with tiny-0" in said


def test_a_row_that_says_something_else_than_its_statement_by_itself_is_told(run, tmp_path: Path) -> None:
    [alone] = explained(run("--text", SAID, "-t", "KR", "-f", "jsonl"))
    path = tmp_path / "rows.jsonl"
    with open_sink(path) as sink:
        for stance, source in ((alone["stance"], alone["source"]), ("hostile", "RU")):
            prediction = Prediction(SAID, "KR", stance, 0.5, {stance: 0.5}, source)
            record = Record(None, {}, "a.txt", 1, "statement")
            sink.write([row_from(record, prediction, statement=SAID, position=1, checkpoint="tiny-0")])
    told = "its row says hostile, held by RU; here the statement is read by itself, without its document"
    assert told not in run(path, "-n", 1)
    assert told in run(path, "-n", 2)
    assert "its row says" not in run(path, "-n", 2, "-t", "CN")
    found = explained(run(path, "-n", 2, "-t", "CN", "-t", "KR", "-f", "jsonl"))
    assert [(one["row_stance"], one["row_source"]) for one in found] == [(None, None), ("hostile", "RU")]


def test_rows_of_another_table_and_statements_of_a_document_have_numbers_too(run, tmp_path: Path) -> None:
    table, document = tmp_path / "a.csv", tmp_path / "a.txt"
    table.write_text(f"said,toward\nNobody came.,\n{SAID},KR\n,\n")
    document.write_text(f"Nobody came. {SAID}")
    columns = ("--text-column", "said", "--target-column", "toward")
    found = explained(run(table, "-n", 2, *columns, "-f", "jsonl"))
    assert [(one["row"], one["target"]) for one in found] == [(2, "KR")]
    found = explained(run(document, "-n", 1, "-n", 2, "-f", "jsonl"))
    assert [(one["row"], one["target"]) for one in found] == [(1, None), (2, "CN"), (2, "KR")]
    assert "! error  said is empty" in run(table, "-n", 3, *columns, code=1)


def test_a_row_has_the_number_that_its_prediction_has_where_rows_are_blank(run, tmp_path: Path) -> None:
    table = tmp_path / "a.jsonl"
    table.write_text(f'{{"text": "Nobody came."}}\n\n{{"text": "{SAID}"}}\n{{"text": "Seoul waited."}}\n')
    assert [record.row for record in read_records([table])] == [1, 3, 4]
    found = explained(run(table, "-n", 3, "-n", 4, "-f", "jsonl"))
    assert [(one["row"], one["statement"]) for one in found] == [(3, SAID), (3, SAID), (4, "Seoul waited.")]
    with pytest.raises(InputError, match="there is no row 2; it is blank"):
        run(table, "-n", 2, "-n", 3)
    with pytest.raises(InputError, match="there is no row 5; the last one is 4"):
        run(table, "-n", 5)


def test_a_split_row_is_a_document_whose_statements_all_are_explained(run, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text(f'text\nChina waited. Seoul waited.\n"Nobody came. {SAID}"\nChina waited.\n')
    found = explained(run(table, "-n", 2, "--split", "-f", "jsonl"))
    assert [(one["row"], one["position"], one["statement"], one["target"]) for one in found] == [
        (2, 1, "Nobody came.", None),
        (2, 2, SAID, "CN"),
        (2, 2, SAID, "KR"),
    ]
    lines = run(table, "-n", 2, "-n", 3, "--split", "-t", "KR").splitlines()
    assert [line.split()[0] for line in lines if "KR" in line] == ["2.1", "2.2", "3.1"]
    table.write_text(f"text,date\n{SAID},2024\n,2024\n")
    assert run(table, "-n", 2, "--split", code=1).split()[:3] == ["2", "!", "error"]
    with pytest.raises(InputError, match="there is no row 3; the last one is 2"):
        run(table, "-n", 3, "--split")


def test_columns_and_rows_to_split_are_refused_where_they_have_no_effect(run, rows: Path) -> None:
    for option in (["--split"], ["--text-column", "statement"], ["--target-column", "target"]):
        with pytest.raises(InputError, match=r"holds prediction rows, .* leave that out"):
            run(rows, "-n", 1, *option)


KOREAN = "중국 외교부는 China 대표단이 서울에 도착했다고 밝혔다."


def test_each_language_is_explained_with_the_checkpoint_that_predicts_it(with_multi: Path) -> None:
    app = Typer()
    app.command()(explain_cli)
    texts = ["--text", KOREAN, "--text", SAID, "--text", "日本政府は中国を非難しました。"]
    done = CliRunner().invoke(app, [*texts, "-t", "CN", "-f", "jsonl", "--backend", "onnx"])
    assert done.exit_code == 1, done.output
    found = explained(done.output)
    assert [(one["row"], one["checkpoint"]) for one in found] == [
        (1, "multi-0.3.0"),
        (2, "tiny-0"),
        (3, None),
    ]
    assert "unsupported language: ja" in found[2]["error"]
    assert found[0]["words"]
    anyway = CliRunner().invoke(
        app, [*texts, "-t", "CN", "-f", "jsonl", "--backend", "onnx", "--any-language"]
    )
    assert [one["checkpoint"] for one in explained(anyway.output)] == ["multi-0.3.0", "tiny-0", "tiny-0"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "nothing to explain"),
        (["a.txt"], "give --row N"),
        (["a.txt", "-n", "3"], "there is no row 3; the last one is 2"),
        (["none.csv", "-n", "1"], "no such file"),
        ([".", "-n", "1"], "is a folder"),
        (["a.txt", "--text", "b"], "cannot be combined"),
        (["a.pdf", "-n", "1"], "not read"),
    ],
)
def test_a_call_that_cannot_be_done_says_what_is_missing(
    run, tmp_path: Path, monkeypatch, arguments, said
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Nobody came. China waited.")
    with pytest.raises(InputError, match=said):
        run(*arguments)


class LazyClassifier:
    """Predicts nothing of interest, and notes what it explains when that is asked for."""

    name = "lazy-0"
    languages = ("en",)
    finder = ActorFinder.from_files()

    def __init__(self) -> None:
        self.explained: list[str] = []

    def for_language(self, language):
        return self if language == "en" else None

    def predict_pairs(self, pairs):
        return [Prediction(*pair) for pair in pairs]

    def explain_predictions(self, predictions):
        for one in predictions:
            self.explained.append(f"{one.statement} {one.target}")
            yield Explanation(one, ())


def test_each_row_comes_as_soon_as_it_is_explained_and_with_its_own_explanations() -> None:
    classifier = LazyClassifier()
    texts = ["Nobody came.", SAID, "日本政府は中国を非難しました。", "China waited."]
    rows = explain_rows([ChosenRow(number, text) for number, text in enumerate(texts, 1)], classifier)
    told = [
        (
            found.row.number,
            found.explanation and found.explanation.prediction.target,
            found.row.error is None,
            len(classifier.explained),
        )
        for found in rows
    ]
    assert told == [
        (1, None, True, 0),
        (2, "CN", True, 1),
        (2, "KR", True, 2),
        (3, None, False, 2),
        (4, "CN", True, 3),
    ]


class Number(int):
    """A number that notes with how many others it is compared for equality."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        Number.compared += 1
        return int(self) == other

    __hash__ = int.__hash__


def test_many_rows_are_chosen_without_comparing_each_with_all_of_them(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text("text\n" + "China waited.\n" * 400)
    Number.compared = 0
    found = chosen_rows(path, [Number(number) for number in range(1, 401)])
    assert [row.number for row in found] == list(range(1, 401))
    assert Number.compared < 10 * 400


def test_rows_come_in_the_files_order_each_once(tmp_path: Path, rows: Path) -> None:
    assert [row.number for row in chosen_rows(rows, [3, 1, 3])] == [1, 3]
    with pytest.raises(InputError, match="counted from 1"):
        chosen_rows(rows, [0])
    other = tmp_path / "other.csv"
    other.write_text("text\nChina waited.\n")
    assert holds_predictions(rows)
    assert not holds_predictions(other)
    assert not holds_predictions(tmp_path / "none.csv")
