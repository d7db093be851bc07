"""Labelled documents as pairs that a network learns from: each statement after the one before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.model.document.joining import context_pair
from detente.model.document.reader import DocumentReader
from detente.model.labels import NEUTRAL
from detente.model.text.actor_finder import ActorFinder
from detente.model.wording import LocatedPair
from detente.train.documents.labelled_documents import LabelledDocument
from detente.train.labels.pairs import LabelledPair

__all__ = ["ContextPair", "context_pairs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextPair(LabelledPair):
    """A labelled pair of a document: `text` is the context and the statement, `located` what the network reads."""

    located: LocatedPair


def context_pairs(
    documents: Sequence[LabelledDocument], finder: ActorFinder, *, context_end: str
) -> list[ContextPair]:
    """Return the pairs that reading the documents would ask a network for in context, with their labels.

    These are the targets that a statement names and those that it may mean. One that it does not mean is neutral.
    `context_end` is that of the network's wording.
    """
    reader = DocumentReader(finder)
    return [pair for document in documents for pair in _of_document(document, reader, context_end)]


def _of_document(
    document: LabelledDocument, reader: DocumentReader, context_end: str
) -> Iterator[ContextPair]:
    plans = reader.read(document.texts, facts=document.facts, language=document.language)
    for statement, plan in zip(document.statements, plans, strict=True):
        labels = {stance.target: stance for stance in statement.stances}
        for meant in plan.targets:
            located = context_pair(reader.finder, plan, meant, context_end=context_end)
            label = labels.get(meant.target)
            yield ContextPair(
                id=statement.id,
                text=located.statement,
                target=meant.target,
                label=NEUTRAL if label is None else label.label,
                source=None if label is None else label.source,
                corpus=document.corpus,
                publisher=document.publisher,
                date=document.date,
                located=located,
            )
