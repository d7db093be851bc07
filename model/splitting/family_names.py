"""Names in which the family name stands first: whose they are, and these family names in Latin letters."""

import re
from typing import Final

__all__ = ["FAMILY_NAME_FIRST", "is_family_name"]

FAMILY_NAME_FIRST: Final = frozenset(("CN", "KP", "KR"))
"""The states in the names of whose persons the family name comes first."""

_FAMILY_NAME: Final = re.compile(
    r"Kim|Lee|Park|Pak|Choi|Choe|Jung|Jeong|Jong|Kang|Cho|Jo|Yoon|Yun|Jang|Lim|Im|Han|Oh|Seo|So|Shin|Sin|Kwon|Hwang|"
    r"Ahn|An|Song|Hong|Moon|Mun|Ri|Ryu|Ro|Hyon|Yang|Wang|Zhang|Chen|Liu|Zhao|Huang|Zhou|Wu|Xu|Sun|Hu|Zhu|Gao|Lin|He|"
    r"Guo|Ma|Luo|Li|Xi|Geng|Hua|Lu|Mao|Qin"
)


def is_family_name(word: str) -> bool:
    """Tell whether a word, "Kim" or "KIM", is such a family name; it may be something else too ("So", "He")."""
    return _FAMILY_NAME.fullmatch(word.title()) is not None
