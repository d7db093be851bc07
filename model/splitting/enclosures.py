"""Quotations and brackets of East Asian texts, and whether a sentence may end within them."""

import re
from typing import Final, NamedTuple

__all__ = ["CLOSES", "OPENS", "Enclosure", "find_enclosures"]

_PAIRS: Final = {
    "“": "”",
    "‘": "’",
    "「": "」｣",
    "『": "』",
    "｢": "｣」",
    "《": "》",
    "〈": "〉",
    "≪": "≫",
    "（": "）)",
    "(": ")）",
    "【": "】",
    "[": "]］",
    "［": "］]",
}
_BRACKETS: Final = frozenset("（(【[［")
_TITLES: Final = frozenset("《〈")
_STRAIGHT: Final = frozenset("\"'˝")
OPENS: Final = frozenset(_PAIRS) | _STRAIGHT
CLOSES: Final = frozenset("".join(_PAIRS.values()))

_MARK: Final = re.compile(f"[{re.escape(''.join(OPENS | CLOSES))}]")
# A straight mark that can only open: the one that was open before has lost its partner.
_OPENS_STRAIGHT: Final = re.compile(r"(?<=\s).(?=\w)")
_DEEPEST: Final = 8
_LONGEST: Final = 400
_SLOGAN: Final = 25  # characters

_CALLS: Final = frozenset("!！?？")
_INTRODUCES: Final = frozenset("：:，,")
_STOPS: Final = frozenset("。｡．.!！?？…")
# What carries a sentence over the end of a quotation: a particle, "of", "and so on", a comma.
_CARRIES: Final = re.compile(
    r"[\uac00-\ud7a3\u3041-\u3096，、；,;的]"
    r"|\s(?:(?:이?라)?(?:고|며|면서|는)|하(?:고|며|는|면서|였|자)|했|란|라|등)(?=[\s다던을의])"
    r"|等(?![国國])|之[类類]|[这這][一样樣种種类類]|一[文书書词詞语語句话話说說]|口[号號]|字[样樣]|[标標][语語]"
)


class Enclosure(NamedTuple):
    """A quotation or bracket with its marks: `text[start:end]`."""

    start: int
    end: int

    def is_sealed(self, text: str) -> bool:
        """Tell whether it is within a sentence, so that none ends in it or with it.

        A quotation is where the sentence continues behind it or no stop stands at its end, and a slogan;
        a bracket is unless it stands apart. A longer stretch never is: a mark may have been lost.
        """
        if self.end - self.start > _LONGEST:
            return False
        before = text[self.start - 1 : self.start] if self.start else ""
        opens_sentence = not before or before.isspace() or before in _STOPS
        last = text[self.start + 1 : self.end - 1].rstrip()[-1:]
        if _CARRIES.match(text, self.end):
            return True
        if text[self.start] in _BRACKETS:
            return not (opens_sentence and last in _STOPS)
        is_slogan = last in _CALLS and self.end - self.start <= _SLOGAN
        if is_slogan and not (opens_sentence or before in _INTRODUCES):
            return True
        is_closed = last in _STOPS or (
            text[self.start] not in _TITLES and text[self.end : self.end + 1] in _STOPS
        )
        return not is_closed


def find_enclosures(text: str) -> list[Enclosure]:
    """Pair the marks of quotations and brackets, in the order of their start; one within another too.

    Straight marks open and close in turn. A mark that has no partner is left out. Time is linear.
    """
    opened: list[int] = []
    found: list[Enclosure] = []
    for mark in _MARK.finditer(text):
        at, sign = mark.start(), mark[0]
        if sign in _STRAIGHT:
            start = next((each for each in reversed(opened) if text[each] == sign), None)
            touches = at > 0 and text[at - 1].isalnum()
            if start is None and touches and (sign == "'" or not text[at + 1 : at + 2].strip()):
                continue
            if start is not None and _OPENS_STRAIGHT.match(text, at):
                del opened[opened.index(start) :]
                start = None
        elif sign in CLOSES:
            start = next((each for each in reversed(opened) if sign in _PAIRS.get(text[each], "")), None)
            if start is None:
                continue
        else:
            start = None
        if start is None:
            opened = [*opened[1 - _DEEPEST :], at]
        else:
            del opened[opened.index(start) :]
            found.append(Enclosure(start, at + 1))
    return sorted(found)
