"""Puts another actor into a statement, like for like: a name for a name, a capital for a capital."""

import re
from dataclasses import dataclass
from typing import Final

from detente.model.text.actor_finder import ActorFinder, Mention

__all__ = ["Swapped", "swap"]

# The United States have two names: with an article in sentences, without one in headlines.
_ARTICLE: Final = "the "
_FORMS: Final = {
    "name": {"US": "United States", "CN": "China", "KP": "North Korea", "KR": "South Korea"},
    "headline name": {"US": "US", "CN": "China", "KP": "North Korea", "KR": "South Korea"},
    "adjective": {"US": "American", "CN": "Chinese", "KP": "North Korean", "KR": "South Korean"},
    "capital": {"US": "Washington", "CN": "Beijing", "KP": "Pyongyang", "KR": "Seoul"},
    "leader": {"US": "Donald Trump", "CN": "Xi Jinping", "KP": "Kim Jong Un", "KR": "Lee Jae-myung"},
    "leader's name": {"US": "Trump", "CN": "Xi", "KP": "Kim", "KR": "Lee"},
}
# Other spellings of the forms, and other leaders in whose place one of the forms may stand.
_OTHERS: Final = {
    ("US", "name"): ("United States", "U.S.", "US", "United States of America", "America"),
    ("CN", "name"): ("China", "PRC", "P.R.C.", "People's Republic of China"),
    ("KP", "name"): ("North Korea", "DPRK", "D.P.R.K.", "N. Korea", "N.Korea"),
    ("KR", "name"): ("South Korea", "ROK", "R.O.K.", "S. Korea", "Republic of Korea"),
    ("US", "leader"): ("Joe Biden", "Barack Obama"),
    ("US", "leader's name"): ("Biden", "Obama"),
    ("KP", "leader"): ("Kim Jong-un", "Kim Jong Il", "Kim Jong-il"),
    ("KR", "leader"): ("Moon Jae-in", "Yoon Suk Yeol", "Park Geun-hye", "Lee Myung-bak"),
    ("KR", "leader's name"): ("Moon", "Yoon", "Park"),
}
_SPELLINGS: Final = {word: key for key, words in _OTHERS.items() for word in words} | {
    word: (code, kind)
    for kind, forms in _FORMS.items()
    if kind != "headline name"
    for code, word in forms.items()
}
# Before these "the United States" is no grammatical replacement.
_BEFORE_NOUNS: Final = re.compile(
    r"\b(?:an?|this|that|his|her|its|our|your|their|my|no|any|new)\s+$", re.IGNORECASE
)
_SENTENCE_END: Final = re.compile(r"[.!?][\"'”’)]*\s*$")


@dataclass(frozen=True, slots=True)
class Swapped:
    """A statement in which `replaced` and `by` have changed places, everywhere and in the same grammatical form."""

    text: str
    replaced: str
    by: str


def swap(statement: str, replaced: str, by: str, *, finder: ActorFinder) -> Swapped | None:
    """Let two actors change places in a statement that names the first, or return None where that cannot be done well.

    It can where each of their mentions is a name, an adjective, a capital or a leader of the table above, and where the
    finder finds the new mentions where the old ones were. The finder's spans say what is a mention.
    """
    mentions = [each for each in finder.find(statement) if each.target in (replaced, by)]
    text, places, end = "", [], 0
    for mention in mentions:
        target = by if mention.target == replaced else replaced
        before, words = statement[end : mention.start], _in_form(statement, mention, target)
        if words is None:
            return None
        if (
            before.lower().endswith(_ARTICLE)
            and _named(statement, mention)
            and not words.startswith("United")
        ):
            before = before[: -len(_ARTICLE)]
        text += _fitting_article(before, words)
        if words == "United States" and not text.lower().endswith(_ARTICLE):
            text += "the " if text.rstrip(" \"“'‘") and not text.endswith((". ", '"', "“")) else "The "
        places.append((target, len(text)))
        text += words
        end = mention.end
        if words == "United States" and statement[end : end + 2] in ("'s", "’s"):
            text, end = text + statement[end], end + 2
    text += statement[end:]
    found = [(each.target, each.start) for each in finder.find(text) if each.target in (replaced, by)]
    return Swapped(text, replaced, by) if places and sorted(found) == sorted(places) else None


def _named(statement: str, mention: Mention) -> bool:
    return _SPELLINGS.get(statement[mention.start : mention.end], ("", ""))[1] == "name"


def _fitting_article(before: str, words: str) -> str:
    if words[0] in "AU" and before.endswith((" a ", "A ")):
        return f"{before[:-1]}n "
    if (
        words[0] not in "AU"
        and before.lower().endswith((" an ", "an "))
        and before[-4:].strip().lower() == "an"
    ):
        return f"{before[:-2]} "
    return before


def _in_form(statement: str, mention: Mention, target: str) -> str | None:
    """What stands for `target` where the mention is; None where the mention is of no known form."""
    written = statement[mention.start : mention.end]
    code, form = _SPELLINGS.get(written, ("", ""))
    if code != mention.target:
        return None
    if form == "name" and target == "US":
        if not _SENTENCE_END.search(statement):
            return _FORMS["headline name"]["US"]
        if _BEFORE_NOUNS.search(statement[: mention.start]):
            return None
    return _FORMS[form][target]
