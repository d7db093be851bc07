"""What speaks for each possible holder of a stance, from the document: features of (pair, source)."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from detente.model.document.following.speaking import Voice
from detente.model.document.holders import OTHER, HolderWords
from detente.model.document.persons import PersonMention
from detente.model.document.view import DocumentView
from detente.model.labels import AUTHOR, SOURCES
from detente.model.text.actor_finder import Mention

__all__ = [
    "AUTHOR_QUOTED",
    "FLOOR",
    "SourceFeatures",
    "foe_features",
    "holder_shares",
    "named_holders",
    "partner_of",
    "source_features",
]

# Features of one source by name; those that are not there are zero.
SourceFeatures = dict[str, float]

# The feature of the narrator in words that somebody else is quoted with.
AUTHOR_QUOTED: Final = "author, in a quotation"
_MOSTLY_QUOTED: Final = 0.6
# Two names further apart are not joined; in characters.
_JOINED_WITHIN: Final = 200
# The feature of a state that says "we" or "I" where it has the floor: in its turn of a transcript, or in its own text.
FLOOR: Final = "has the floor, we"
_FLOORS: Final = ("document", "publisher")
# Statements back in which a speaker, a name, and a foe are still remembered.
_REMEMBERED: Final = 3
_NEAR: Final = 4
_FOE_REMEMBERED: Final = 5


def source_features(view: DocumentView, number: int, target: str) -> dict[str, SourceFeatures]:
    """Return the features of each of SOURCES as the holder of the stance toward `target` in a statement."""
    named = _first_starts(view.holders[number])
    first = next(
        (mention.start for mention in view.mentions[number] if mention.target == target),
        len(view.statements[number]),
    )
    voice = view.voices[number]
    spoken = voice is not None and voice.by in ("statement", "quotation")
    earlier = [
        one.code
        for one in view.voices[max(0, number - _REMEMBERED) : number]
        if one is not None and one.by == "statement"
    ]
    found: dict[str, SourceFeatures] = {}
    for source in SOURCES:
        features = {f"is {source}": 1.0}
        features |= _of_voice(view, number, source)
        if _has_floor(view, number, source, target):
            features[FLOOR] = 1.0
        features |= _of_owner(view.own, source, target)
        features |= _of_names(named, source, first)
        if source == target:
            features["target itself"] = 1.0
            features["target itself, own"] = float(view.own == target)
            features["target itself, spoken"] = float(voice is not None and voice.code == target)
        if source in (OTHER, AUTHOR):
            features[f"{source} spoken"] = float(spoken)
            features[f"{source} quoted"] = 0.0 if voice is None else voice.quoted
            if source == AUTHOR and voice is not None and _is_quotation(voice):
                features[AUTHOR_QUOTED] = 1.0
        if source != AUTHOR:
            features |= _of_document(view, number, source)
        if earlier and earlier[-1] == source:
            features["earlier voice"] = 1.0
        found[source] = features
    return found


def partner_of(view: DocumentView, number: int, target: str) -> str | None:
    """Return the one actor that a statement joins with the target ("Bessent and He Lifeng", "Beijing met Seoul").

    A friendly deed of two is cooperative toward each from the other side (codebook, settled question 2).
    """
    text, voice = view.statements[number], view.voices[number]
    names = [(mention.start, mention.end, mention.target) for mention in view.mentions[number]]
    names += [(one.start, one.end, one.person.state) for one in view.persons[number]]
    names.sort()
    joins = view.rules.words.joins
    partners = {
        other if code == target else code
        for _, end, code in names
        for start, _, other in _names_behind(names, end)
        if code != other and target in (code, other) and joins.fullmatch(text, end, start)
    }
    # Of three who act together the one who has the floor speaks for himself.
    third = voice is not None and voice.by == "document" and voice.code not in (OTHER, target, *partners)
    return partners.pop() if len(partners) == 1 and not third else None


def _names_behind(names: Sequence[tuple[int, int, str]], end: int) -> Iterator[tuple[int, int, str]]:
    """Those of the names, which are by position, that begin from `end` on and near it."""
    for at in range(bisect_left(names, (end,)), len(names)):
        if names[at][0] - end > _JOINED_WITHIN:
            return
        yield names[at]


def foe_features(view: DocumentView, number: int, target: str) -> dict[str, SourceFeatures]:
    """Return what more speaks for each of SOURCES where the stance is hostile and the target tells it itself.

    A state that complains mostly names who wrongs it: here, or up to five statements before. A holder beside the
    actors ("the G7", "Japan") counts where he is named before any state.
    """
    found: dict[str, SourceFeatures] = {source: {} for source in SOURCES}
    if view.own != target:
        return found
    here = _foes(view, number, target)
    back = range(number - 1, max(-1, number - 1 - _FOE_REMEMBERED), -1)
    before = [] if here else next((foes for at in back if (foes := _foes(view, at, target))), [])
    for source, features in found.items():
        if source in (OTHER, AUTHOR):
            features[f"{source}, foe of own"] = 1.0
        if source in here:
            features["foe named"] = 1.0
        if [source] in (here[:1], before[:1]):
            features["foe first named" if here else "foe first named before"] = 1.0
    return found


def named_holders(
    text: str, mentions: Sequence[Mention], persons: Sequence[PersonMention], words: HolderWords
) -> list[tuple[int, str]]:
    """Return who is named in a statement and may hold a stance, in order, each with the place of its name.

    `words` are those of the language.
    """
    starts = [(mention.start, mention.target) for mention in mentions]
    starts += [(one.start, one.person.state) for one in persons]
    return sorted({*starts, *words.named_in(text)})


def holder_shares(holders: Sequence[Sequence[tuple[int, str]]]) -> dict[str, float]:
    """Return the part of the statements that names each holder, given those that `named_holders` found in each."""
    count = Counter(code for of_one in holders for code in {code for _, code in of_one})
    return {code: number / len(holders) for code, number in count.items()}


def _foes(view: DocumentView, number: int, target: str) -> list[str]:
    codes = [code for _, code in view.holders[number] if code != target]
    return [code for at, code in enumerate(codes) if code != OTHER or at == 0]


def _first_starts(holders: Sequence[tuple[int, str]]) -> dict[str, int]:
    starts: dict[str, int] = {}
    for start, code in holders:
        starts.setdefault(code, start)
    return starts


def _is_quotation(voice: Voice) -> bool:
    # By "document" it is a turn of a transcript or an announced statement: their words too, without marks.
    return voice.by in ("quotation", "document") or (
        voice.by == "statement" and voice.quoted > _MOSTLY_QUOTED
    )


def _of_voice(view: DocumentView, number: int, source: str) -> SourceFeatures:
    voice = view.voices[number]
    if voice is None:
        return {}
    features: SourceFeatures = {}
    same = voice.code == source
    if same:
        features = {f"voice {voice.by}": 1.0, "voice quoted": voice.quoted}
        if source == OTHER:
            features["voice other"] = 1.0
        if view.rules.words.first_person.search(view.statements[number]):
            features["voice we"] = 1.0
    if voice.by != "publisher":
        features["another voice"] = float(not same)
    return features


def _has_floor(view: DocumentView, number: int, source: str, target: str) -> bool:
    voice = view.voices[number]
    if voice is None or voice.by not in _FLOORS or voice.code != source or source in (OTHER, target):
        return False
    return view.rules.words.first_person.search(view.statements[number]) is not None


def _of_owner(own: str | None, source: str, target: str) -> SourceFeatures:
    if own is None:
        return {f"narrated {source if source in (OTHER, AUTHOR) else 'state'}": 1.0}
    return {
        f"own {own} {source}": 1.0,
        "own": float(own == source),
        "own of target": float(own == target and source == target),
    }


def _of_names(named: Mapping[str, int], source: str, first: int) -> SourceFeatures:
    if source in (OTHER, AUTHOR):
        features = {f"{source} with {min(2, len(named))} named": 1.0}
    else:
        features = {"not named": float(source not in named)}
    if source in named:
        features["named"] = 1.0
        features["named before"] = float(named[source] < first)
        features["named first"] = float(named[source] == min(named.values()))
        features["named last"] = float(named[source] == max(named.values()))
    return features


def _of_document(view: DocumentView, number: int, source: str) -> SourceFeatures:
    def names(at: int) -> bool:
        return at >= 0 and any(code == source for _, code in view.holders[at])

    of = f"{OTHER} " if source == OTHER else ""
    features = {
        f"{of}document share": view.holder_shares.get(source, 0.0),
        f"{of}in title": float(names(0)),
        f"{of}in previous": float(names(number - 1)),
    }
    if source != OTHER:
        last = next((back for back in range(1, _NEAR + 1) if names(number - back)), None)
        features["near"] = 0.0 if last is None else 1.0 / last
    return features
