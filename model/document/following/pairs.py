"""Follows which two states a document speaks of as a pair: of whom "the two sides" and then "they" are said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from typing import Final

from detente.model.document.candidates import DocumentView
from detente.model.document.following.speaking import Voice
from detente.model.document.holders import OTHER
from detente.model.document.plan import MeantTarget
from detente.model.document.rules.reading_rules import PairWords
from detente.model.document.scorers import Scorers
from detente.model.labels import SOURCES
from detente.model.text.east_asian import is_sign

__all__ = ["Pair", "as_pair", "follow_pairs", "score_beside", "with_likely_partners"]

# From these log odds on, before the network is asked, an actor is likely one of "the two sides".
_LIKELY: Final = -0.5
# The least log odds of those whom "the two sides" surely mean, and what is added to those of the other as the source.
_SURE: Final = 3.0
_PARTNER: Final = 2.0
# The features of words that mean one actor alone.
_OF_ONE: Final = ("anaphor ", "kind ", "person", "office")
# Two holders of a stance, in order.
Pair = tuple[str, str]

# Statements back in which two that were named together are still remembered.
_REMEMBERED: Final = 10
# Characters before a name in which "in Geneva, " stands, and letters by which "Polish" and "Poland" are one.
_BEFORE: Final = 40
_NEAR: Final = 80  # characters between two who meet, at most
_STEM: Final = 3
_SOMEBODY: Final = re.compile(r"\s(?:with\s)?(?:the\s)?[A-Z]")
_NAME: Final = re.compile(r"[\w.]+")
# Pairs that are no allies of each other: of these no "two allies" is said.
_FOES: Final = frozenset(map(frozenset, (("US", "CN"), ("US", "KP"), ("KR", "KP"))))


@dataclass(frozen=True, slots=True)
class _Party:
    """A holder that a statement names: a code, the name's span, and what tells two other states apart."""

    start: int
    end: int
    code: str
    key: str


@dataclass(slots=True)
class _Last:
    """The two that were last named together, how many statements ago, and whether they belong together.

    They do where a meeting or an "and" joins them, where they are named together twice, and where "the two sides" meant
    them. `rival` are two that were named together since.
    """

    pair: Pair | None = None
    ago: int = 0
    together: bool = False
    rival: Pair | None = None

    def take(self, pair: Pair, *, together: bool) -> None:
        """Take a newer pair; two that stand once in one statement do not displace those who belong together."""
        again = self.pair is not None and set(pair) == set(self.pair)
        if together or again or self.rival == pair or not self.together:
            self.pair, self.ago, self.rival = pair, 0, None
            self.together = together or again
        else:
            self.rival = pair

    def mean(self) -> Pair | None:
        """Return the pair, of which the document goes on to speak."""
        self.ago, self.together, self.rival = 0, True, None
        return self.pair


def follow_pairs(view: DocumentView) -> list[Pair | None]:
    """Return for each statement the two whom its "two sides" mean, where it says so and names no two itself.

    They are the two that a statement before last named together, third states among them.
    """
    words = view.rules.words.pairs
    if words is None:
        return [None] * len(view.statements)
    found: list[Pair | None] = []
    last = _Last()
    for number, text in enumerate(view.statements):
        parties = _parties(view, number, words)
        joined = _joined(view, number, parties)
        keys = {one.key: one.code for one in parties}
        last.ago += 1
        meant: Pair | None = None
        if len(keys) == 2:
            first, second = keys.values()
            last.take((first, second), together=bool(joined) or _meet(view, number, parties))
        elif len(joined) == 1:
            last.take(joined[0], together=True)
        elif last.pair is not None and (last.ago > _REMEMBERED or _ends(view, number, parties, last)):
            last = _Last()
        elif last.pair is not None and _fits(view, number, parties, last.pair, words):
            goes_on = number > 0 and found[-1] is not None and not parties and words.they.match(text)
            meant = last.mean() if goes_on or words.sides.search(text) else None
        found.append(meant)
    return found


