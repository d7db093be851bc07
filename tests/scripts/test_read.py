"""`detente read`: a page out, or one line that says what to mend."""

import gzip
import json
import shutil
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from detente.batch.planning import DocumentOptions
from detente.batch.readers.formats import TABLES
from detente.model import StanceClassifier
from detente.model.errors import DetenteError, InputError
from detente.model.labels import SOURCES, STANCES
from detente.model.prediction import Prediction
from detente.report.page import render_page
from detente.report.reading import moved_words
from detente.report.reading.reading_page import reading_page
from detente.scripts.commands.read import read, read_cli, read_text

TEXT = "Beijing thanked Seoul. Tokyo warned Hanoi.\n\nNobody came."


@pytest.fixture
def run(tiny_checkpoint: Path):
    app = Typer()
    app.command()(read_cli)

    def call(*arguments: object, stdin: bytes = b"", code: int = 0) -> str:
        done = CliRunner().invoke(
            app, ["-c", str(tiny_checkpoint), *(str(argument) for argument in arguments)], input=stdin
        )
        if isinstance(done.exception, DetenteError):
            raise done.exception
        assert done.exit_code == code, done.output
        return done.output

    return call


def test_a_document_becomes_a_page_with_its_name(run, tmp_path):
    document, page = tmp_path / "speech.txt", tmp_path / "page.html"
    document.write_text(TEXT)
    said = run(document, "-o", page)
    html = page.read_text(encoding="utf-8")
    assert "<title>speech.txt</title>" in html
    assert "Nobody came." in html
    assert "tiny-0" in html
    assert "3 statements, 2 predictions" in said


def test_packed_files_pages_and_pipes_are_read(run, tmp_path):
    packed, web, page = tmp_path / "a.txt.gz", tmp_path / "a.html", tmp_path / "page.html"
    packed.write_bytes(gzip.compress(TEXT.encode()))
    web.write_text(f"<html><body><main><p>{TEXT}</p></main></body></html>")
    for document, stdin in ((packed, b""), (web, b""), ("-", TEXT.encode())):
        run(document, "-o", page, "--title", "Given", stdin=stdin)
        assert "<title>Given</title>" in page.read_text(encoding="utf-8")
        assert "Nobody came." in page.read_text(encoding="utf-8")


def test_targets_are_those_that_are_named_and_mentioned(tiny_checkpoint):
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint)
    reading = read(TEXT, classifier, title="a", targets=["Japan", "Hanoi", "US"])
    assert [(one.statement, one.target) for one in reading.predictions] == [
        ("Tokyo warned Hanoi.", "JP"),
        ("Tokyo warned Hanoi.", "Hanoi"),
    ]
    assert [(target.code, target.name) for target in reading.targets] == [("JP", "Japan"), ("Hanoi", "Hanoi")]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, True),
        ({"documents": DocumentOptions(speaker="KR")}, False),
        ({"documents": DocumentOptions(alone=True)}, False),
    ],
)
def test_the_page_says_whose_voice_the_letterhead_showed(tiny_checkpoint, options, told):
    text = "Pyongyang, May 3 (KCNA) -- The drills near Seoul must stop at once."
    reading = read(text, StanceClassifier.from_pretrained(tiny_checkpoint), title="a", explained=0, **options)
    html = " ".join(render_page(reading_page(reading)).split())
    assert ("which its letterhead or dateline shows: <strong>KCNA</strong>" in html) is told


def test_actors_are_named_in_the_language_that_was_asked_for(tiny_checkpoint):
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint)
    reading = read("Beijing thanked Seoul.", classifier, title="note", explained=0, names="zh")
    assert [target.name for target in reading.targets] == ["中国", "韩国"]


def test_by_default_the_predictions_are_those_of_the_classifier(tiny_checkpoint):
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint)
    document = " ".join(f"China waited {number} days for Seoul." for number in range(150))
    reading = read(document, classifier, title="a")
    expected = classifier.predict([f"China waited {number} days for Seoul." for number in range(150)])
    assert [(one.statement, one.target, one.stance) for one in reading.predictions] == [
        (one.statement, one.target, one.stance) for one in expected
    ]


@pytest.fixture
def learnt_checkpoint(tiny_checkpoint: Path, tmp_path: Path) -> Path:
    """The tiny checkpoint as if it had learnt from documents."""
    folder = shutil.copytree(tiny_checkpoint, tmp_path / "learnt")
    settings = json.loads((folder / "detente.json").read_text())
    settings["wording"] = {**settings.get("wording", {}), "context_end": " || "}
    (folder / "detente.json").write_text(json.dumps(settings))
    return folder


