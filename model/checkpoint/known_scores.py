"""The scores of a checkpoint that are known and lie beside it: `scores.json`, written with the model card."""

import json
from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any, Final

from detente.model.errors import CheckpointError

SCORES_FILE: Final = "scores.json"

_INTERVAL = ("value", "low", "high")
_LABEL = ("precision", "recall", "f1")


def known_scores(folder: Path) -> list[dict[str, Any]]:
    """Return the scores of the checkpoint in `folder`, one entry for each set of labelled pairs.

    An entry has `data` (the file's name), `pairs`, `macro_f1` and `accuracy` (each `value`, `low`, `high`: a
    95 % interval) and `labels`, which maps a stance to `precision`, `recall` and `f1`. Empty where the
    checkpoint has none. Raises CheckpointError where `scores.json` is not of this form.
    """
    path = folder / SCORES_FILE
    if not path.is_file():
        return []
    try:
        scores: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        _check(scores)
    except (
        OSError,
        ArithmeticError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
    ) as error:
        raise CheckpointError(
            f"{path}: cannot be read as scores: {error!r}; `detente card {folder} -e evaluation.json` writes it anew"
        ) from error
    return scores


def _check(scores: object) -> None:
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


def _check_numbers(numbers: Mapping[str, object], names: Sequence[str]) -> None:
    for name in names:
        number = numbers[name]
        if isinstance(number, bool) or not isinstance(number, float | int) or not isfinite(number):
            raise TypeError(f"{name} is {number!r}, not a number")
