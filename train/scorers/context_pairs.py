"""Labelled documents as pairs that a network learns from: each statement after the one before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from detente.model.document.plan import context_pair, question_pair
from detente.model.document.reader import DocumentReader
from detente.model.document.scorers import LEAST_SCORE, MEANT
from detente.model.labels import NEUTRAL
from detente.model.text.actor_finder import ActorFinder
from detente.model.wording import LocatedPair, Wording
from detente.train.documents.labelled_documents import LabelledDocument
from detente.train.labels.pairs import LabelledPair

__all__ = ["ContextPair", "context_pairs"]

# Candidates of lower log odds teach nothing about who is meant: hardly one in fifty is.
_LEAST_LEARNT: Final = -3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextPair(LabelledPair):
    """A labelled pair of a document: `text` is the context and the statement, `located` what the network reads."""

    located: LocatedPair


def context_pairs(
    documents: Sequence[LabelledDocument], finder: ActorFinder, *, wording: Wording
) -> list[ContextPair]:
    """Return the pairs that reading the documents would ask a network for in context, with their labels.

    These are the targets that a statement names and those that it may mean. One that it does not mean is neutral.
    `wording` is that of the network; where it has a question, there is one more pair for every target that is not
    named: cooperative if it is meant, else neutral.
    """
    reader = DocumentReader(finder, least_score=_LEAST_LEARNT if wording.question else LEAST_SCORE)
    return [pair for document in documents for pair in _of_document(document, reader, wording)]


def _of_document(
    document: LabelledDocument, reader: DocumentReader, wording: Wording
) -> Iterator[ContextPair]:
    plans = reader.read(document.texts, facts=document.facts, language=document.language)
    for statement, plan in zip(document.statements, plans, strict=True):
        labels = {stance.target: stance for stance in statement.stances}
        for meant in plan.targets:
            label = labels.get(meant.target)
            if meant.named or meant.meant_score >= LEAST_SCORE:
                located = context_pair(reader.finder, plan, meant, context_end=wording.context_end)
                stance = NEUTRAL if label is None else label.label
                source = None if label is None else label.source
                yield _pair(document, statement.id, located, label=stance, source=source)
            if wording.question and not meant.named:
                asked = question_pair(reader.finder, plan, meant, wording=wording)
                yield _pair(document, statement.id, asked, label=NEUTRAL if label is None else MEANT)


def _pair(
    document: LabelledDocument, number: str, located: LocatedPair, *, label: str, source: str | None = None
) -> ContextPair:
    return ContextPair(
        id=number,
        text=located.statement,
        target=located.target,
        label=label,
        source=source,
        corpus=document.corpus,
        publisher=document.publisher,
        date=document.date,
        located=located,
    )
