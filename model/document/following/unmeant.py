"""Tells whom a statement does not mean, though a name in it or who speaks would show that."""

import re
from collections.abc import Mapping
from typing import Final

from detente.model.document.following.parties import Pair, parties_of
from detente.model.document.holders import OTHER
from detente.model.document.view import DocumentView
from detente.model.splitting.boilerplate import is_boilerplate
from detente.model.text.actor_finder import Mention
from detente.model.text.letterhead import BYLINE_WITHIN, is_byline

__all__ = ["is_credit", "is_not_meant", "named_targets"]

# The features of words that mean one actor.
_OF_ONE: Final = ("anaphor ", "kind ", "person", "office")
_BOTH: Final = 2
# A line between paragraphs: a few words, without a stop unless in capitals, behind a sentence.
_SUBHEADING: Final = re.compile(r"(?=[A-Z0-9‘'])(?:\S+\s){0,5}\S*[\w)’']|(?=.*[A-Z]{3})[^a-z.!]{3,60}")
_ENDS: Final = re.compile(r"[.!?…][\"'”’)\]]*$")
# Kinds of words that may mean a third where a speaker and another are named.
_OF_THIRDS: Final = ("he", "they", "both", "two sides", "allies")
_PRONOUNS: Final = ("he", "we", "they", "it", "i", "you")
# Words of two who compete, whoever they are.
_POWERS: Final = ("powers", "hegemons")
# How the voice of a statement is known that does not say itself who speaks.
_GOES_ON: Final = ("quotation", "document")


def is_credit(view: DocumentView, number: int) -> bool:
    """Tell whether a statement only says who wrote the document or owns it, so that it means no actor.

    The towns of "(Reporting by Ann Roe in Beijing)" and "By Ann Roe, Seoul" are those of the writers.
    """
    if is_boilerplate(view.written[number]):
        return True
    names_first = any(one.start <= len("By the ") for one in view.mentions[number])
    return number < BYLINE_WITHIN and not names_first and is_byline(view.written[number])


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


def is_not_meant(
    view: DocumentView, number: int, code: str, features: Mapping[str, float], pair: Pair | None
) -> bool:
    """Tell whether a statement surely does not mean an actor that it does not name.

    Such are the state whose words go on there and that does not speak of itself, a third where the statement names both
    of its "two sides" or a speaker says "we" and names another, and anybody in a heading between paragraphs that names
    nobody. `features` are those of `code` as a candidate, and `pair` are those whom the statement's "two sides" mean by
    the statements before, if any. In a language that leaves subjects out nothing is told.
    """
    if view.rules.speech.drops_subjects:
        return False
    if _speaks_of_others(view, number, code, features, pair):
        return True
    return pair is None and (
        _names_the_sides(view, number, code, features)
        or _is_of_speaker_and_another(view, number, code, features)
        or _is_subheading(view, number)
    )


def _speaks_of_others(
    view: DocumentView, number: int, code: str, features: Mapping[str, float], pair: Pair | None
) -> bool:
    """Tell whether the state whose words go on in a statement does not speak of itself there.

    It may by "we" or "I", by a word for itself or for a person of its own ("she", "the minister"), and as one of "the
    two sides". Of a statement that says itself who speaks ("she said") nothing is told.
    """
    voice, rules = view.voices[number], view.rules
    if voice is None or voice.code != code or voice.by not in _GOES_ON:
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


def _names_the_sides(view: DocumentView, number: int, code: str, features: Mapping[str, float]) -> bool:
    """Tell whether a statement names the two of its "two sides" itself, so that an actor not named is none of them.

    Whoever speaks there is still meant by "we" or "he said", and any other by a word of its own.
    """
    words, voice, text = view.rules.words.pairs, view.voices[number], view.statements[number]
    if words is None or words.sides.search(text) is None:
        return False
    if len({one.key for one in parties_of(view, number, words)}) < _BOTH:
        return False
    speaks = view.rules.words.first_person.search(text) is not None
    if voice is not None and voice.code == code and (speaks or voice.by == "statement"):
        return False
    return not any(
        value and name.startswith(_OF_ONE) and not any(power in name for power in _POWERS)
        for name, value in features.items()
    )


def _is_of_speaker_and_another(
    view: DocumentView, number: int, code: str, features: Mapping[str, float]
) -> bool:
    """Tell whether a state says "we" in a statement and names another one, so that a third is not meant by its words.

    "Beijing has been helpful, and we hope to go on with it" leaves nothing for a third, and "our allies" may.
    """
    voice, words, text = view.voices[number], view.rules.words, view.statements[number]
    if voice is None or voice.code in (OTHER, code) or words.first_person.search(text) is None:
        return False
    if not any(mention.target != voice.code for mention in view.mentions[number]):
        return False
    if any(words.cues[cue].search(text) for cue in _OF_THIRDS):
        return False
    return not any(value and name.startswith(_OF_ONE) for name, value in features.items())


def _is_subheading(view: DocumentView, number: int) -> bool:
    text, cues = view.statements[number], view.rules.words.cues
    if not number or view.holders[number] or not _ENDS.search(view.statements[number - 1]):
        return False
    return _SUBHEADING.fullmatch(text) is not None and not any(cues[one].search(text) for one in _PRONOUNS)
