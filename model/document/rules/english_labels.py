"""Tells from the labels of an English transcript itself for whom they speak: by a country in brackets, and who asks."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Final

from detente.model.document.holders import OTHER, holder_words
from detente.model.splitting.speaker_labels import is_titled, who_replies
from detente.model.text.actor_finder import Mention

__all__ = ["told_by_labels"]

_BRACKET: Final = re.compile(r"\s?\(([^()]*)\)")


def told_by_labels(
    labels: Sequence[str | None], head: str, find: Callable[[str], Sequence[Mention]]
) -> Mapping[str, str]:
    """Return for whom labels speak that tell it themselves: the code of a holder, by label.

    "Mr. Roe (China)" speaks for China. Where the `head` of the document names who replies, or that one alternates with
    all others, every other label without a title asks and speaks for nobody. `labels` are those of the statements,
    None where one has none, and `find` finds actors in a text.
    """
    turns = [label for label, _ in groupby(labels) if label is not None]
    names = {label: _BRACKET.sub("", label) for label in turns}
    replies = who_replies([names[label] for label in turns], head)
    told: dict[str, str] = {}
    for label, name in names.items():
        holder = _in_brackets(label, find)
        if holder is not None:
            told[label] = holder
        elif replies is not None and name != replies and not _is_of_office(name):
            told[label] = OTHER
    return told


def _in_brackets(label: str, find: Callable[[str], Sequence[Mention]]) -> str | None:
    """Return the holder that the brackets of a label name, None where they name none."""
    for bracket in _BRACKET.findall(label):
        actors = [mention.target for mention in find(bracket)]
        holders = actors or [code for _, code in holder_words().named_in(bracket)]
        if holders:
            return holders[0]
    return None


def _is_of_office(name: str) -> bool:
    return is_titled(name.upper()) or holder_words().official.search(name) is not None