def hostile_by_words(_, pairs):
    """Predicts a statement by itself hostile for two of its words, and anything after a context with 0.95."""
    found = []
    for pair in pairs:
        hostile = 0.1 + 0.35 * ("condemned" in pair.statement) + 0.1 * ("sharply" in pair.statement)
        hostile = 0.95 if " || " in pair.statement else hostile
        shares = dict(zip(STANCES, (0.0, hostile, 1 - hostile), strict=True))
        stance = max(shares, key=shares.__getitem__)
        sources = dict.fromkeys(SOURCES, 1 / len(SOURCES))
        found.append(
            Prediction(
                pair.statement,
                pair.target,
                stance,
                shares[stance],
                shares,
                mentions=pair.mentions,
                source_probabilities=sources,
            )
        )
    return found


def test_the_words_of_a_mean_with_the_context_are_those_of_the_statement_alone(
    learnt_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StanceClassifier, "_predict", hostile_by_words)
    classifier = StanceClassifier.from_pretrained(learnt_checkpoint)
    said = "Tokyo sharply condemned Beijing today."
    other = "Tokyo condemned Beijing again."
    found = read(f"Tokyo met Beijing. {said} {other}", classifier, title="a", targets=["CN"])
    shown = {one.statement: (one.stance, one.probabilities["hostile"]) for one in found.predictions}
    assert shown[said] == ("hostile", pytest.approx((0.55 + 0.95) / 2))
    # Alone it is neutral with 0.55: its words tell nothing of the stance that is shown.
    assert shown[other] == ("hostile", pytest.approx((0.45 + 0.95) / 2))
    moved = {key: {word.word: word.change for word in words} for key, words in found.moved.items()}
    assert moved == {(said, "CN", "hostile"): pytest.approx({"condemned": 0.35, "sharply": 0.1})}


@pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl", "rows.tsv.gz", "rows.parquet", "rows.new"])
def test_a_table_is_sent_to_predict_and_report(run, tmp_path, monkeypatch, name):
    monkeypatch.setitem(TABLES, ".new", TABLES[".csv"])  # whatever can be read as a table is one here
    (tmp_path / name).write_text("text\nChina waited.\n")
    with pytest.raises(InputError, match=r"is a table.*detente predict.*detente report"):
        run(tmp_path / name, "-o", tmp_path / "page.html")
    assert not (tmp_path / "page.html").exists()


def test_what_cannot_be_read_is_told(tmp_path):
    for name, content in {"empty.txt": b"", "blank.md": b" \n\n", "bytes.txt": b"Caf\xe9 in China."}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=rf"{name}: (empty|byte 0xE9)"):
            read_text(str(tmp_path / name), encoding="utf-8")
    with pytest.raises(InputError, match="is a folder"):
        read_text(str(tmp_path), encoding="utf-8")
    with pytest.raises(InputError, match="no such file"):
        read_text(str(tmp_path / "none.txt"), encoding="utf-8")
    assert read_text(str(tmp_path / "bytes.txt"), encoding="latin-1") == "Café in China."


def test_an_output_that_cannot_be_written_is_told_before_anything_is_predicted(run, tmp_path):
    document = tmp_path / "a.html"
    document.write_text(f"<p>{TEXT}</p>")
    (tmp_path / "in.html").mkdir()
    for output, said in {
        tmp_path / "page.pdf": "needs a name that ends in .html",
        tmp_path / "none" / "page.html": "does not exist",
        tmp_path / "in.html": "is a folder",
        document: "is the document itself",
    }.items():
        with pytest.raises(InputError, match=said):
            run(document, "-o", output)
    assert document.read_text() == f"<p>{TEXT}</p>"


def test_the_words_behind_the_first_stances_are_found_and_the_rest_is_told(
    tiny_checkpoint, monkeypatch, capsys
):
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint)
    # Random weights find every statement neutral: here it is another stance that needs no words.
    monkeypatch.setattr(moved_words, "NEUTRAL", "none")
    document = " ".join(f"China sent {number} ships." for number in (3, 4, 5, 4))
    found = read(document, classifier, title="a", explained=2)
    [stance] = {one.stance for one in found.predictions}
    assert list(found.moved) == [
        ("China sent 3 ships.", "CN", stance),
        ("China sent 4 ships.", "CN", stance),
    ]
    assert "first 2 of 3 stances" in capsys.readouterr().err
    assert len(read(document, classifier, title="a").moved) == 3
    assert read(document, classifier, title="a", explained=0).moved == {}
    assert capsys.readouterr().err == ""


def test_a_target_that_is_spelt_much_like_an_actor_is_told_and_looked_for(run, tmp_path):
    (tmp_path / "a.txt").write_text("Chnia waited for Peru.")
    said = run(tmp_path / "a.txt", "-o", tmp_path / "page.html", "-t", "Chnia", "-t", "Peru")
    assert "target 'Chnia' is no known actor" in said
    assert "did you mean 'China' (CN)?" in said
    assert "Peru'" not in said
    assert "1 statement, 2 predictions" in said
