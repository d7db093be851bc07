"""What in a statement speaks for an actor that it means and does not name: features of (statement, actor) pairs."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from detente.model.document.persons import PersonMention
from detente.model.document.speakers import Voice
from detente.model.text.actor_finder import Mention

__all__ = ["DocumentView", "candidate_features"]

_CUES: Final = {
    "he": r"\b(?:he|she|his|her|him)\b",
    "it": r"\b(?:it|its|itself)\b",
    "they": r"\b(?:they|their|them|themselves)\b",
    "we": r"\b(?:we|our|us|ours|ourselves)\b",
    "i": r"\b(?:I|my|me)\b",
    "you": r"\b(?:you|your)\b",
    "both": r"\b(?:both|two|bilateral|mutual|each other|relations|ties|relationship)\b",
    "country": r"\b(?:country|nation|state|homeland|fatherland|domestic|national)(?:'s|’s)?\b",
    "government": r"\b(?:government|administration|ministry|president|authorities|regime|minister|leader|leadership|officials?|spokes\w+)\b",
    "army": r"\b(?:army|military|navy|troops|forces|soldiers|missiles?|nuclear|drills?|exercises?|warship|jets?)\b",
    "this": r"^(?:This|That|These|Those|Such|The (?:move|statement|decision|remarks?|announcement|comments?|visit|meeting|talks|summit|report|article|plan|deal|agreement|ruling|law|measures?|sanctions|tariffs|launch|test|drills?|exercises?))\b",
    "allies": r"\b(?:allies|ally|alliance|trilateral|partners?)\b",
    "enemy": r"\b(?:enem(?:y|ies)|hostile|provocat\w+|aggress\w+|threat\w*|rivals?|adversar\w+)\b",
}


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, 0 if name == "this" or name == "i" else re.IGNORECASE) for name, pattern in _CUES.items()}


@cache
def anaphors() -> dict[str, re.Pattern[str]]:
    """Read the words that mean an actor without naming it, by code."""
    tables = tomllib.loads((Path(__file__).parent / "anaphors.toml").read_text(encoding="utf-8"))
    return {
        code: re.compile(
            rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(table['exact'], key=len, reverse=True)))}"
            rf"|(?i:{'|'.join(map(re.escape, sorted(table['any'], key=len, reverse=True)))}))(?![\w-])"
        )
        for code, table in tables.items()
    }


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document as the features see it; every sequence has one entry a statement."""

    statements: Sequence[str]
    mentions: Sequence[Sequence[Mention]]
    persons: Sequence[Sequence[PersonMention]]
    voices: Sequence[Voice | None]
    own: str | None  # the state in whose voice the document is written


def candidate_features(view: DocumentView) -> dict[tuple[int, str], dict[str, float]]:
    """Features of every actor that the document names somewhere, for each statement that does not name it."""
    named = [frozenset(m.target for m in of_one) for of_one in view.mentions]
    codes = sorted(frozenset().union(*named))
    cues = _cues()
    found: dict[tuple[int, str], dict[str, float]] = {}
    total = len(view.statements)
    counts = {code: sum(code in one for one in named) for code in codes}
    most = max(counts.values(), default=0)
    seen: dict[str, int] = {}
    last: dict[str, int] = {}
    last_person: str | None = None
    for number, text in enumerate(view.statements):
        hit_cues = {name for name, pattern in cues.items() if pattern.search(text)}
        here = [one.person.state for one in view.persons[number]]
        introduced = {one.person.state for one in view.persons[number] if one.introduced}
        titled = {one.person.state for one in view.persons[number] if one.titled}
        voice = view.voices[number]
        for code in codes:
            if code in named[number]:
                continue
            distance = number - last[code] if code in last else None
            f: dict[str, float] = {"bias": 1.0, f"bias {code}": 1.0}
            f["near"] = 0.0 if distance is None else 1.0 / distance
            f["previous"] = float(distance == 1)
            f["unseen"] = float(distance is None)
            f["next"] = float(number + 1 < total and code in named[number + 1])
            f["title"] = float(code in named[0])
            f["share"] = counts[code] / total
            f["share so far"] = seen.get(code, 0) / max(1, number)
            f["most"] = float(counts[code] == most)
            f["only"] = float(len(codes) == 1)
            f["others here"] = float(len(named[number]))
            f["none here"] = float(not named[number])
            f["own"] = float(view.own == code)
            f["own other"] = float(view.own is not None and view.own != code)
            f["voice"] = float(voice is not None and voice.code == code and voice.by != "publisher")
            f["voice other"] = float(voice is not None and voice.code != code and voice.by != "publisher")
            f["quoted"] = 0.0 if voice is None else voice.quoted
            f["person"] = float(code in introduced)
            f["office"] = float(code in here and code not in introduced)
            f["office titled"] = float(code in titled)
            match = anaphors()[code].search(text) if code in anaphors() else None
            f["anaphor"] = float(match is not None)
            if match is not None:
                f[f"anaphor {match[0]}"] = 1.0
                if view.own == "KP":
                    f[f"anaphor KCNA {match[0]}"] = 1.0
            f["length"] = min(len(text), 400) / 200
            f["short"] = float(len(text) < 60)
            f["question"] = float(text.endswith("?"))
            speaks = voice is not None and voice.code == code
            nearest = distance == 1 or (distance is not None and last[code] == max(last.values()))
            for cue in hit_cues:
                f[f"cue {cue}"] = 1.0
                if speaks:
                    f[f"cue {cue} speaks"] = 1.0
                if nearest:
                    f[f"cue {cue} nearest"] = 1.0
                if f["most"]:
                    f[f"cue {cue} most"] = 1.0
                if view.own == code:
                    f[f"cue {cue} own"] = 1.0
            if last_person == code and "he" in hit_cues:
                f["he person"] = 1.0
            found[number, code] = f
        for code in named[number] | set(here):
            if code in counts:
                seen[code] = seen.get(code, 0) + 1
                last[code] = number
        if here:
            last_person = here[-1]
    return found
