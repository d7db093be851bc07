"""What in a statement speaks for an actor that it means and does not name: features of (statement, actor) pairs."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from detente.model.document.following.speaking import Voice
from detente.model.document.persons import PersonMention
from detente.model.document.rules.reading_rules import ReadingRules
from detente.model.labels import SOURCES, TARGETS
from detente.model.text.actor_finder import Mention
from detente.model.text.words import without_unread

__all__ = ["CandidateFeatures", "DocumentView", "anaphor_of", "candidate_features", "only_speaks"]

# Features of one candidate by name; those that are not there are zero.
CandidateFeatures = dict[str, float]

_SHORT: Final = 60
_LONG: Final = 400
# Cues that may mean a third party which the statement names, and those that need two where it names nobody.
_OF_THIRDS: Final = frozenset(("he", "they", "it", "both", "this"))
_OF_NOBODY: Final = frozenset(("contact", "answer", "deed"))
# Where a statement names two, "the two sides" are these.
_OF_BOTH: Final = frozenset(("both", "two sides"))
# Between a holder's name and a word for what is its own: "Iran's missile", "the Philippine Coast Guard".
_OWNS: Final = re.compile(r"(?:['’]s?)?\s")
_THIRDS: Final = frozenset(SOURCES) - frozenset(TARGETS)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """One document as it is read; every sequence has one entry a statement.

    `rules` are those of its language. `statements` are in the signs of its rules, and `written` as they were given.
    `own` is the state in whose voice the document is written, None where it is not known. `shortened` are the actors
    named by a short name alone ("the North").
    `holders` are those whom it names and who may hold a stance, by code and in order, each with its place: the actors,
    their persons, and others; `holder_shares` are the parts of the statements that name each of these. `contexts` are
    the numbers of the statements that the network reads before each, None for none. `authors` are the codes of those
    who make a joint statement, empty for any other document.
    """

    rules: ReadingRules
    statements: Sequence[str]
    written: Sequence[str]
    mentions: Sequence[Sequence[Mention]]
    persons: Sequence[Sequence[PersonMention]]
    voices: Sequence[Voice | None]
    own: str | None
    shortened: Sequence[frozenset[str]]
    holders: Sequence[Sequence[tuple[int, str]]]
    holder_shares: Mapping[str, float]
    contexts: Sequence[int | None]
    authors: tuple[str, ...] = ()


@dataclass(slots=True)
class _Namings:
    """Whom a document names: by statement, how often in all, and what is known of it before a statement.

    `named` and `count` are of the whole document; `so_far`, `last` and `person` of the statements before, persons
    included: how many named an actor, which was the last, and the state of the last person.
    """

    named: Sequence[frozenset[str]]
    count: Counter[str]
    so_far: Counter[str] = field(default_factory=Counter)
    last: dict[str, int] = field(default_factory=dict)
    person: str | None = None

    @classmethod
    def of(cls, view: DocumentView) -> "_Namings":
        named = [frozenset(mention.target for mention in mentions) for mentions in view.mentions]
        return cls(named, Counter(code for one in named for code in one))

    def take(self, view: DocumentView, number: int) -> None:
        states = [one.person.state for one in view.persons[number] if one.person.state in self.count]
        for code in self.named[number] | set(states):
            self.so_far[code] += 1
            self.last[code] = number
        self.person = states[-1] if states else self.person


def candidate_features(view: DocumentView) -> list[dict[str, CandidateFeatures]]:
    """Return the features of every actor that the document names, for each statement that does not name it."""
    namings = _Namings.of(view)
    found: list[dict[str, CandidateFeatures]] = []
    for number, text in enumerate(view.statements):
        cues = [
            name
            for name, pattern in view.rules.words.cues.items()
            if pattern.search(text) and not (name in _OF_BOTH and len(namings.named[number]) > 1)
        ]
        found.append(
            {
                code: _features(view, number, code, cues, namings)
                for code in sorted(namings.count)
                if code not in namings.named[number]
            }
        )
        namings.take(view, number)
    return found


def anaphor_of(view: DocumentView, number: int, code: str, pair: tuple[str, ...] | None = None) -> str | None:
    """Return the word of a statement that may mean `code`, as written; None where only the document shows it.

    `pair` are those whom its "two sides" or "three sides" mean: the words for them come first, then the speaker's "we",
    the listed words, and pronouns, but for that of who speaks ("she said"), which means nobody else.
    """
    text, words, voice = view.statements[number], view.rules.words, view.voices[number]
    speaks = voice is not None and voice.code == code
    listed = next(_listed_words(view, number, code), None)
    match, spoken = listed, None
    if words.pairs is not None:
        spoken = None if voice is None else voice.phrase
        we = words.cues["we"].search(text) if speaks else None
        match = _of_sides(view, number, code, pair) or we or listed
    if match is None and speaks:
        match = words.cues["we"].search(text) or words.cues["i"].search(text)
        if match is None and words.pairs is not None and spoken is not None:
            match = words.pairs.subject.match(text, *spoken)
    for name in words.pronouns:
        match = match or _outside(
            words.cues[name].finditer(text), view.mentions[number], None if speaks else spoken
        )
    return None if match is None else view.written[number][match.start() : match.end()]


def only_speaks(view: DocumentView, number: int, code: str, mention: str | None) -> bool:
    """Tell whether a statement that names nobody means `code` by `mention` alone, the pronoun of who says it."""
    voice, words = view.voices[number], view.rules.words.pairs
    if words is None or mention is None or view.mentions[number]:
        return False
    if voice is None or voice.code != code or voice.phrase is None:
        return False
    return (
        words.subject.fullmatch(mention) is not None and view.written[number][slice(*voice.phrase)] == mention
    )


def _listed_words(view: DocumentView, number: int, code: str) -> Iterator[re.Match[str]]:
    """Yield the listed words of a statement that may mean `code`: none that is part of another's name, or another's.

    The House of "the Blue House", the Kim of "Kim Dae-jung" and the South of "Ann Roe (Ashby South)" are part of one;
    the missile of "a U.S. missile" is another's.
    """
    text, pattern = view.statements[number], view.rules.words.listed.get(code)
    matches = [] if pattern is None else list(pattern.finditer(without_unread(text)))
    if not matches:
        return
    names = [(one.start, one.end) for one in view.mentions[number]]
    surnames = [(one.start, one.end) for one in view.persons[number] if one.person.state != code]
    others = [(start, end) for start, end, other in view.rules.holders.spans_in(text) if other != code]
    ends = {end for _, end in (*names, *others)}
    for match in matches:
        start, end = match.span()
        name, surname = (_last_before(spans, start) for spans in (names, surnames))
        within = (end <= name[1] and name != (start, end)) or end <= surname[1]
        owned = any(at in ends and _OWNS.fullmatch(text, at, start) for at in range(start - 3, start))
        if not within and not owned:
            yield match


def _last_before(spans: Sequence[tuple[int, int]], start: int) -> tuple[int, int]:
    """The last of the spans, which are by position, that begins by `start`; an empty one where none does."""
    at = bisect_right(spans, start, key=itemgetter(0))
    return spans[at - 1] if at else (0, 0)


def _of_sides(
    view: DocumentView, number: int, code: str, pair: tuple[str, ...] | None
) -> re.Match[str] | None:
    """The words of a statement for two or three states, if `code` is one of these or nobody knows who they are."""
    text, words = view.statements[number], view.rules.words.pairs
    if words is None or (code not in pair if pair else len(view.holders[number]) > 1):
        return None
    if pair is not None and len(pair) > 2:
        return words.threes.search(text)
    ours = words.ours.search(text) if pair and pair == view.authors else None
    return words.sides.search(text) or ours or (words.they.match(text) if pair else None)


def _outside(
    matches: Iterable[re.Match[str]], mentions: Sequence[Mention], spoken: tuple[int, int] | None
) -> re.Match[str] | None:
    """The first match that is no part of a name and not who speaks: of "the Foreign Ministry of China" none."""
    spans = [(one.start, one.end) for one in mentions]
    spans += [] if spoken is None else [spoken]
    return next(
        (
            match
            for match in matches
            if not any(start <= match.start() and match.end() <= end for start, end in spans)
        ),
        None,
    )


def _features(
    view: DocumentView,
    number: int,
    code: str,
    cues: Sequence[str],
    namings: _Namings,
) -> CandidateFeatures:
    named, count = namings.named, namings.count
    total, last = len(named), namings.last.get(code)
    # Over a question that names nobody, whom the context names is as near as in the statement before.
    in_context = last is not None and last in (number - 1, view.contexts[number])
    most = count[code] == max(count.values())
    # Of three that are named alike often none is one of the two.
    second = sum(other >= count[code] for other in count.values()) <= 2
    features = {
        "bias": 1.0,
        f"bias {code}": 1.0,
        "near": 0.0 if last is None else 1.0 if in_context else 1.0 / (number - last),
        "previous": float(in_context),
        "not seen": float(last is None),
        "next": float(number + 1 < total and code in named[number + 1]),
        "title": float(code in named[0]),
        "share": count[code] / total,
        "share so far": namings.so_far[code] / max(1, number),
        "most": float(most),
        "of two": float(second),
        "only": float(len(count) == 1),
        "others here": float(len(named[number])),
        "none here": float(not named[number]),
    }
    if second:
        features[f"of two, {min(len(named[number]), 2)} named"] = 1.0
        features[f"of two, own {view.own}"] = 1.0
    features |= _of_text(view, number, code) | _of_voice(view, number, code)
    third = any(one in _THIRDS for _, one in view.holders[number])
    features["third"] = float(third)
    speaks = (voice := view.voices[number]) is not None and voice.code == code
    nearest = last is not None and (last == number - 1 or last == max(namings.last.values()))
    for cue in cues:
        features[f"cue {cue}"] = 1.0
        for condition, holds in (
            ("speaks", speaks),
            ("nearest", nearest),
            ("most", most and last is not None),
            ("of two", second and last is not None),
            ("own", view.own == code),
            ("third", third and cue in _OF_THIRDS),
            ("none here", not named[number] and cue in _OF_NOBODY),
            ("two named", len(named[number]) > 1),
        ):
            if holds:
                features[f"cue {cue}, {condition}"] = 1.0
    if namings.person == code and "he" in cues:
        features["cue he, person"] = 1.0
    return features


def _of_text(view: DocumentView, number: int, code: str) -> CandidateFeatures:
    text = view.statements[number]
    features = {
        "length": min(len(text), _LONG) / 200,
        "short": float(len(text) < _SHORT),
        "question": float(text.endswith(("?", "？"))),
    }
    words = [f"{code} {match[0]}" for match in _listed_words(view, number, code)]
    of_code = view.rules.words.kinds.get(code, {})
    kinds = [f"{code} {kind}" for kind, found in of_code.items() if found.search(text)]
    if words:
        features["anaphor"] = 1.0
    for name in (*(f"anaphor {word}" for word in words), *(f"kind {kind}" for kind in kinds)):
        features[name] = 1.0
        if view.own is not None:
            features[f"{name}, by {view.own}"] = 1.0
    voice = view.voices[number]
    if view.rules.words.allies.search(text):
        features[f"allies {code}"] = 1.0
        if voice is not None:
            features[f"allies {code}, by {voice.code}"] = 1.0
    return features


def _of_voice(view: DocumentView, number: int, code: str) -> CandidateFeatures:
    voice = view.voices[number]
    spoken = voice is not None and voice.by != "publisher"
    persons = [one for one in view.persons[number] if one.person.state == code]
    return {
        "own": float(view.own == code),
        "own other": float(view.own is not None and view.own != code),
        "voice": float(spoken and voice is not None and voice.code == code),
        "voice other": float(spoken and voice is not None and voice.code != code),
        "quoted": 0.0 if voice is None else voice.quoted,
        "person": float(any(one.introduced for one in persons)),
        "office": float(any(not one.introduced for one in persons)),
        "office titled": float(any(one.titled for one in persons)),
    }
