"""Tells whom a statement names as parties of a deed, and which of them it joins: "Seoul and Beijing"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from detente.model.document.holders import OTHER
from detente.model.document.rules.reading_rules import PairWords
from detente.model.document.view import DocumentView
from detente.model.text.east_asian import is_sign

__all__ = ["Pair", "Party", "are_in_contact", "joined_parties", "parties_of", "parties_who_met"]

# Two or three holders of a stance, in order.
Pair = tuple[str, ...]

# Characters before a name in which "in Geneva, " stands, and letters by which "Polish" and "Poland" are one.
_BEFORE: Final = 40
_NEAR: Final = 80  # characters between two who meet, at most
_STEM: Final = 3
_NAME: Final = re.compile(r"[\w.]+")


@dataclass(frozen=True, slots=True)
class Party:
    """A holder that a statement names: a code, the name's span, and what tells two other states apart."""

    start: int
    end: int
    code: str
    key: str


def parties_of(view: DocumentView, number: int, words: PairWords) -> list[Party]:
    """The holders that a statement names, by position, but for the places of a deed and what an envoy deals with.

    These are Seoul in "met in Seoul" and in "the envoy for Seoul".
    """
    text = view.statements[number]
    persons = view.persons[number]
    codes = {mention.target for mention in view.mentions[number]}
    found = [Party(one.start, one.end, one.target, one.target) for one in view.mentions[number]]
    found += [
        Party(one.start, one.end, one.person.state, one.person.state)
        for one in persons
        if one.person.state != OTHER
    ]
    starts = {one.start for one in found} | {one.start for one in persons}
    ends = {start: end for start, end, _ in view.rules.holders.spans_in(text)}
    for start, code in view.holders[number]:
        if start not in starts and code not in codes and (name := _NAME.match(text, start)):
            # Korean and Chinese names end within a run of letters.
            end = ends.get(start, name.end()) if is_sign(text[start]) else name.end()
            key = f"{OTHER} {name[0][:_STEM]}" if code == OTHER else code
            found.append(Party(start, end, code, key))
    return sorted((one for one in found if not _is_site(text, one, words)), key=lambda one: one.start)


def _is_site(text: str, party: Party, words: PairWords) -> bool:
    first = max(0, party.start - _BEFORE)
    if words.matter_before.search(text, first, party.start) is not None:
        return True
    before = words.site_before.search(text, first, party.start)
    return before is not None and words.site_behind.match(text, party.end) is not None


def joined_parties(view: DocumentView, number: int, parties: Sequence[Party]) -> list[Pair]:
    """The pairs of neighbours that a statement joins."""
    joins, text = view.rules.words.joins, view.statements[number]
    found = {
        frozenset((one.key, other.key)): (one.code, other.code)
        for one, other in pairwise(parties)
        if one.key != other.key and one.end <= other.start and joins.fullmatch(text, one.end, other.start)
    }
    return list(found.values())


def are_in_contact(view: DocumentView, number: int, parties: Sequence[Party]) -> bool:
    """Whether a word of contact stands between two whom a statement names: "Seoul held talks with Beijing"."""
    contact, text = view.rules.words.cues["contact"], view.statements[number]
    return any(
        one.key != other.key
        and other.start - one.end < _NEAR
        and contact.search(text, one.end, other.start) is not None
        for one, other in pairwise(parties)
    )


def parties_who_met(view: DocumentView, number: int, parties: Sequence[Party]) -> list[Pair]:
    """The pairs of which the first meets the second, in a language whose verb comes behind both: "A는 B와 회담했다"."""
    words, text = view.rules.words, view.statements[number]
    if words.pairs is None:
        return []
    found: dict[frozenset[str], Pair] = {}
    for index, (one, other) in enumerate(pairwise(parties)):
        behind = words.pairs.met_behind.match(text, other.end)
        following = [third.start for third in parties[index + 2 :] if third.key != other.key]
        last = min([other.end + _NEAR, *following])
        if one.key != other.key and behind and words.cues["contact"].search(text, behind.end(), last):
            found[frozenset((one.key, other.key))] = (one.code, other.code)
    return list(found.values())
