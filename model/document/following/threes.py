"""Follows which three states a document speaks of together: who "the three leaders" and a trilateral summit are."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from detente.model.document.following.parties import (
    Pair,
    Party,
    are_in_contact,
    joined_parties,
    parties_of,
)
from detente.model.document.view import DocumentView

__all__ = ["follow_threes"]

# Statements back in which those who were named together are still remembered.
_REMEMBERED: Final = 10
# Characters between two who are listed side by side, at most; and the words that stand there beside titles and names.
_BESIDE: Final = 90
_LINKS: Final = frozenset(("and", "the", "of", "with", "s"))
# It is no state.
_BODY: Final = "UN"
_WORD: Final = re.compile(r"[^\W\d_]+")


def follow_threes(view: DocumentView) -> list[Pair | None]:
    """Return for each statement the three whom its "three countries" or "trilateral" mean, where it names not all.

    They are the three that a statement before listed last ("Washington, Seoul and Tokyo"); or the two that met, and the
    third whom the statement itself names ("trilateral cooperation with Japan").
    """
    words = view.rules.words.pairs
    if words is None or not any(map(words.threes.search, view.statements)):
        return [None] * len(view.statements)
    found: list[Pair | None] = []
    three: tuple[Pair, int] | None = None
    two: tuple[dict[str, str], int] | None = None
    for number, text in enumerate(view.statements):
        says_so = words.threes.search(text) is not None
        parties = [one for one in parties_of(view, number, words) if one.code != _BODY]
        listed = _listed(text, parties)
        keys = {one.key: one.code for one in parties}
        if listed is not None:
            three = listed, number
        meant: Pair | None = None
        if says_so and three is not None and number - three[1] <= _REMEMBERED:
            meant = three[0]
            three = meant, number
        elif says_so and two is not None and len(keys) == 1 and number - two[1] <= _REMEMBERED:
            third = {key: code for key, code in keys.items() if key not in two[0]}
            meant = (*two[0].values(), *third.values()) if third else None
        if len(keys) == 2 and _act_together(view, number, parties):
            two = keys, number
        found.append(meant if meant is None or not set(meant) <= set(keys.values()) else None)
    return found


def _act_together(view: DocumentView, number: int, parties: Sequence[Party]) -> bool:
    return bool(joined_parties(view, number, parties)) or are_in_contact(view, number, parties)


def _listed(text: str, parties: Sequence[Party]) -> Pair | None:
    """The first three different parties that a statement lists side by side: "Japan, South Korea, and the U.S."."""
    run = list(parties[:1])
    for one, other in pairwise(parties):
        if not _are_beside(text, one, other):
            if len({party.key for party in run}) == 3:
                break
            run = []
        run.append(other)
    keys = {party.key: party.code for party in run}
    return tuple(keys.values()) if len(keys) == 3 else None


def _are_beside(text: str, one: Party, other: Party) -> bool:
    """Whether nothing but titles and names stands between two parties."""
    if not 0 <= other.start - one.end <= _BESIDE:
        return False
    between = _WORD.findall(text[one.end : other.start])
    return all(word in _LINKS or word[0].isupper() for word in between)
