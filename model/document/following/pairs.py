"""Follows which two states a document speaks of as a pair: of whom "the two sides" and then "they" are said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Final

from detente.model.document.following.parties import (
    Pair,
    Party,
    are_in_contact,
    joined_parties,
    parties_of,
    parties_who_met,
)
from detente.model.document.following.speaking import Voice
from detente.model.document.holders import OTHER
from detente.model.document.plan import MeantTarget
from detente.model.document.rules.reading_rules import PairWords
from detente.model.document.scorers import Scorers
from detente.model.document.view import DocumentView
from detente.model.labels import SOURCES, TARGETS

__all__ = ["as_pair", "follow_pairs", "score_beside", "with_likely_partners"]

# From these log odds on, before the network is asked, an actor is likely one of "the two sides".
_LIKELY: Final = -0.5
# The least log odds of those whom "the two sides" surely mean, and what is added to those of the other as the source.
_SURE: Final = 3.0
_PARTNER: Final = 2.0
# The features of words that mean one actor alone.
_OF_ONE: Final = ("anaphor ", "kind ", "person", "office")
# Statements back in which two that were named together are still remembered, and in which "The two sides" that open a
# statement are these, whomever it names behind.
_REMEMBERED: Final = 10
_RECENT: Final = 4
_SOMEBODY: Final = re.compile(r"\s(?:with\s)?(?:the\s)?[A-Z]")
# Pairs that are no allies of each other: of these no "two allies" is said.
_FOES: Final = frozenset(map(frozenset, (("US", "CN"), ("US", "KP"), ("KR", "KP"))))


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
    """Return for each statement the two whom its "two sides" mean, where it says so and does not name them itself.

    They are the two that a statement before last named together, third states among them; else who speaks, where the
    statements before name one other alone.
    """
    words = view.rules.words.pairs
    if words is None:
        return [None] * len(view.statements)
    found: list[Pair | None] = []
    last = _Last()
    named: dict[str, tuple[int, str]] = {}  # by key, in which statement last, and the code
    for number, text in enumerate(view.statements):
        parties = parties_of(view, number, words)
        follows = bool(found) and found[-1] is not None
        keys = {one.key: one.code for one in parties}
        last.ago += 1
        meant: Pair | None = None
        joined = joined_parties(view, number, parties)
        if parties and _opens(text, parties, last, words, follows=follows):
            meant = last.mean()
        elif len(keys) == 2:
            first, second = keys.values()
            meet = are_in_contact(view, number, parties) or bool(parties_who_met(view, number, parties))
            last.take((first, second), together=bool(joined) or meet)
        elif len(once := joined or parties_who_met(view, number, parties)) == 1:
            last.take(once[0], together=True)
        elif last.pair is not None and (last.ago > _REMEMBERED or _ends(view, number, parties, last)):
            last = _Last()
        elif last.pair is not None and _fits(view, number, parties, last.pair, words):
            goes_on = follows and not parties and words.they.match(text)
            meant = last.mean() if goes_on or words.sides.search(text) else None
        elif last.pair is None and words.sides.search(text):
            meant = _with_speaker(view, number, parties, named)
        found.append(meant)
        named |= {one.key: (number, one.code) for one in parties}
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
    """Make the members of a pair, or of three, each other's partners, and likely sources unless another speaks."""
    speaker = None if voice is None else voice.code
    third_speaks = voice is not None and voice.by != "publisher" and speaker not in pair
    changed: list[MeantTarget] = []
    for one in found:
        partner = _partner_in(pair, one.target, speaker)
        scores = [
            score + (_PARTNER if source == partner and not third_speaks else 0.0)
            for source, score in zip(SOURCES, one.source_scores, strict=True)
        ]
        changed.append(replace(one, partner=one.partner or partner, source_scores=tuple(scores)))
    return changed


def _partner_in(pair: Pair, target: str, speaker: str | None) -> str | None:
    """The other of two; of three the one who speaks, else an actor before others."""
    others = [one for one in pair if one != target]
    if len(others) == len(pair):
        return None
    actors = [one for one in others if one in TARGETS]
    return speaker if speaker in others else (actors or others)[0]


def with_likely_partners(unnamed: Sequence[MeantTarget], scores: Mapping[str, float]) -> list[MeantTarget]:
    """Make the two who are likely meant by "the two sides" each other's partners."""
    likely = [code for code, score in scores.items() if score > _LIKELY]
    if len(likely) != 2:
        return list(unnamed)
    partners = {likely[0]: likely[1], likely[1]: likely[0]}
    return [replace(one, partner=one.partner or partners.get(one.target)) for one in unnamed]


def _opens(text: str, parties: Sequence[Party], last: _Last, words: PairWords, *, follows: bool) -> bool:
    """Whether a statement opens with "The two sides" and speaks of the pair, whatever others it names behind.

    `follows` says that the statement before spoke of the pair: then "They" does so too.
    """
    if last.pair is None or not last.together or last.ago > _RECENT:
        return False
    first = words.sides.match(text) or (words.they.match(text) if follows else None)
    if first is None or parties[0].start < first.end() or not words.verb_behind.match(text, first.end()):
        return False
    return not (frozenset(last.pair) in _FOES and words.allies.search(text))


def _with_speaker(
    view: DocumentView, number: int, parties: Sequence[Party], named: Mapping[str, tuple[int, str]]
) -> Pair | None:
    """The speaker of a statement and the one other whom the statements before it name, if there is one alone."""
    voice = view.voices[number]
    speaker = view.own if voice is None else voice.code
    if speaker in (None, OTHER) or any(one.code != speaker for one in parties):
        return None
    others = [code for at, code in named.values() if at >= number - _REMEMBERED and code != speaker]
    return (speaker, others[0]) if len(others) == 1 else None


def _ends(view: DocumentView, number: int, parties: Sequence[Party], last: _Last) -> bool:
    """Whether a statement ends the talk of a pair, by naming others.

    A state that tells of another speaks of that and itself, and who meets somebody may meet a third not known here.
    """
    if not parties or any(one.code in (last.pair or ()) for one in parties):
        return False
    contact, text = view.rules.words.cues["contact"], view.statements[number]
    meets = any(_SOMEBODY.match(text, found.end()) for found in contact.finditer(text))
    return meets or view.own is not None or not last.together


def _fits(view: DocumentView, number: int, parties: Sequence[Party], pair: Pair, words: PairWords) -> bool:
    """Whether "the two sides" of a statement may be that pair.

    It names no third, beside who says it and of whom the two speak: "The two ministers condemned the North's launch."
    """
    voice = view.voices[number]
    says = voice.code if voice is not None and voice.by == "statement" else None
    text = view.statements[number]
    thirds = [one for one in parties if one.code not in (*pair, says)]
    opens = words.sides.match(text)
    if thirds and (not opens or view.rules.words.joins.fullmatch(text, opens.end(), thirds[0].start)):
        return False
    return not (frozenset(pair) in _FOES and words.allies.search(text))
