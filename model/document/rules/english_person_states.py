"""For whom a person speaks, by an English name itself or by the words beside it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from detente.model.document.holders import OTHER, holder_words
from detente.model.text.actor_finder import Mention

__all__ = ["state_of_person"]

# Characters before and behind a name in which its office may stand.
_BEFORE, _BEHIND = 90, 110
# A verb stands between two persons: "Wang met his Korean colleague".
_CLAUSE: Final = re.compile(
    r"[,;:“”\"]|\b(?:and|said|told|with|by|to|that|when|while|as|after|met|meets?|hosts?|hosted|receives?|received|"
    r"visits?|visited|welcomes?|welcomed|calls?|called|phoned|thanked|urge[sd]|invite[sd]|praise[sd]|accuse[sd])\s"
)
# "The Chinese ambassador to the United States" is of China.
_POSTED: Final = re.compile(
    r"\b(?:ambassador|envoy|representative|consul[\s-]general|delegate)\s((?:to|in|for|on)\s(?:the\s)?(?:[A-Z][\w.’'-]*\s){1,5})$",
    re.IGNORECASE,
)
# "Defense Minister Bae Minsu of South Korea".
_OF: Final = re.compile(r"\sof\s(?:the\s)?(?:[A-Z][\w.’'-]*\s?){1,4}")
_BEHIND_ENDS: Final = re.compile(r"[;:“”\"]|\bsaid\b|\btold\b")


def state_of_person(text: str, start: int, end: int, mentions: Sequence[Mention]) -> str | None:
    """Tell for whom the person at `text[start:end]` speaks: a state, "UN", "other"; None where nothing tells."""
    mentions = _near(mentions, start, end)
    for mention in mentions:
        if mention.start <= start and end <= mention.end + 1 and mention.end - mention.start > 3:
            return mention.target
    words = holder_words()
    posted = _POSTED.search(text, max(0, start - _BEFORE), start)
    begins = start if posted is None else posted.start(1)
    left = _CLAUSE.split(text[max(0, start - _BEFORE) : begins])[-1]
    right = _BEHIND_ENDS.split(text[end : end + _BEHIND])[0]
    behind = _OF.match(right)
    if behind is not None:
        right = behind[0] if words.official.search(left) else ""
    elif not right.startswith((",", " (")):
        right = ""
    for phrase, first in ((left, begins - len(left)), (right, end)):
        if words.private.search(phrase):
            return OTHER
        official = (behind is not None and first == end) or words.official.search(phrase) is not None
        named: dict[int, str] = {}
        if official or first < start:
            named = {one.start: one.target for one in mentions if first <= one.start < first + len(phrase)}
        named |= {first + at: code if official else OTHER for at, code in words.named_in(phrase)}
        if named:
            # The state next to the name is its own: "Li met Russian Prime Minister Orlin".
            return named[max(named) if first < start else min(named)]
    own = words.named_in(text[start:end])
    return own[-1][1] if own else words.body_in(left) or words.body_in(right)


def _near(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Those of the mentions, which are by position, that may tell for whom a person at `start` to `end` speaks."""
    first = bisect_left(mentions, start - _BEFORE, key=attrgetter("start"))
    return mentions[first : bisect_right(mentions, end + _BEHIND, key=attrgetter("start"))]
