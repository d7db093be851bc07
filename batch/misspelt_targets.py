"""Tells which targets that rows name seem to be misspelt: any name can be looked for, so none is refused."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final

from detente.batch.records import Record
from detente.model.errors import ActorsError, number_of
from detente.model.text.actor_finder import Actor, ActorFinder

# Names that are told one by one; a column of quite other names would fill the screen.
_MOST_TOLD: Final = 10
# Names whose nearest actor is remembered.
_REMEMBERED: Final = 4096


def telling_misspelt(
    records: Iterable[Record], finder: ActorFinder, notify: Callable[[str], None]
) -> Iterator[Record]:
    """Hand on records, and tell `notify` at the end which of their targets are spelt much like a known actor.

    It is told of each such name with the number of its rows, the first of them and the actor.
    """
    nearest = _nearest_by(finder)
    first: dict[str, str] = {}
    rows: Counter[str] = Counter()
    further = 0
    for record in records:
        for target in record.targets or ():
            actor = nearest(target)
            if actor is None:
                continue
            if target not in first and len(first) == _MOST_TOLD:
                further += 1
                continue
            rows[target] += 1
            meant = f"did you mean {actor.name!r} ({actor.code})?"
            first.setdefault(target, f"{meant} ({record.document}, row {record.row}")
        yield record
    for target, seen in first.items():
        more = f", and {rows[target] - 1:,} more" if rows[target] > 1 else ""
        notify(f"target {target!r} is no known actor, so exactly this spelling was looked for; {seen}{more})")
    if further:
        notify(
            number_of(
                further,
                "more target in rows is no known actor, but spelt much like one",
                "more targets in rows are no known actor, but spelt much like one",
            )
        )


def _nearest_by(finder: ActorFinder) -> Callable[[str], Actor | None]:
    @lru_cache(_REMEMBERED)
    def nearest(target: str) -> Actor | None:
        try:
            return finder.nearest(target)
        except ActorsError:
            return None  # the row has this error

    return nearest
