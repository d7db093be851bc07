"""One label for each pair, from those of several annotators."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from detente.measure.exchange.label_files import read_label_rows
from detente.measure.exchange.label_rows import LabelRow
from detente.measure.statement_key import PairKey
from detente.model.errors import InputError, refuse_errors

# The annotator whose label decides where others disagree.
ADJUDICATOR: Final = "adjudicator"


@dataclass(frozen=True, slots=True)
class PairLabels:
    """One labelled row a pair, in the order of the file.

    `unlabelled` counts the pairs that nobody labelled; `by_majority` those where more than half of the annotators
    agree and the others do not.
    """

    rows: tuple[LabelRow, ...]
    unlabelled: int
    by_majority: int


def read_settled(path: Path) -> PairLabels:
    """Read gold labels that an estimate can use, one a pair.

    Where annotators disagree, the label of `adjudicator` decides, else that of more than half. Raises InputError
    where the file cannot be read, holds no label, or has pairs without a probability of being drawn, with two of them,
    or with labels of which none decides; it names the first 20.
    """
    settled, errors = _settle(read_label_rows(path))
    refuse_errors(path, errors)
    if not settled.rows:
        raise InputError(f"{path}: holds no label")
    return settled


def _settle(rows: Sequence[LabelRow]) -> tuple[PairLabels, list[str]]:
    by_pair: dict[PairKey, list[LabelRow]] = {}
    for row in rows:
        by_pair.setdefault(row.key, []).append(row)
    found: list[LabelRow] = []
    errors: list[str] = []
    unlabelled = by_majority = 0
    for key, those in by_pair.items():
        given = [row for row in those if row.label is not None]
        wrong = _chance_errors(key, those)
        errors += wrong
        if not given:
            unlabelled += 1
        elif not wrong:
            label = _decide(given)
            if label is None:
                errors.append(_disputed(key, given))
                continue
            by_majority += len({row.label for row in given}) > 1 and not _adjudicated(given)
            found.append(replace(given[0], label=label))
    return PairLabels(tuple(found), unlabelled, by_majority), errors


def _chance_errors(key: PairKey, rows: Sequence[LabelRow]) -> list[str]:
    chances = {row.p_drawn for row in rows}
    if None in chances:
        return [
            f"{key} has no p_drawn (design {rows[0].design!r}): it was chosen for training, and no estimate can use it"
        ]
    if len(chances) > 1:
        return [f"{key} has two probabilities of being drawn"]
    return []


def _decide(rows: Sequence[LabelRow]) -> str | None:
    decided = _adjudicated(rows)
    if decided is not None:
        return decided.label
    [(label, count)] = Counter(row.label for row in rows).most_common(1)
    return label if count * 2 > len(rows) else None


def _adjudicated(rows: Sequence[LabelRow]) -> LabelRow | None:
    return next((row for row in rows if row.annotator == ADJUDICATOR), None)


def _disputed(key: PairKey, rows: Sequence[LabelRow]) -> str:
    said = ", ".join(f"{row.annotator or '(no name)'}: {row.label}" for row in rows)
    return f"{key} has labels that disagree ({said}); settle them with `detente label agree --disagreements`"
