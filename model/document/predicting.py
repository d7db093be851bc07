"""Predicts the statements of documents by their plans: what a StanceClassifier has for whole documents."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import Any, Self

from detente.model.checkpoint.folder import Checkpoint
from detente.model.document.facts import DocumentFacts, checked_facts
from detente.model.document.joining import in_own_voice, predict_planned
from detente.model.document.plan import StatementPlan
from detente.model.document.reader import DocumentReader, is_readable
from detente.model.errors import InputError
from detente.model.languages import unsupported_language
from detente.model.prediction import Prediction, failed
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.language import UNDETERMINED, languages_of
from detente.model.text.statements import split_statements
from detente.model.text.text_error import text_error
from detente.model.wording import LocatedPair

__all__ = ["PlanPredictor"]


class PlanPredictor(ABC):
    """The reading of documents, which StanceClassifier inherits."""

    finder: ActorFinder
    checkpoint: Checkpoint

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the checkpoint knows, ISO 639-1."""
        return self.checkpoint.settings.languages

    def for_language(self, language: str) -> Self | None:
        """Return this classifier if its checkpoint knows the language or it cannot be told, else None."""
        return self if language in (*self.languages, UNDETERMINED) else None

    def read(
        self,
        document: str,
        targets: Iterable[str] | str | None = None,
        *,
        alone: bool = False,
        any_language: bool = False,
        speaker: str | None = None,
        publisher: str | None = None,
        date: str | None = None,
    ) -> list[Prediction]:
        """Split a document into statements, read it as a whole, and predict each statement toward whom it means.

        A target is predicted where the statement names it, or where the document shows that it is meant ("the
        North", "he", "both sides"). `targets` are codes or names, None the default ones. `speaker` is the code or name
        of the state in whose voice the document is written, `publisher` who published it, and `date` when, in ISO
        8601; each may be unknown. Where speaker and publisher both are, the publisher is read from the dateline or
        letterhead of the document, if it shows one that speaks for a state: `source_by` then is "publisher" where the
        narrator is the source. Statements in Korean, Chinese and other scripts are read by themselves.
        `alone` reads each statement by itself, as `predict` does, with `targets` as there and without these three.

        Returns the predictions in order, and none for a statement without a target. A statement in a language that the
        checkpoint does not know has one prediction, without a target, with the error; `any_language` predicts it all
        the same. Raises ActorsError if one of `targets` is unknown, and InputError for an unknown speaker, a date that
        cannot be read, and one of the three beside `alone`.
        """
        facts = DocumentFacts(publisher=publisher, date=date, speaker=speaker)
        if alone and facts != DocumentFacts():
            raise InputError(
                "alone=True reads every statement by itself, so a speaker, publisher or date has no effect: "
                "leave one out"
            )
        statements = split_statements(document)
        texts = [statement.text for statement in statements]
        if alone:
            found = {} if any_language else self._refused(texts, languages_of(texts))
            rest = [number for number in range(len(texts)) if number not in found]
            wanted = [self._wanted(targets)] * len(rest)
            found |= zip(rest, self._predict_each([texts[number] for number in rest], wanted), strict=True)
            return list(chain(*(found[number] for number in range(len(texts)))))
        predicted = self.predict_document(
            texts,
            facts=facts,
            targets=targets,
            labels=[statement.speaker for statement in statements],
            datelines=[statement.dateline for statement in statements],
            any_language=any_language,
        )
        return list(chain(*predicted))

    def predict_document(
        self,
        statements: Sequence[str],
        *,
        facts: DocumentFacts | None = None,
        targets: Iterable[str] | str | None = None,
        labels: Sequence[str | None] | None = None,
        datelines: Sequence[str | None] | None = None,
        any_language: bool = False,
    ) -> list[list[Prediction]]:
        """Predict the statements of one document, given in order: a list of predictions for each, as in `read`.

        `facts` is what is known of the document; `labels` are the speakers of a transcript's turns, one a statement
        or None, and `datelines` what was cut off each as its dateline. Raises ActorsError if one of `targets` is
        unknown, and InputError for an unknown speaker and a date that cannot be read.
        """
        codes = self._wanted(targets)
        known = checked_facts(facts or DocumentFacts(), self.finder)
        inferred = self.document_reader.inferred_publisher(statements, datelines, facts=known)
        known = known if inferred is None else replace(known, publisher=inferred)
        languages = languages_of(statements)
        found = {} if any_language else self._refused(statements, languages)
        read = [number for number, text in enumerate(statements) if is_readable(text, languages[number])]
        plans = self.document_reader.read(
            [statements[number] for number in read],
            facts=known,
            labels=None if labels is None else [labels[number] for number in read],
            targets=codes,
        )
        planned = {number: plan for number, plan in zip(read, plans, strict=True) if number not in found}
        found |= zip(planned, self.predict_plans(list(planned.values())), strict=True)
        rest = [number for number in range(len(statements)) if number not in found]
        mentioned = [
            tuple(dict.fromkeys(mention.target for mention in self.finder.find(statements[number], codes)))
            for number in rest
        ]
        alone = self._predict_each([statements[number] for number in rest], mentioned)
        own = self.document_reader.own_voice(known)
        found |= zip(rest, ([in_own_voice(one, own) for one in some] for some in alone), strict=True)
        return [found[number] for number in range(len(statements))]

    def predict_plans(self, plans: Sequence[StatementPlan]) -> list[list[Prediction]]:
        """Predict statements as a DocumentReader has planned them: a list a plan, a prediction for each target.

        The plans may be of several documents. A statement that neither names nor means a target has an empty list.
        """
        return predict_planned(
            plans,
            predict=self.predict_located,
            finder=self.finder,
            scorers=self.document_reader.scorers,
            too_close_below=self.checkpoint.settings.too_close_below,
            context_end=self.checkpoint.settings.wording.context_end,
        )

    def predict_located(self, pairs: Iterable[LocatedPair]) -> list[Prediction]:
        """Predict pairs whose mentions are known, in order; one with an invalid statement has its error set."""
        return self._predict(map(_checked, pairs))

    @cached_property
    def document_reader(self) -> DocumentReader:
        """What reads documents, with the shipped list of publishers."""
        return DocumentReader(self.finder)

    def _refused(self, statements: Sequence[str], languages: Sequence[str]) -> dict[int, list[Prediction]]:
        """The statements in languages that the checkpoint does not know, by number, each with its error."""
        return {
            number: [failed(statement, "", unsupported_language(language, self.languages))]
            for number, (statement, language) in enumerate(zip(statements, languages, strict=True))
            if self.for_language(language) is None
        }

    def _wanted(self, targets: Iterable[str] | str | None) -> tuple[str, ...] | None:
        if targets is None:
            return None
        return self._codes([targets] if isinstance(targets, str) else targets)

    @abstractmethod
    def _codes(self, targets: Iterable[str]) -> tuple[str, ...]:
        """Return the codes of targets, each once."""

    @abstractmethod
    def _predict(self, pairs: Iterable[LocatedPair | Prediction]) -> list[Prediction]:
        """Predict pairs whose mentions are known."""

    @abstractmethod
    def _predict_each(
        self, statements: Sequence[Any], targets: Sequence[tuple[str, ...] | None]
    ) -> list[list[Prediction]]:
        """Predict each statement by itself toward its own targets, None for those that it mentions."""


def _checked(pair: LocatedPair) -> LocatedPair | Prediction:
    """The pair, or its prediction with an error where the network cannot be given the statement."""
    error = text_error(pair.statement)
    return pair if error is None else Prediction(pair.statement, pair.target, error=error)
