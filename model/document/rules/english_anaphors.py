"""English words that may mean an actor without naming it: listed ones ("the North", "compatriots") and pronouns."""

import re
import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from detente.model.document.rules.reading_rules import PairWords

__all__ = ["CUES", "PAIRS", "PRONOUNS", "SHORT_NAMED", "anaphor_kinds", "listed_anaphors", "short_names"]

# The "two hostile states" are a doctrine of the North, and no two sides.
_TWO: Final = (
    r"(?<!hostile )(?<!peaceful )(?<!separate )two(?!-state|\s(?:\w+\s)?(?:hostile|peaceful|separate)\b)"
)
# What a statement may say instead of a name, by the kind of word.
CUES: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(pattern, flags)
    for name, flags, pattern in (
        ("he", re.IGNORECASE, r"\b(?:he|she|his|her|him)\b"),
        # "US" is no pronoun.
        ("we", 0, r"\b(?:[Ww]e|WE|[Oo]ur|OUR|us|[Oo]urs|[Oo]urselves)\b"),
        ("they", re.IGNORECASE, r"\b(?:they|their|them|themselves)\b"),
        ("it", re.IGNORECASE, r"\b(?:it|its|itself)\b"),
        ("i", 0, r"\b(?:I|my|me)\b"),
        ("you", re.IGNORECASE, r"\b(?:you|your)\b"),
        (
            "both",
            re.IGNORECASE,
            rf"\b(?:both|{_TWO}|bilateral|mutual|each other|relations|ties|relationship)\b",
        ),
        (
            "two sides",
            re.IGNORECASE,
            rf"\b(?:{_TWO}|both|their) (?:\w+ )?(?:countries|nations|sides|leaders|governments|powers|superpowers|"
            r"economies|capitals|militaries|peoples|presidents|states|ministers)\b",
        ),
        (
            "country",
            re.IGNORECASE,
            r"\b(?:country|nation|state|homeland|fatherland|domestic|national)(?:['’]s)?\b",
        ),
        (
            "government",
            re.IGNORECASE,
            r"\b(?:government|administration|ministry|president|authorities|regime|minister|leader|leadership|"
            r"officials?|spokes\w+)\b",
        ),
        (
            "army",
            re.IGNORECASE,
            r"\b(?:army|military|navy|troops|forces|soldiers|missiles?|nuclear|drills?|exercises?|warship|jets?)\b",
        ),
        (
            "this",
            0,
            r"^(?:This|That|These|Those|Such|The (?:move|statement|decision|remarks?|announcement|comments?|visit|"
            r"meeting|talks|summit|report|article|plan|deal|agreement|ruling|law|measures?|sanctions|tariffs|launch|"
            r"test|drills?|exercises?))\b",
        ),
        ("allies", re.IGNORECASE, r"\b(?:allies|ally|alliance|trilateral|partners?)\b"),
        (
            "enemy",
            re.IGNORECASE,
            r"\b(?:enem(?:y|ies)|hostile|provocat\w+|aggress\w+|threat\w*|rivals?|adversar\w+)\b",
        ),
        (
            "contact",
            re.IGNORECASE,
            r"\b(?:met|meet(?:s|ing|ings)?|talks|talked|summit|phone|dinner|banquet|delegation|visit(?:ed|s|ing)?|"
            r"exchanges?|memorand\w+|dialogue|conversations?|discuss\w*|spoke|spoken|told)\b",
        ),
        (
            "answer",
            re.IGNORECASE,
            r"\b(?:respon\w+|retaliat\w+|hit back|denounce[ds]?|accus\w+|reject\w*|oppos\w+|protest\w*|"
            r"countermeasures?|condemn\w*|blam\w+|warn\w*)\b",
        ),
        (
            "deed",
            re.IGNORECASE,
            r"\b(?:the|this|such|these|those|his|their|its) (?:\w+ )?(?:rule|order|proclamation|ban|strategy|"
            r"polic(?:y|ies)|restrictions?|measures?|accusations?|charges?|claims?|decision|moves?|plan|deal|program|attack|actions?|"
            r"tariffs?|sanctions|legislation|law|threats?|campaign|exercises|drills|launch(?:es)?|tests?|acts?|"
            r"organi[sz]ation|compan(?:y|ies)|firm|app)\b",
        ),
    )
}
_SIDES: Final = (
    r"(?:countries|nations|sides|leaders|governments|powers|superpowers|economies|capitals|militaries|peoples|"
    r"presidents|states|ministers|men|rivals|neighbou?rs|allies|heads of state|delegations|"
    r"negotiators|diplomats|envoys|premiers|chancellors|officials|advis[eo]rs|armies|navies|coast guards)"
)
# Sides of a border or of a parliament are no states.
_NO_SIDES: Final = r"(?!\s(?:of|in (?:Congress|the (?:House|Senate)))\b)"
# The "two hostile states" are a doctrine of the North.
_DOCTRINE: Final = r"(?!(?:most )?(?:hostile|peaceful|separate)\b)"
# Words that mean the two states of which the document last spoke together.
PAIRS: Final = PairWords(
    sides=re.compile(
        rf"\b(?:[Tt]he|[Tt]hese|[Tt]hose|[Oo]ur|[Tt]heir) two {_DOCTRINE}(?:[a-z-]+ ){{0,2}}?{_SIDES}\b{_NO_SIDES}"
        rf"|\b[Bb]oth (?:[a-z-]+ )?{_SIDES}\b{_NO_SIDES}"
        r"|\b(?:[Ee]ach|[Ee]ither|[Nn]either) (?:side|government|country|nation|capital|leader|president|minister|"
        rf"delegation)\b{_NO_SIDES}"
        r"|\b[Tt]he (?:pair|duo)\b(?!\s(?:of|that)\b)"
        r"|\b[Tt]he two\b(?=\s(?:have|had|are|were|will|would|also|agreed|met|spoke|signed|discussed|vowed|pledged|"
        r"expressed|exchanged|held|shook|stressed|called|reaffirmed|then)\b)"
        r"|^Both\b(?=\s(?:expressed|agreed|stressed|said|called|reaffirmed|welcomed|condemned|vowed|pledged|voiced)\b)"
    ),
    they=re.compile(r"They\b"),
    subject=re.compile(r"(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey)\b"),
    allies=re.compile(r"\ballies\b"),
    site_before=re.compile(r"\b(?:in|at|near|outside)\s(?:the\s)?(?:[A-Z][\w'’-]*,?\s)?$"),
    site_behind=re.compile(
        r"(?!['’-]|\s[A-Z])(?:[^\w\s]|$|\s(?:on|in|at|for|to|and|with|after|before|last|this|next|earlier|late)\b)"
    ),
    # Not "Both sides and Washington" nor "The two countries, Laos and Japan".
    verb_behind=re.compile(r"\s(?!(?:and|of)\b)[a-z]"),
    threes=re.compile(
        rf"\b(?:(?:[Tt]he|[Tt]hese|[Tt]hose|[Oo]ur|[Tt]heir|[Aa]ll) three (?:[a-z-]+ ){{0,2}}?{_SIDES}\b{_NO_SIDES}"
        r"|[Tt]rilateral(?:ly)?\b)"
    ),
    ours=re.compile(
        r"\b[Oo]ur (?:[a-z-]+,? (?:and )?){0,3}?(?:alliance|partnership|cooperation|friendship|relations|relationship|"
        r"ties|bonds?|countries|nations|peoples|governments|militaries|two|three)\b"
        r"|\b[Ww]e (?:[a-z]+ ){0,3}?(?:cooperate|work together|consult|coordinate)\b"
        r"|\b(?:each other|one another|between us)\b"
    ),
    matter_before=re.compile(r"\b(?:[Rr]epresentative|[Ee]nvoy|[Cc]oordinator)\sfor\s(?:the\s)?$"),
)
# Short names that are sure in a document that names a Korea (codebook, Mentions and Statements in their document). By
# "Korea" the North means both, and so do a peninsula, an institute and a war.
_SHORT_NAMES: Final = {
    "KP": re.compile(r"\b[Tt]he [Nn]orth(?=['’]s\b|(?![\w-]|\s[A-Z]))"),
    "KR": re.compile(
        r"\b[Tt]he [Ss]outh(?=['’]s\b|(?![\w-]|\s[A-Z]))"
        r"|(?<!North )(?<!South )(?<!north )(?<!south )(?<!N\. )(?<!S\. )(?<!of )"
        r"\bKorea(?=['’]s\b|(?![\w’'-]|\s[A-Z]|\stime))"
    ),
}
# "Gallup Korea" is one name, unless the word before begins a sentence.
_IN_A_NAME: Final = re.compile(r"(?<![.!?:“\"]\s)(?<=\s)[A-Z][\w&-]+\s$")
# "Korean goods" and "the Koreans" are the South's in a document that names the South, unless the North wrote it; a
# language, a war and those who live elsewhere are nobody's.
_KOREANS: Final = re.compile(
    r"(?<!North )(?<!South )(?<!north )(?<!south )(?<!-)\bKoreans?\b"
    r"(?!-|\s(?:War|[Pp]eninsula|nuclear|unification|reunification|border|armistice|conflict|restaurants?|food|language|"
    r"[Ss]tudies|barbecue|descent|ancestry|American|Central|People|Workers)|\s[A-Z]\w+\s(?:Society|Association|Institute|Foundation|Church|Center))"
)
_WORD: Final = 60  # characters of the word before, at most
# Ranks of an economy, sure in a document that names the actor: "the two largest economies" are no one's.
_LARGEST: Final = r"(?:top|largest|biggest)\s(?:economy|economic power)\b"
_RANKS: Final = {
    "US": re.compile(rf"\b[Tt]he world['’]s\s{_LARGEST}"),
    "CN": re.compile(rf"\b[Tt]he world['’]s\s(?:second|No\. 2)[-\s]{_LARGEST}"),
    "KR": re.compile(rf"\bAsia['’]s\s(?:fourth|No\. 4)[-\s]{_LARGEST}"),
}
SHORT_NAMED: Final = (*_SHORT_NAMES, "US", "CN")
# What goes on so is the name of a place or a war: "the South China Sea".
_OF_ANOTHER_NAME: Final = (
    r"(?<=[nN]orth|[sS]outh)\s(?:Africa|America|Asia|Atlantic|Australia|Carolina|China|Chungcheong|Dakota|Gyeongsang|"
    r"Ham[gk]yong|Hwanghae|Jeolla|Ossetia|Pacific|Ph?yongan|Pole|Sudan|Viet)|(?<=Korean)\sWar\b"
)
_OF_ONE_KOREA: Final = r"(?<=[Nn]orth )Korean?s?\b|(?<=[Ss]outh )Korean?s?\b|(?<=[NS]\. )Korean?s?\b"
# Those that stand for one actor and are shown as the mention, in this order.
PRONOUNS: Final = ("he", "they", "it", "both", "country", "government")


