"""Figures measured for a checkpoint and kept beside it: `scores.json` and `speed.json`, written with the model card."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Any, Final, Self

from detente.model.errors import CheckpointError
from detente.model.labels import STANCES

SCORES_FILE: Final = "scores.json"
SPEED_FILE: Final = "speed.json"

_INTERVAL = ("value", "low", "high")
_LABEL = ("precision", "recall", "f1")
# What reading a file of another form raises.
_UNREADABLE = (OSError, ArithmeticError, ValueError, TypeError, KeyError, AttributeError, RecursionError)


def known_scores(folder: Path) -> list[dict[str, Any]]:
    """Return the scores of the checkpoint in `folder`, one entry for each set of labelled pairs.

    An entry has `data` (the file's name), `pairs`, `macro_f1` and `accuracy` (each `value`, `low`, `high`: a 95 %
    interval) and `labels`, which maps a stance to `precision`, `recall` and `f1`. Those of newer cards have
    `confusion`, how many pairs have each label (rows) and prediction (columns), in the order of STANCES. Empty if the
    checkpoint has none. `lang` is the language of the pairs (ISO 639-1), where they are of one. Raises
    CheckpointError if `scores.json` has another form.
    """
    path = folder / SCORES_FILE
    if not path.is_file():
        return []
    try:
        scores: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        _check_scores(scores)
    except _UNREADABLE as error:
        raise CheckpointError(
            f"{path}: cannot be read as scores: {error!r}; `detente card {folder} -e evaluation.json` rewrites it"
        ) from error
    return scores


@dataclass(frozen=True, slots=True)
class KnownSpeed:
    """A measured speed: pairs predicted a second, from file to file, the machine, and the command that measured it."""

    pairs_a_second: float
    machine: str
    command: str

    def __post_init__(self) -> None:
        """Refuse anything but a speed; raises TypeError."""
        _check_numbers(asdict(self), ("pairs_a_second",))
        if not isinstance(self.machine, str) or not isinstance(self.command, str):
            raise TypeError("machine and command must be text")

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what `to_json` wrote; raises CheckpointError if `path` has another form."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except _UNREADABLE as error:
            raise CheckpointError(f"{path}: cannot be read as a measured speed: {error!r}") from error

    def to_json(self) -> str:
        """Return the speed as the content of a file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def known_speed(folder: Path) -> KnownSpeed | None:
    """Return the measured speed of the checkpoint in `folder`, None if it has none; raises as `read` does."""
    path = folder / SPEED_FILE
    return KnownSpeed.read(path) if path.is_file() else None


def _check_scores(scores: object) -> None:
    if not isinstance(scores, list):
        raise TypeError("a list is expected")
    for entry in scores:
        if not isinstance(entry["data"], str):
            raise TypeError(f"data is {entry['data']!r}, not text")
        _check_numbers(entry, ("pairs",))
        _check_numbers(entry["macro_f1"], _INTERVAL)
        _check_numbers(entry["accuracy"], _INTERVAL)
        for label in entry["labels"].values():
            _check_numbers(label, _LABEL)
        if not isinstance(entry.get("lang", ""), str):
            raise TypeError(f"lang is {entry['lang']!r}, not text")
        if "confusion" in entry:
            _check_table(entry["confusion"])


def _check_table(table: Sequence[Sequence[object]]) -> None:
    counts = [count for row in table for count in row]
    if [len(row) for row in table] != [len(STANCES)] * len(STANCES) or any(
        type(count) is not int or count < 0 for count in counts
    ):
        raise TypeError(f"confusion is {table!r}, not {len(STANCES)} rows of {len(STANCES)} counts")


def _check_numbers(numbers: Mapping[str, object], names: Sequence[str]) -> None:
    for name in names:
        number = numbers[name]
        if isinstance(number, bool) or not isinstance(number, float | int) or not isfinite(number):
            raise TypeError(f"{name} is {number!r}, not a number")
