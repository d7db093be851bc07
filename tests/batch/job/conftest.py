"""Jobs of some twenty statements with a predictor that is no network: its rows name their chunk."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from detente.batch.columns import row_from
from detente.batch.job import shards
from detente.batch.job.run import Job, JobResult
from detente.batch.records import Row
from detente.batch.run_settings import RunSettings
from detente.batch.statements.record_statements import RecordStatement


class Predictor:
    """Gives rows without a stance; after `patience` chunks it raises `failure`."""

    def __init__(self, patience: int | None = None, failure: type[BaseException] = KeyboardInterrupt) -> None:
        self.patience = patience
        self.failure = failure
        self.predicted: list[str | None] = []

    def __call__(self, chunks: Iterator[Sequence[RecordStatement]]) -> Iterator[list[Row]]:
        for number, pieces in enumerate(chunks):
            if number == self.patience:
                raise self.failure
            together = "+".join(str(piece.statement) for piece in pieces)
            self.predicted += [piece.statement for piece in pieces]
            yield [
                row_from(
                    piece.record,
                    None,
                    statement=piece.statement,
                    position=piece.position,
                    checkpoint=together,
                )
                for piece in pieces
            ]


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "CHUNK", 3)


@pytest.fixture
def inputs(tmp_path: Path) -> list[Path]:
    """A table with a bad row and a column that comes late, and a folder of two documents."""
    table = tmp_path / "in" / "a.jsonl"
    table.parent.mkdir()
    lines = [f'{{"text": "Row {number} in Détente.", "n": {number}}}' for number in range(8)]
    table.write_text(
        "\n".join([*lines, '{"text": null}', '{"text": "Last.", "late": "=1"}']), encoding="utf-8"
    )
    folder = tmp_path / "in" / "folder"
    folder.mkdir()
    (folder / "b.txt").write_text("One came. Two went. Three stayed. Four left. Five slept. Six woke.")
    (folder / "c.md").write_text("Seven ran. Eight fell.")
    return [table, folder]


RunJob = Callable[..., JobResult]


@pytest.fixture
def run(tmp_path: Path, inputs: list[Path], tiny_checkpoint: Path) -> RunJob:
    """Run a job on `inputs` in the folder "job"; every argument can be given anew."""

    def run_it(predictor: Predictor | None = None, folder: str | Path = "job", **given: Any) -> JobResult:
        options = {
            "inputs": inputs,
            "output": None,
            "form": None,
            "notify": lambda _: None,
            "watch": None,
        } | given
        ours = {name: options.pop(name) for name in list(options) if name in RunSettings.__slots__}
        job = Job(
            inputs=options["inputs"],
            folder=tmp_path / folder,
            settings=RunSettings(**{"checkpoint": tiny_checkpoint} | ours),
            shard_statements=options.get("shard_statements", 4),
            notify=options["notify"],
            watch=options["watch"],
        )
        return job.run(output=options["output"], form=options["form"], predict=predictor or Predictor())

    return run_it


@pytest.fixture
def new_predictor() -> type[Predictor]:
    return Predictor


@pytest.fixture
def content(tmp_path: Path) -> Callable[..., dict[str, bytes]]:
    """The files of a job folder, hidden ones too, and what is in them; without the lock, which is empty."""

    def read(folder: str | Path = "job") -> dict[str, bytes]:
        place = tmp_path / folder
        files = [path for path in place.rglob("*") if path.is_file() and path.name != ".lock"]
        return {path.relative_to(place).as_posix(): path.read_bytes() for path in files}

    return read
