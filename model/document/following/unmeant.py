"""Tells whom a statement does not mean, though a name in it or who speaks would show that."""

from collections.abc import Mapping
from typing import Final

from detente.model.document.candidates import DocumentView
from detente.model.document.following.parties import Pair
from detente.model.text.actor_finder import Mention

__all__ = ["named_targets", "speaks_of_others"]

# The features of words that mean one actor.
_OF_ONE: Final = ("anaphor ", "kind ", "person", "office")
# How the voice of a statement is known that does not say itself who speaks.
_GOES_ON: Final = ("quotation", "document")


def named_targets(view: DocumentView, number: int) -> dict[str, list[Mention]]:
    """Return the mentions of a statement by actor, but for the state that only signs its own document there.

    "The following is attributable to Spokesperson Ann Roe:" says nothing of the state.
    """
    signs = view.rules.speech.signs.fullmatch(view.statements[number]) is not None
    found: dict[str, list[Mention]] = {}
    for mention in view.mentions[number]:
        if not (signs and mention.target == view.own):
            found.setdefault(mention.target, []).append(mention)
    return found


def speaks_of_others(
    view: DocumentView, number: int, code: str, features: Mapping[str, float], pair: Pair | None
) -> bool:
    """Tell whether the state whose words go on in a statement does not speak of itself there.

    It may by "we" or "I", by a word for itself or for a person of its own ("she", "the minister"), and as one of "the
    two sides". `features` are those of `code` as a
    candidate. Of a statement that says itself who speaks ("she said") nothing is told, nor in a language that leaves
    subjects out.
    """
    voice, rules = view.voices[number], view.rules
    if rules.speech.drops_subjects or voice is None or voice.code != code or voice.by not in _GOES_ON:
        return False
    text, sides = view.statements[number], rules.words.pairs
    if (pair is not None and code in pair) or (sides is not None and sides.sides.search(text)):
        return False
    if any(
        words.search(text)
        for words in (rules.words.first_person, rules.speech.he, rules.speech.office_holder)
    ):
        return False
    return not any(value and name.startswith(_OF_ONE) for name, value in features.items())
