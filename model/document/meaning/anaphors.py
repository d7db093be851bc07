"""The words of a statement that may mean an actor it does not name: "the North", "we", "he", "the two sides"."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Final

from detente.model.document.view import DocumentView
from detente.model.text.actor_finder import Mention
from detente.model.text.words import without_unread

__all__ = ["anaphor_of", "listed_words", "only_speaks"]

# Between a holder's name and a word for what is its own: "Iran's missile", "the Philippine Coast Guard".
_OWNS: Final = re.compile(r"(?:['’]s?)?\s")


def anaphor_of(view: DocumentView, number: int, code: str, pair: tuple[str, ...] | None = None) -> str | None:
    """Return the word of a statement that may mean `code`, as written; None where only the document shows it.

    `pair` are those whom its "two sides" or "three sides" mean: the words for them come first, then the speaker's "we",
    the listed words, and pronouns, but for that of who speaks ("she said"), which means nobody else.
    """
    text, words, voice = view.statements[number], view.rules.words, view.voices[number]
    speaks = voice is not None and voice.code == code
    listed = next(listed_words(view, number, code), None)
    match, spoken = listed, None
    if words.pairs is not None:
        spoken = None if voice is None else voice.phrase
        we = words.cues["we"].search(text) if speaks else None
        match = _of_sides(view, number, code, pair) or we or listed
    if match is None and speaks:
        match = words.cues["we"].search(text) or words.cues["i"].search(text)
        if match is None and words.pairs is not None and spoken is not None:
            match = words.pairs.subject.match(text, *spoken)
    for name in words.pronouns:
        match = match or _outside(
            words.cues[name].finditer(text), view.mentions[number], None if speaks else spoken
        )
    return None if match is None else view.written[number][match.start() : match.end()]


def only_speaks(view: DocumentView, number: int, code: str, mention: str | None) -> bool:
    """Tell whether a statement that names nobody means `code` by `mention` alone, the pronoun of who says it."""
    voice, words = view.voices[number], view.rules.words.pairs
    if words is None or mention is None or view.mentions[number]:
        return False
    if voice is None or voice.code != code or voice.phrase is None:
        return False
    return (
        words.subject.fullmatch(mention) is not None and view.written[number][slice(*voice.phrase)] == mention
    )


def listed_words(view: DocumentView, number: int, code: str) -> Iterator[re.Match[str]]:
    """Yield the listed words of a statement that may mean `code`: none that is part of another's name, or another's.

    The House of "the Blue House", the Kim of "Kim Dae-jung" and the South of "Ann Roe (Ashby South)" are part of one;
    the missile of "a U.S. missile" is another's.
    """
    text, pattern = view.statements[number], view.rules.words.listed.get(code)
    matches = [] if pattern is None else list(pattern.finditer(without_unread(text)))
    if not matches:
        return
    names = [(one.start, one.end) for one in view.mentions[number]]
    surnames = [(one.start, one.end) for one in view.persons[number] if one.person.state != code]
    others = [(start, end) for start, end, other in view.rules.holders.spans_in(text) if other != code]
    ends = {end for _, end in (*names, *others)}
    for match in matches:
        start, end = match.span()
        name, surname = (_last_before(spans, start) for spans in (names, surnames))
        within = (end <= name[1] and name != (start, end)) or end <= surname[1]
        owned = any(at in ends and _OWNS.fullmatch(text, at, start) for at in range(start - 3, start))
        if not within and not owned:
            yield match


def _last_before(spans: Sequence[tuple[int, int]], start: int) -> tuple[int, int]:
    """The last of the spans, which are by position, that begins by `start`; an empty one where none does."""
    at = bisect_right(spans, start, key=itemgetter(0))
    return spans[at - 1] if at else (0, 0)


def _of_sides(
    view: DocumentView, number: int, code: str, pair: tuple[str, ...] | None
) -> re.Match[str] | None:
    """The words of a statement for two or three states, if `code` is one of these or nobody knows who they are."""
    text, words = view.statements[number], view.rules.words.pairs
    if words is None or (code not in pair if pair else len(view.holders[number]) > 1):
        return None
    if pair is not None and len(pair) > 2:
        return words.threes.search(text)
    ours = words.ours.search(text) if pair and pair == view.authors else None
    return words.sides.search(text) or ours or (words.they.match(text) if pair else None)


def _outside(
    matches: Iterable[re.Match[str]], mentions: Sequence[Mention], spoken: tuple[int, int] | None
) -> re.Match[str] | None:
    """The first match that is no part of a name and not who speaks: of "the Foreign Ministry of China" none."""
    spans = [(one.start, one.end) for one in mentions]
    spans += [] if spoken is None else [spoken]
    return next(
        (
            match
            for match in matches
            if not any(start <= match.start() and match.end() <= end for start, end in spans)
        ),
        None,
    )