def score_beside(pair: Pair | None, code: str, features: Mapping[str, float], scorers: Scorers) -> float:
    """Return the part of the log odds that `code` is meant in a statement whose "two sides" are a pair, if they are.

    Its members are surely meant, and anybody else only by words of its own.
    """
    if pair is None:
        return scorers.meant_score(features)
    if code in pair:
        return max(scorers.meant_score(features), _SURE)
    has_own_words = any(value and name.startswith(_OF_ONE) for name, value in features.items())
    return scorers.meant_score(features) if has_own_words else -inf


def as_pair(found: Sequence[MeantTarget], pair: Pair, voice: Voice | None) -> list[MeantTarget]:
    """Make the members of a pair each other's partners, and likely sources unless a third speaks."""
    partners = {pair[0]: pair[1], pair[1]: pair[0]}
    third_speaks = voice is not None and voice.by != "publisher" and voice.code not in pair
    changed: list[MeantTarget] = []
    for one in found:
        partner = partners.get(one.target)
        scores = [
            score + (_PARTNER if source == partner and not third_speaks else 0.0)
            for source, score in zip(SOURCES, one.source_scores, strict=True)
        ]
        changed.append(replace(one, partner=one.partner or partner, source_scores=tuple(scores)))
    return changed


def with_likely_partners(unnamed: Sequence[MeantTarget], scores: Mapping[str, float]) -> list[MeantTarget]:
    """Make the two who are likely meant by "the two sides" each other's partners."""
    likely = [code for code, score in scores.items() if score > _LIKELY]
    if len(likely) != 2:
        return list(unnamed)
    partners = {likely[0]: likely[1], likely[1]: likely[0]}
    return [replace(one, partner=one.partner or partners.get(one.target)) for one in unnamed]


def _parties(view: DocumentView, number: int, words: PairWords) -> list[_Party]:
    """The holders that a statement names, by position, but for the places of a deed: "in Seoul"."""
    text = view.statements[number]
    persons = view.persons[number]
    codes = {mention.target for mention in view.mentions[number]}
    found = [_Party(one.start, one.end, one.target, one.target) for one in view.mentions[number]]
    found += [
        _Party(one.start, one.end, one.person.state, one.person.state)
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
            found.append(_Party(start, end, code, key))
    return sorted((one for one in found if not _is_site(text, one, words)), key=lambda one: one.start)


def _is_site(text: str, party: _Party, words: PairWords) -> bool:
    before = words.site_before.search(text, max(0, party.start - _BEFORE), party.start)
    return before is not None and words.site_behind.match(text, party.end) is not None


def _joined(view: DocumentView, number: int, parties: Sequence[_Party]) -> list[Pair]:
    """The pairs of neighbours that a statement joins."""
    joins, text = view.rules.words.joins, view.statements[number]
    found = {
        frozenset((one.key, other.key)): (one.code, other.code)
        for one, other in pairwise(parties)
        if one.key != other.key and one.end <= other.start and joins.fullmatch(text, one.end, other.start)
    }
    return list(found.values())


def _meet(view: DocumentView, number: int, parties: Sequence[_Party]) -> bool:
    """Whether a word of contact stands between two whom a statement names: "Seoul held talks with Beijing"."""
    contact, text = view.rules.words.cues["contact"], view.statements[number]
    return any(
        one.key != other.key
        and other.start - one.end < _NEAR
        and contact.search(text, one.end, other.start) is not None
        for one, other in pairwise(parties)
    )


def _ends(view: DocumentView, number: int, parties: Sequence[_Party], last: _Last) -> bool:
    """Whether a statement ends the talk of a pair, by naming others.

    A state that tells of another speaks of that and itself, and who meets somebody may meet a third not known here.
    """
    if not parties or any(one.code in (last.pair or ()) for one in parties):
        return False
    contact, text = view.rules.words.cues["contact"], view.statements[number]
    meets = any(_SOMEBODY.match(text, found.end()) for found in contact.finditer(text))
    return meets or view.own is not None or not last.together


def _fits(view: DocumentView, number: int, parties: Sequence[_Party], pair: Pair, words: PairWords) -> bool:
    """Whether "the two sides" of a statement may be that pair: it names no third, beside who says it."""
    voice = view.voices[number]
    says = voice.code if voice is not None and voice.by == "statement" else None
    if any(one.code not in (*pair, says) for one in parties):
        return False
    return not (frozenset(pair) in _FOES and words.allies.search(view.statements[number]))