def short_names(text: str, code: str, *, named: Collection[str], own: str | None) -> list[tuple[int, int]]:
    """Return the spans of short names of `code`, in order: "the North", "Korea", "the world's largest economy".

    `named` are the actors that the document names, and `own` is the state in whose voice it is written.
    """
    found: list[re.Match[str]] = []
    if code in named and code in _RANKS:
        found += _RANKS[code].finditer(text)
    if code in _SHORT_NAMES and set(_SHORT_NAMES) & set(named):
        found += (
            one
            for one in _SHORT_NAMES[code].finditer(text)
            if one[0] != "Korea"
            or (own != "KP" and not _IN_A_NAME.search(text, max(0, one.start() - _WORD), one.start()))
        )
    if code == "KR" and own != "KP" and "KR" in named:
        found += _KOREANS.finditer(text)
    return sorted(one.span() for one in found)


@cache
def listed_anaphors() -> Mapping[str, re.Pattern[str]]:
    """Read the words of `english_anaphors.toml` once: a pattern by actor.

    "South Korean", "the South Pacific", "won't" and "Rep. Kim" hold none.
    """
    return {
        code: re.compile(
            rf"(?<![\w-])(?<!Rep\.\s)(?:(?!{_OF_ONE_KOREA})(?:{_either(table['exact'])})|(?i:{_either(table['any'])}))(?![\w-]|['’]t\b|{_OF_ANOTHER_NAME})"
        )
        for code, table in _tables().items()
    }


@cache
def anaphor_kinds() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    """Read the kinds of words of `english_anaphors.toml` once: a pattern by actor and kind."""
    return {
        code: {
            kind: re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE) for kind, pattern in table["kinds"].items()
        }
        for code, table in _tables().items()
    }


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "english_anaphors.toml").read_text(encoding="utf-8"))


def _either(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
