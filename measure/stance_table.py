"""Counted stances as a table ready for a merge with event data."""

from collections.abc import Sequence
from typing import Final

from detente.measure.country_codes import STATE_CODES
from detente.measure.stance_counts import SOURCE_KEY, StanceCount
from detente.measure.tables import Cell, Table
from detente.model.labels import NEUTRAL, STANCES

_NOTE: Final = (
    "Counts of predictions. The 95 % interval of the net stance allows for chance and for statements of one document "
    "that are alike, and not for errors of prediction."
)
# Keys whose values are codes of states.
_STATES: Final = (SOURCE_KEY, "target")


def stance_table(counts: Sequence[StanceCount], *, by: Sequence[str], cow: bool = False) -> Table:
    """One row a group: its keys, rows, documents, the count and share of each stance, and the net stance.

    `source` and `target` are followed by their ISO 3166-1 alpha-3 codes; `cow` adds the numbers and abbreviations of
    the Correlates of War. Where rows are grouped by source, there is no column for neutral, which nobody holds.
    """
    stances = [stance for stance in STANCES if SOURCE_KEY not in by or stance != NEUTRAL]
    names = [name for key in by for name in (key, *_state_columns(key, cow=cow))]
    columns = (
        *names,
        "rows",
        "documents",
        *stances,
        *(f"share_{stance}" for stance in stances),
        "net",
    )
    return Table(columns, tuple(_row(one, by, stances, cow=cow) for one in counts), (_NOTE,))


def _state_columns(key: str, *, cow: bool) -> tuple[str, ...]:
    if key not in _STATES:
        return ()
    return (f"{key}_iso3", *((f"{key}_ccode", f"{key}_stateabb") if cow else ()))


def _row(one: StanceCount, by: Sequence[str], stances: Sequence[str], *, cow: bool) -> tuple[Cell, ...]:
    keys: list[Cell] = []
    for key, value in zip(by, one.group, strict=True):
        keys.append(value or None)
        if key in _STATES:
            codes = STATE_CODES.get(value)
            three: tuple[Cell, ...] = (None, None, None) if codes is None else codes
            keys += three if cow else three[:1]
    numbers = [one.counts[STANCES.index(stance)] for stance in stances]
    shares = [number / one.rows for number in numbers]
    return (*keys, one.rows, one.documents, *numbers, *shares, one.net)
