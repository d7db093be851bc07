"""What is known of how often the predictions of a page are wrong, for each checkpoint and language in its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from detente.measure.net.known_confusion import LEAN, LEAN_ERROR, KnownConfusion
from detente.model.checkpoint.folder import Checkpoint, open_checkpoint
from detente.model.checkpoint.known_scores import known_scores
from detente.model.checkpoint.shipped import shipped_checkpoints

# Intervals allow for known errors if they are known of at least so many of the rows.
_ENOUGH: Final = 0.95

KnownScores = Mapping[str, Sequence[Mapping[str, Any]]]
"""The known scores of checkpoints, by name."""

Predictor = tuple[str | None, str | None]
"""Who predicted a row: the checkpoint's name, and the language of the statement; None where the row does not say."""


def known_scores_of(*checkpoints: Checkpoint) -> KnownScores:
    """Return the known scores of every shipped checkpoint, whose rows need no option, and of other `checkpoints`."""
    shipped = (open_checkpoint(each.folder) for each in shipped_checkpoints())
    return {each.name: known_scores(each.described_in) for each in (*shipped, *checkpoints)}


@dataclass(frozen=True, slots=True)
class KnownErrors:
    """What labelled pairs tell of the errors in the rows of a page.

    `rates` has for each checkpoint and language, that of most rows first, `checkpoint`, `lang` (None where the rows
    do not say), `rows` and `accuracy`, by the first entry of `known_scores` that is about it. `scores` are the
    entries of `known_scores` that are about these rows, first those of most rows, each with `checkpoint`, `lang` and
    `rows`, the number of rows it tells of. `confusion` is None where nothing is known of more than one row of 20.
    """

    rates: list[dict[str, Any]]
    scores: list[dict[str, Any]]
    confusion: KnownConfusion | None

    @classmethod
    def of_rows(cls, predictors: Mapping[Predictor, int], known: KnownScores) -> "KnownErrors":
        """Find what is known of `predictors`, which are counted by rows.

        The first entry of a checkpoint whose `lang` is that of the rows counts for the rates; one without `lang` is
        taken for every language, and rows without a language for those of its first entry.
        """
        rates: list[dict[str, Any]] = []
        told: dict[tuple[str, str], dict[str, Any]] = {}
        # One table may be about several groups of rows: it is known no better for that.
        tables: dict[tuple[str, str], tuple[KnownConfusion, float]] = {}
        for (checkpoint, lang), rows in sorted(predictors.items(), key=lambda each: -each[1]):
            entries = [] if checkpoint is None else _about(known.get(checkpoint, ()), lang)
            if checkpoint is None or not entries:
                continue
            right = entries[0].get("accuracy", {}).get("value")
            rates.append({"checkpoint": checkpoint, "lang": lang, "rows": rows, "accuracy": right})
            for entry in entries:
                key = (checkpoint, entry["data"])
                rows_before = told.get(key, {}).get("rows", 0)
                told[key] = {**entry, "checkpoint": checkpoint, "rows": rows_before + rows}
            table = KnownConfusion.from_scores(entries)
            if table is not None:
                rows_before = tables.get((checkpoint, table.data), (table, 0.0))[1]
                tables[checkpoint, table.data] = (table, rows_before + rows)
        groups = list(tables.values())
        of_table = sum(rows for _, rows in groups)
        enough = groups and of_table >= _ENOUGH * sum(predictors.values())
        return cls(rates, list(told.values()), KnownConfusion.mixture(groups) if enough else None)

    def confusion_as_json(self) -> dict[str, Any] | None:
        """Return what intervals allow for beside chance, as a page's scripts read it; None for nothing.

        It has the labelled `data`, the number of `pairs`, the `table` (a row for a label, a column for a prediction,
        in the order of STANCES), `lean`, the intraclass correlation of errors, and `lean_error`, its standard error.
        """
        known = self.confusion
        if known is None:
            return None
        return {
            "data": known.data,
            "pairs": known.pairs,
            "table": known.table,
            "lean": LEAN,
            "lean_error": LEAN_ERROR,
        }


def _about(entries: Sequence[Mapping[str, Any]], lang: str | None) -> list[Mapping[str, Any]]:
    if lang is None:
        lang = entries[0].get("lang") if entries else None
    return [entry for entry in entries if entry.get("lang") in (None, lang)]
