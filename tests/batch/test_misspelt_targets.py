"""Targets that rows name and that seem to be misspelt are predicted as they are written, and told."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from detente.batch.job.run import Job
from detente.batch.misspelt_targets import telling_misspelt
from detente.batch.records import Record
from detente.batch.run_settings import RunSettings
from detente.model.text.actor_finder import ActorFinder


def told_of(targets: Iterable[tuple[str, ...] | None]) -> list[str]:
    """What is told of rows that name these targets; the rows themselves have to come out as they were."""
    records = [
        Record("Seoul waited.", {}, "in.csv", number, "statement", targets=named)
        for number, named in enumerate(targets, start=1)
    ]
    told: list[str] = []
    assert list(telling_misspelt(records, ActorFinder.from_files(), told.append)) == records
    return told


def test_each_misspelt_name_is_told_once_with_its_first_row_and_the_nearest_actor() -> None:
    said = "is no known actor, so exactly this spelling was looked for; did you mean"
    assert told_of([("CN",), ("Chnia", "US"), None, ("KOR",), ("Chnia",)]) == [
        f"target 'Chnia' {said} 'China' (CN)? (in.csv, row 2, and 1 more)",
        f"target 'KOR' {said} 'South Korea' (KR)? (in.csv, row 4)",
    ]


@pytest.mark.parametrize("target", ["china", "USA", "조선", "Ruritania", "Iraq", "XX", "CN,KR"])
def test_other_names_and_those_that_are_an_error_of_their_row_are_not_told(target: str) -> None:
    assert told_of([(target,)]) == []


def test_a_column_full_of_misspelt_names_does_not_fill_the_screen() -> None:
    told = told_of([(f"Chin{chr(98 + number)}",) for number in range(14)])
    assert len(told) == 11
    assert told[-1] == "4 more targets in rows are no known actor, but spelt much like one"


def test_a_run_tells_them_of_the_rows_that_it_reads(tiny_checkpoint: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("text,who\nBeijing waited.,Chnia\nSeoul waited.,Untied States\n")
    told: list[str] = []
    settings = RunSettings(checkpoint=tiny_checkpoint, target_column="who", limit=1)
    job = Job(inputs=tmp_path / "in.csv", folder=tmp_path / "job", settings=settings, notify=told.append)
    assert job.run().kinds.total() == 1
    assert [message for message in told if "no known actor" in message] == [told[0]]
    assert told[0].startswith("target 'Chnia'")
