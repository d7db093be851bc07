"""Tells from the labels of an English transcript for whom they speak: by a country or parliament, and who asks."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from detente.model.document.holders import OTHER, holder_words
from detente.model.splitting.speaker_labels import ASKS, is_titled, who_replies
from detente.model.text.actor_finder import FindActors

__all__ = ["told_by_labels"]

_BRACKET: Final = re.compile(r"\s?\(([^()]*)\)")
# Of Congress: "SENATOR ROE", "Rep. Roe"; the record of other parliaments has "Senator ROE".
_MEMBER: Final = re.compile(
    r"(?:SEN(?:ATOR)?|CONGRESS(?:MAN|WOMAN)|REP(?:RESENTATIVE)?|RANKING\sMEMBER)\b\.?(?!\s(?:OF|FOR)\b)"
    r"|(?:Sen(?:ator)?|Congress(?:man|woman)|Rep(?:resentative)?|Ranking\sMember)\b\.?(?!\s(?:of|for|[A-Z]{2,})\b)"
)
_CONGRESS, _KOREAN = "US", "KR"
_KOREAN_NAME: Final = re.compile(r"\s[A-Z][A-Za-z]+-[A-Za-z]+$")
# Anybody may bear the surname of a leader: "MR. BUSH".
_COURTESY: Final = re.compile(r"(?:mr|mrs|ms|dr)\b\.?\s\S+", re.IGNORECASE)
# "Hearing before the Committee on Foreign Relations, United States Senate": whoever chairs it sits there.
_HEARING: Final = re.compile(
    r"\bHearings?\b[^\n]{0,200}?\b(?:Committee|Subcommittee|Congress|Senate|House)\b", re.IGNORECASE
)
_CHAIR: Final = re.compile(r"(?:the\s|vice\s|mr\.?\s|madam\s)?chair(?:man|woman)?\b", re.IGNORECASE)


def told_by_labels(labels: Sequence[str | None], head: str, find: FindActors) -> Mapping[str, str]:
    """Return for whom labels speak that tell it themselves: the code of a holder, by label.

    "Mr. Roe (China)" and "Chinese delegate" speak for China, and "Senator Roe" for the United States, as does who
    chairs a hearing in which one speaks or which the `head` of the document announces. Where the `head` names who
    replies, or that one alternates with all others, every other label without a title asks and speaks for nobody.
    `labels` are those of the statements, None where one has none, and `find` finds actors in a text.
    """
    turns = [label for label, _ in groupby(labels) if label is not None]
    names = {label: _BRACKET.sub("", label) for label in turns}
    replies = who_replies([names[label] for label in turns], head)
    told: dict[str, str] = {}
    is_hearing = any(map(_MEMBER.match, names.values())) or _is_of_congress(head)
    for label, name in names.items():
        holder = _in_brackets(label, find) or _by_name(name, find)
        if holder is None and is_hearing and (_MEMBER.match(name) or _CHAIR.match(name)):
            holder = _KOREAN if _KOREAN_NAME.search(name) else _CONGRESS
        if holder is not None:
            told[label] = holder
        elif replies is not None and name != replies and not _is_of_office(name):
            told[label] = OTHER
    return told


def _in_brackets(label: str, find: FindActors) -> str | None:
    """Return the holder that the brackets of a label name, None where they name none."""
    for bracket in _BRACKET.findall(label):
        actors = [mention.target for mention in find(bracket)]
        holders = actors or [code for _, code in holder_words().named_in(bracket)]
        if holders:
            return holders[0]
    return None


def _by_name(name: str, find: FindActors) -> str | None:
    """Return the actor whom a label itself names, None where it names none or only asks."""
    if ASKS.search(name) or _COURTESY.fullmatch(name):
        return None
    return next((mention.target for mention in find(name)), None)


def _is_of_office(name: str) -> bool:
    return is_titled(name.upper()) or holder_words().official.search(name) is not None


def _is_of_congress(head: str) -> bool:
    """Whether the head of a document announces a hearing of Congress: one that names no other state."""
    return _HEARING.search(head) is not None and not holder_words().named_in(head)
