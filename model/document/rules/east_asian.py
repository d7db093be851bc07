"""What reading a Korean or a Chinese document needs to know of its language, from a list of words and patterns."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from detente.model.document.holders import HolderWords
from detente.model.document.rules.chinese_attribution import find_chinese_attribution
from detente.model.document.rules.east_asian_persons import ChinesePersons, KoreanPersons, is_host
from detente.model.document.rules.east_asian_told import telling_labels
from detente.model.document.rules.korean_attribution import find_korean_attribution
from detente.model.document.rules.reading_rules import AnaphorWords, PairWords, ReadingRules, SpeechWords
from detente.model.splitting.east_asian_labels import EastAsianLabels
from detente.model.text.east_asian import fold_signs

__all__ = ["east_asian_rules"]

_FILES: Final = {"ko": "korean.toml", "zh": "chinese.toml"}
_ATTRIBUTIONS: Final = {"ko": find_korean_attribution, "zh": find_chinese_attribution}
_PERSONS: Final = {"ko": KoreanPersons, "zh": ChinesePersons}
# Words of so many signs are often part of longer ones.
_SHORT: Final = 2


@cache
def east_asian_rules(language: str) -> ReadingRules:
    """Return the rules of Korean ("ko") or Chinese ("zh"); the lists are read once. Raises KeyError for another."""
    tables = tomllib.loads((Path(__file__).parent / _FILES[language]).read_text(encoding="utf-8"))
    speech = _speech_words(tables["speech"], is_korean=language == "ko")
    holders = _holder_words(tables["holders"])
    return ReadingRules(
        language=language,
        words=_anaphor_words(tables),
        speech=speech,
        holders=holders,
        folded=fold_signs if language == "zh" else str,
        short_named=(),
        short_names=_no_short_names,
        attribution=_ATTRIBUTIONS[language],
        turn_labels=_turn_labels,
        name_label=_no_name_label,
        persons=partial(_PERSONS[language], holders),
        home_names=re.compile(tables["words"]["home_names"]),
        is_host=is_host,
        told_by_labels=telling_labels(holders, speech.asks),
    )


def _anaphor_words(tables: Mapping[str, Any]) -> AnaphorWords:
    words = tables["words"]
    left, right = tables["holders"]["left"], words["behind_short"]
    return AnaphorWords(
        cues={name: re.compile(pattern) for name, pattern in tables["cues"].items()},
        pronouns=tuple(words["pronouns"]),
        listed={code: _whole_words(some, left, right) for code, some in tables["anaphors"].items()},
        kinds={
            code: {kind: re.compile(pattern) for kind, pattern in kinds.items()}
            for code, kinds in tables["kinds"].items()
        },
        allies=re.compile(words["allies"]),
        first_person=re.compile(words["first_person"]),
        joins=re.compile(words["joins"]),
        pairs=PairWords(**{name: re.compile(pattern) for name, pattern in tables["pairs"].items()}),
    )


def _speech_words(patterns: Mapping[str, str], *, is_korean: bool) -> SpeechWords:
    return SpeechWords(
        **{name: re.compile(pattern) for name, pattern in patterns.items()},
        drops_subjects=is_korean,
        holder_is_last=is_korean,
        offices_of_owner=True,
    )


def _holder_words(tables: Mapping[str, Any]) -> HolderWords:
    left, private = tables["left"], tables["private"]
    return HolderWords(
        tuple((code, _either(words, left)) for code, words in tables["states"].items()),
        _either(tables["exceptions"]["words"]),
        tuple((code, _either(words, left)) for code, words in tables["bodies"].items()),
        re.compile("|".join([_either(private["words"]).pattern, *private["patterns"]])),
        _either(tables["official"]["words"]),
        frozenset(),
    )


def _whole_words(words: Iterable[str], left: str, right: str) -> re.Pattern[str]:
    """Words as they stand, those of one or two signs with `right` behind them."""
    of_two = [word for word in words if len(word) <= _SHORT]
    longer = [word for word in words if len(word) > _SHORT]
    return re.compile(f"{left}(?:{_either(longer).pattern}|{_either(of_two).pattern}{right})")


def _either(words: Iterable[str], left: str = "") -> re.Pattern[str]:
    return re.compile(f"{left}(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})")


def _turn_labels(statements: Sequence[str]) -> list[str | None]:
    """The speaker labels that open statements of a transcript; None where one has none."""
    labels = EastAsianLabels(statements)
    found = [labels.match(text) for text in statements]
    return [None if one is None or one.lastgroup is None else one[one.lastgroup] for one in found]


def _no_short_names(*_text_and_code: str, **_known: object) -> list[tuple[int, int]]:
    """The finder knows the short names of both languages: 북측, 남측, 朝方."""
    return []


def _no_name_label(_text: str) -> None:
    """Names without a title open headlines in both languages, not turns."""
