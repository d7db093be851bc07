"""The English titles and bodies that a document names in full once, and then by "the": "the envoy"."""

import re
from typing import Final

from detente.model.document.rules.reading_rules import BearerWords

__all__ = ["english_titles"]

_HEADS: Final = (
    r"presidential office|national assembly|joint chiefs(?: of staff)?|jcs|president|premier|minister|ministry|"
    r"secretary|envoy|ambassador|negotiator|diplomat|spokes(?:man|woman|person)|admiral|commander|"
    r"general(?! (?:secretary|assembly))|chairman|chairwoman|leader|lawmaker|senator|advis[eo]r|official|"
    r"representative|delegate|delegation|embassy|"
    r"government|military|army|navy|regulator|department"
)
_OTHERS: Final = (
    r"vice|deputy|assistant|first|second|top|chief|senior|prime|foreign|defen[cs]e|trade|commerce|finance|unification|"
    r"interior|industry|security|public|national|treasury|state|war|air|force|nuclear|special|presidential|economic|"
    r"economy|press|ruling|general|permanent|justice|agriculture|transport|energy|affairs|party"
)
# Between a state and its title no such word stands: "Seoul's row with the ministry".
_NO_LINK: Final = (
    r"(?!(?:the|an?|of|on|in|at|to|by|for|from|with|and|or|that|against|over|about|as|is|was)\b)"
)
_NAME: Final = r"[A-Z][\w.’'-]*"


def english_titles() -> BearerWords:
    """Return the words of titles in English."""
    word = rf"(?:{_HEADS}|{_OTHERS})"
    return BearerWords(
        titles=re.compile(rf"(?<![\w-])(?:{word}\s){{0,5}}(?:{_HEADS})(?![\w-])", re.IGNORECASE),
        heads=re.compile(rf"(?<![\w-])(?:{_HEADS})(?![\w-])"),
        owner=re.compile(rf"(?:['’]s?(?:\s{_NO_LINK}[\w-]+){{0,3}}|(?:\s{_NAME}){{0,2}})\s"),
        of=re.compile(
            rf"(?:\sof\s(?:state|war|defen[cs]e|commerce))?(?:\s{_NAME}){{0,3}}\s(?:of|for|from)\s(?:(?:{_NAME}|the|of|for)\s){{0,6}}"
        ),
        named=re.compile(rf"(?:\sof\s(?:[Ss]tate|[Ww]ar|[Dd]efen[cs]e|[Cc]ommerce))?\s(?:{_NAME}\s){{0,2}}"),
        apposed=re.compile(rf"(?:\s{_NAME}){{0,2}},\s(?:(?:the|an?|then|new|longtime)\s){{0,2}}"),
        definite=re.compile(r"\b[Tt]he\s$"),
        alike={
            "spokeswoman": "spokesman",
            "spokesperson": "spokesman",
            "jcs": "joint chiefs of staff",
            "joint chiefs": "joint chiefs of staff",
            "advisor": "adviser",
        },
        home={"joint chiefs of staff": "KR", "presidential office": "KR", "national assembly": "KR"},
    )
