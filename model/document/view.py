"""One document as it is read: who is named, who speaks and who may hold a stance in each of its statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.model.document.following.speaking import Voice
from detente.model.document.persons import PersonMention
from detente.model.document.rules.reading_rules import ReadingRules
from detente.model.text.actor_finder import Mention

__all__ = ["DocumentView"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """One document as it is read; every sequence has one entry a statement.

    `rules` are those of its language. `statements` are in the signs of its rules, and `written` as they were given.
    `own` is the state in whose voice the document is written, None where it is not known. `shortened` are the actors
    named by a short name alone ("the North").
    `holders` are those whom it names and who may hold a stance, by code and in order, each with its place: the actors,
    their persons, and others; `holder_shares` are the parts of the statements that name each of these. `contexts` are
    the numbers of the statements that the network reads before each, None for none. `authors` are the codes of those
    who make a joint statement, empty for any other document.
    """

    rules: ReadingRules
    statements: Sequence[str]
    written: Sequence[str]
    mentions: Sequence[Sequence[Mention]]
    persons: Sequence[Sequence[PersonMention]]
    voices: Sequence[Voice | None]
    own: str | None
    shortened: Sequence[frozenset[str]]
    holders: Sequence[Sequence[tuple[int, str]]]
    holder_shares: Mapping[str, float]
    contexts: Sequence[int | None]
    authors: tuple[str, ...] = ()
