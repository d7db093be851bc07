"""What a page calls actors in the reader's language; everything else on it stays English."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

NameLanguage: TypeAlias = Literal["en", "ko", "zh"]

_NAMES: Final[Mapping[NameLanguage, Mapping[str, str]]] = {
    "en": {},
    "ko": {
        **{"US": "미국", "CN": "중국", "KP": "북한", "KR": "한국"},
        **{"JP": "일본", "RU": "러시아", "UN": "유엔"},
    },
    "zh": {
        **{"US": "美国", "CN": "中国", "KP": "朝鲜", "KR": "韩国"},
        **{"JP": "日本", "RU": "俄罗斯", "UN": "联合国"},
    },
}

# English names that take "the" within a sentence.
_WITH_ARTICLE: Final = frozenset(
    {"United States", "United Nations", "European Union", "United Kingdom", "Philippines"}
)


def names_in(language: NameLanguage, names: Mapping[str, str]) -> dict[str, str]:
    """Return English names by code with those replaced that are known in a language; the order stays."""
    known = _NAMES[language]
    return {code: known.get(code, name) for code, name in names.items()}


def in_sentence(name: str) -> str:
    """Return a name as a sentence has it: "the United States"."""
    return f"the {name}" if name in _WITH_ARTICLE else name
