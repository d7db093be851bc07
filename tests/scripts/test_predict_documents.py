"""`detente predict` on documents: many of them in constant memory, killed and resumed, and single ones of odd kinds."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.batch.planning import DocumentOptions
from detente.batch.predicting import predict_rows
from detente.batch.readers.stored_rows import read_rows
from detente.batch.records import Record
from detente.batch.statements.record_statements import statements_of
from detente.model import DetenteError, StanceClassifier
from detente.model.errors import InputError
from detente.model.text.actor_finder import ActorFinder
from detente.scripts.main import app

PAIR = ("President Xi met envoys of the North in Beijing.", "He said that {n} ships had left Seoul.")


def write_table(path: Path, documents: int) -> Path:
    with path.open("w", encoding="utf-8") as table:
        for n in range(documents):
            for position, text in enumerate(PAIR, start=1):
                row = {
                    "document": f"d{n}",
                    "position": position,
                    "publisher": "KCNA",
                    "text": text.format(n=n),
                }
                table.write(json.dumps(row) + "\n")
    return path


def command(checkpoint: Path, table: Path, job: Path) -> list[str]:
    code = (
        "import sys; from pathlib import Path; from detente.scripts.main import app; "
        "app(sys.argv[1:], standalone_mode=False); "
        # Not by getrusage, which begins with the size of the process that has started this one.
        "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    options = ["-c", str(checkpoint), "--job", str(job), "--threads", "1", "--shard-size", "2000"]
    return [sys.executable, "-c", code, "predict", str(table), *options]


def content(job: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in sorted(job.rglob("*")) if path.suffix in (".json", ".jsonl")
    }


def killed_after_shards(arguments: list[str], job: Path, shards: int) -> None:
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and len(list((job / "rows").glob("part-*.jsonl"))) < shards:
        time.sleep(0.05)
    process.kill()
    assert process.wait() != 0, "the job was done before it could be killed"


def peak(arguments: list[str]) -> int:
    return int(subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=1800).stdout)


@pytest.mark.slow
@pytest.mark.long
def test_a_hundred_thousand_documents_need_no_more_memory_than_ten_and_resume_to_the_same_bytes(
    tiny_checkpoint: Path, tmp_path: Path
) -> None:
    few = peak(command(tiny_checkpoint, write_table(tmp_path / "few.jsonl", 10_000), tmp_path / "few"))
    table = write_table(tmp_path / "many.jsonl", 100_000)
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    many = peak(command(tiny_checkpoint, table, whole))
    assert many < 1.2 * few
    assert many < 600_000  # KiB
    for shards in (3, 20):
        killed_after_shards(command(tiny_checkpoint, table, stopped), stopped, shards)
    peak(command(tiny_checkpoint, table, stopped))
    assert content(stopped) == content(whole)


@pytest.mark.slow
def test_a_job_killed_within_documents_ends_as_one_that_was_not(
    tiny_checkpoint: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(40):
        (folder / f"{n:02d}.txt").write_text("\n\n".join(PAIR[i % 2].format(n=i) for i in range(150)))
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    peak(command(tiny_checkpoint, folder, whole))
    killed_after_shards(command(tiny_checkpoint, folder, stopped), stopped, 1)
    peak(command(tiny_checkpoint, folder, stopped))
    assert content(stopped) == content(whole)
    rows = [row for path in sorted((whole / "rows").iterdir()) for row in read_rows(path)]
    assert {row["reading"] for row in rows} == {"document"}


def test_options_say_how_documents_are_read(tiny_checkpoint: Path, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("Beijing thanked Seoul.\n\nIt waited for an answer.")
    (tmp_path / "own.toml").write_text('[KR]\nvoice = ["Ministry of Ferries"]\n')

    def run(*options: str) -> list[dict[str, object]]:
        out = str(tmp_path / "out.jsonl")
        arguments = ["predict", "-c", str(tiny_checkpoint), str(tmp_path / "in.txt"), "-o", out, *options]
        assert CliRunner().invoke(app, arguments).exit_code == 0
        return list(read_rows(Path(out)))

    assert {row["reading"] for row in run()} == {"document"}
    assert {row["reading"] for row in run("--speaker", "KR", "--publishers", str(tmp_path / "own.toml"))} == {
        "document"
    }
    alone = run("--alone")
    assert [(row["target"], row["mention"], row["named"], row["reading"]) for row in alone] == [
        ("CN", "Beijing", True, "alone"),
        ("KR", "Seoul", True, "alone"),
        (None, None, None, "alone"),
    ]
    assert all(row["source_alone"] == row["source"] and row["resolved_from"] is None for row in alone)
    for wrong in (["--speaker", "XX"], ["--publishers", str(tmp_path / "none.toml")]):
        done = CliRunner().invoke(
            app, ["predict", "-c", str(tiny_checkpoint), str(tmp_path / "in.txt"), *wrong]
        )
        assert isinstance(done.exception, DetenteError)


def test_alone_is_refused_beside_what_has_no_effect_with_it(tiny_checkpoint: Path, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("Beijing thanked Seoul.")
    page = ("read", str(tmp_path / "in.txt"), "-o", str(tmp_path / "page.html"))
    for command in (("predict", str(tmp_path / "in.txt")), page):
        for option in (["--speaker", "Ruritania"], ["--publishers", str(tmp_path / "none.toml")]):
            done = CliRunner().invoke(app, [*command, "-c", str(tiny_checkpoint), "--alone", *option])
            assert isinstance(done.exception, InputError)
            assert "--alone (in Python alone=True) reads every statement by itself" in str(done.exception)


@pytest.mark.parametrize("kind", ["rows", "job"])
def test_a_date_that_cannot_be_read_loses_no_row_and_is_told(
    tiny_checkpoint: Path, tmp_path: Path, kind: str
) -> None:
    table = tmp_path / "in.csv"
    table.write_text(
        "document,position,date,text\na,1,04/05/2023,Beijing thanked Seoul.\na,2,04/05/2023,Nobody came.\n"
        "b,1,2023-05-01,Tokyo waited.\n"
    )
    out = tmp_path / "out.jsonl"
    job = ["--job", str(tmp_path / "job")] if kind == "job" else []
    done = CliRunner().invoke(
        app, ["predict", "-c", str(tiny_checkpoint), str(table), "-o", str(out), *job], env={"COLUMNS": "300"}
    )
    assert done.exit_code == 0, done.output
    told = (
        f"2 rows have a date that cannot be read and count as undated ({table}, row 1: '04/05/2023'), because"
    )
    assert done.stderr.count(told) == 1
    rows = list(read_rows(out))
    assert [(row["document"], row["date"], row["error"]) for row in rows] == [
        *[(str(table), "04/05/2023", None)] * 3,
        (str(table), "2023-05-01", None),
    ]
    assert {row["reading"] for row in rows} == {"document"}


@pytest.fixture(scope="module")
def classifier(tiny_checkpoint: Path) -> StanceClassifier:
    return StanceClassifier.from_pretrained(tiny_checkpoint, threads=1)


def rows_of(text: str, classifier: StanceClassifier) -> list[dict[str, object]]:
    return list(predict_rows([Record(text, {}, "a.txt", None, "document")], classifier))


def seconds_to_read(text: str) -> float:
    planner = DocumentOptions().planner(ActorFinder.from_files(), None)
    start = time.process_time()
    assert all(one.plan for one in statements_of([Record(text, {}, "a.txt", None, "document")], planner))
    return time.process_time() - start


@pytest.mark.parametrize(
    ("sentence", "reading", "error"),
    [
        ("Nobody came to the harbour today.", "document", None),
        (
            "중국은 오늘 북한을 규탄했다.",
            "document",
            "unsupported language: ko; supported: en; "
            "--any-language (in Python any_language=True) predicts it all the same",
        ),
        ("He said that he would not go.", "document", None),
    ],
)
def test_documents_without_actors_in_other_letters_or_of_pronouns_give_clear_rows(
    classifier: StanceClassifier, sentence: str, reading: str, error: str | None
) -> None:
    rows = rows_of(f"{sentence} " * 20, classifier)
    assert len(rows) >= 20
    assert {row["reading"] for row in rows} == {reading}
    assert {row["error"] for row in rows} == {error}


@pytest.mark.slow
@pytest.mark.parametrize("opening", ["Beijing warned Seoul. ", "President Xi spoke. "])
def test_thousands_of_pronouns_and_a_million_characters_take_linear_time(opening: str) -> None:
    sentence = "He said that it would not let them go, and she agreed with him. "
    seconds_to_read(opening + sentence * 50)
    short = seconds_to_read(opening + sentence * 1_600)  # 100,000 characters, 6,400 pronouns
    long = seconds_to_read(opening + sentence * 16_000)
    assert long < 20 * short
