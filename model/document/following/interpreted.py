"""Tells for whom a speaker of a transcript speaks whom an interpreter renders and no label names."""

from collections.abc import Sequence
from itertools import pairwise
from re import Pattern
from typing import Final

from detente.model.document.following.bearers import Holding

__all__ = ["interpreted_turns"]

# Statements behind the line in which the speaker's country is looked for.
_LOOKED_AHEAD: Final = 8


def interpreted_turns(
    statements: Sequence[str], line: Pattern[str], named: Sequence[Sequence[Holding]], own: str
) -> dict[int, str]:
    """Return where a line such as "(As interpreted.)" opens a turn, and the code of the holder who speaks from there.

    Whoever needs an interpreter does not speak for `own`, the state that published the transcript, but for the first
    other state that the turn names. `line` is the form of such a line, and `named` are the holders named in each
    statement, by position. A turn that names no other state is left out.
    """
    opened = [number for number, text in enumerate(statements) if line.fullmatch(text)]
    found: dict[int, str] = {}
    for number, end in pairwise([*opened, len(statements)]):
        ahead = named[number : min(end, number + 1 + _LOOKED_AHEAD)]
        code = next((one.code for names in ahead for one in names if one.code != own), None)
        if code is not None:
            found[number] = code
    return found
