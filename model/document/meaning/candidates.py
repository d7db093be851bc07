"""What in a statement speaks for an actor that it means and does not name: features of (statement, actor) pairs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from detente.model.document.meaning.anaphors import listed_words
from detente.model.document.view import DocumentView
from detente.model.labels import SOURCES, TARGETS

__all__ = ["CandidateFeatures", "candidate_features"]

# Features of one candidate by name; those that are not there are zero.
CandidateFeatures = dict[str, float]

_SHORT: Final = 60
_LONG: Final = 400
# Cues that may mean a third party which the statement names, and those that need two where it names nobody.
_OF_THIRDS: Final = frozenset(("he", "they", "it", "both", "this"))
_OF_NOBODY: Final = frozenset(("contact", "answer", "deed"))
# Where a statement names two, "the two sides" are these.
_OF_BOTH: Final = frozenset(("both", "two sides"))
_THIRDS: Final = frozenset(SOURCES) - frozenset(TARGETS)


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

    def is_most_named(self, code: str) -> bool:
        """Tell whether no other is named more often."""
        return self.count[code] == max(self.count.values())

    def is_of_two(self, code: str) -> bool:
        """Tell whether `code` is one of the two that are named most; of three named alike often none is."""
        return sum(other >= self.count[code] for other in self.count.values()) <= 2

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


def _features(
    view: DocumentView, number: int, code: str, cues: Sequence[str], namings: _Namings
) -> CandidateFeatures:
    return (
        _of_namings(view, number, code, namings)
        | _of_text(view, number, code)
        | _of_voice(view, number, code)
        | _of_cues(view, number, code, cues, namings)
    )


def _of_namings(view: DocumentView, number: int, code: str, namings: _Namings) -> CandidateFeatures:
    """Of when and how often the document names `code`, and whom else."""
    named, count = namings.named, namings.count
    total, last = len(named), namings.last.get(code)
    # Over a question that names nobody, whom the context names is as near as in the statement before.
    in_context = last is not None and last in (number - 1, view.contexts[number])
    second = namings.is_of_two(code)
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
        "most": float(namings.is_most_named(code)),
        "of two": float(second),
        "only": float(len(count) == 1),
        "others here": float(len(named[number])),
        "none here": float(not named[number]),
    }
    if second:
        features[f"of two, {min(len(named[number]), 2)} named"] = 1.0
        features[f"of two, own {view.own}"] = 1.0
    return features


def _of_cues(
    view: DocumentView, number: int, code: str, cues: Sequence[str], namings: _Namings
) -> CandidateFeatures:
    """Of the cues of a statement, each by itself and where something is so of `code` too."""
    named, last = namings.named[number], namings.last.get(code)
    third = any(one in _THIRDS for _, one in view.holders[number])
    speaks = (voice := view.voices[number]) is not None and voice.code == code
    nearest = last is not None and (last == number - 1 or last == max(namings.last.values()))
    most = last is not None and namings.is_most_named(code)
    second = last is not None and namings.is_of_two(code)
    features = {"third": float(third)}
    for cue in cues:
        features[f"cue {cue}"] = 1.0
        for condition, holds in (
            ("speaks", speaks),
            ("nearest", nearest),
            ("most", most),
            ("of two", second),
            ("own", view.own == code),
            ("third", third and cue in _OF_THIRDS),
            ("none here", not named and cue in _OF_NOBODY),
            ("two named", len(named) > 1),
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
    words = [f"{code} {match[0]}" for match in listed_words(view, number, code)]
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
