"""Tells from Korean and Chinese labels themselves for whom they speak: 림 대표(중국), 林先生（中国）."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from detente.model.document.holders import HolderWords
from detente.model.text.actor_finder import FindActors

__all__ = ["telling_labels"]

_BRACKET: Final = re.compile(r"[（(]([^（）()]*)[）)]$")


def telling_labels(
    holders: HolderWords, asks: re.Pattern[str]
) -> Callable[[Sequence[str | None], str, FindActors], Mapping[str, str]]:
    """Return what tells for whom labels speak, given the words of a language for other holders and for who asks."""
    return partial(_told_by_labels, holders, asks)


def _told_by_labels(
    holders: HolderWords,
    asks: re.Pattern[str],
    labels: Sequence[str | None],
    _head: str,
    find: FindActors,
) -> Mapping[str, str]:
    """Return the holder that a label names, by label: in its brackets, else as the bearer of its title."""
    told: dict[str, str] = {}
    for label in {one for one in labels if one is not None and not asks.search(one)}:
        bracket = _BRACKET.search(label)
        phrase = label if bracket is None else bracket[1]
        named = {mention.target for mention in find(phrase)} or {code for _, code in holders.named_in(phrase)}
        if len(named) == 1:
            told[label] = named.pop()
    return told
