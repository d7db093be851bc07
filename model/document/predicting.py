"""Predicts whole documents: what a StanceClassifier and a RoutedClassifier have in common for them."""

import datetime
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain

from detente.model.document.facts import DocumentFacts, checked_facts, given_date, given_text
from detente.model.document.joining import in_own_voice
from detente.model.document.plan import StatementPlan
from detente.model.document.reader import DocumentReader
from detente.model.errors import InputError, number_of
from detente.model.prediction import Prediction, failed
from detente.model.statement_predicting import StatementPredictor, codes_of
from detente.model.text.language import languages_of
from detente.model.text.statements import split_statements
from detente.model.text.text_error import text_error
from detente.model.wording import LocatedPair

__all__ = ["DocumentPredictor"]


class DocumentPredictor(StatementPredictor):
    """The reading of documents, for whatever predicts statements by their plans."""

    def read(
        self,
        document: str | None,
        targets: Iterable[str] | str | None = None,
        *,
        alone: bool = False,
        any_language: bool = False,
        speaker: str | None = None,
        publisher: str | None = None,
        date: str | datetime.date | float | None = None,
    ) -> list[Prediction]:
        """Split a document into statements, read it as a whole, and predict each statement toward whom it means.

        A target is predicted where the statement names it, or where the document shows that it is meant ("the
        North", "he", "both sides"). `targets` are codes or names; None means the default ones.

        `speaker` is the code or name of the state in whose voice the document is written, `publisher` is who published
        it, and `date` when: a date, or a text such as 2024-05-01, 1 May 2024 or 2024. Each may be unknown: None, empty
        or missing. If speaker and publisher are both unknown, the publisher is read from the dateline or letterhead of
        the document, if that shows one that speaks for a state. `source_by` is then "publisher" where the narrator is
        the source. Statements in scripts other than those of English, Korean and Chinese are read by themselves.
        With `alone`, each statement is read by itself and `targets` are those of `predict`; these three are refused.

        Returns the predictions in order, and none for a statement without a target. A statement in a language that the
        classifier does not know has one prediction, without a target, with the error, unless `any_language` is true.
        A document that is missing, or no text, gives one prediction with that error. Raises ActorsError if
        one of `targets` is unknown, and InputError for an unknown speaker, a date that cannot be read, a speaker or
        publisher that is no text, and one of the three beside `alone`.
        """
        facts = DocumentFacts(
            given_text(publisher, "publisher"), given_date(date), given_text(speaker, "speaker")
        )
        if alone and facts != DocumentFacts():
            raise InputError(
                "alone=True reads every statement by itself, so a speaker, publisher or date has no effect: "
                "leave one out"
            )
        if not isinstance(document, str):
            return [failed(document, "", text_error(document, "document"))]
        statements = split_statements(document)
        texts = [statement.text for statement in statements]
        if alone:
            refused = {} if any_language else self._refused(texts, languages_of(texts))
            codes = codes_of(targets, self.finder)
            return list(chain(*self.predict_rest(refused, texts, [codes] * len(texts))))
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
        statements: Iterable[str | None],
        *,
        facts: DocumentFacts | None = None,
        targets: Iterable[str] | str | None = None,
        labels: Iterable[str | None] | None = None,
        datelines: Iterable[str | None] | None = None,
        any_language: bool = False,
    ) -> list[list[Prediction]]:
        """Predict the statements of one document, given in order: a list of predictions for each, as in `read`.

        `facts` is what is known of the document; `labels` are the speakers of a transcript's turns, one a statement
        or None, and `datelines` what was cut off each as its dateline. A statement that is missing, or no text, gives
        one prediction with that error. Raises ActorsError if one of `targets` is unknown, and InputError for an unknown
        speaker, a date that cannot be read, and labels or datelines that are not one a statement.
        """
        # A column of pandas is read in its order, whatever its index.
        given, labels = list(statements), None if labels is None else list(labels)
        datelines = None if datelines is None else list(datelines)
        for name, of_each in (("label", labels), ("dateline", datelines)):
            if of_each is not None and len(of_each) != len(given):
                raise InputError(
                    f"{number_of(len(of_each), name)} for {number_of(len(given), 'statement')}: give one a "
                    "statement, or None"
                )
        texts = [one if isinstance(one, str) else "" for one in given]
        codes = codes_of(targets, self.finder)
        known = checked_facts(facts or DocumentFacts(), self.finder)
        inferred = self.document_reader.inferred_publisher(texts, datelines, facts=known)
        known = known if inferred is None else replace(known, publisher=inferred)
        languages = languages_of(texts)
        found = {} if any_language else self._refused(texts, languages)
        found |= {
            number: [failed(one, "", text_error(one))]
            for number, one in enumerate(given)
            if not isinstance(one, str)
        }
        plans = self.document_reader.read_mixed(texts, languages, facts=known, labels=labels, targets=codes)
        planned = {
            number: plan for number, plan in enumerate(plans) if plan is not None and number not in found
        }
        found |= zip(planned, self.predict_plans(list(planned.values())), strict=True)
        rest = [number for number in range(len(texts)) if number not in found]
        mentioned = [
            tuple(dict.fromkeys(mention.target for mention in self.finder.find(texts[number], codes)))
            for number in rest
        ]
        alone = self.predict_each([texts[number] for number in rest], mentioned)
        own = self.document_reader.own_voice(known)
        found |= zip(rest, ([in_own_voice(one, own) for one in some] for some in alone), strict=True)
        return [found[number] for number in range(len(texts))]

    def _refused(self, statements: Sequence[str], languages: Sequence[str]) -> dict[int, list[Prediction]]:
        """The statements in languages that are not known, by number, each with its error."""
        return {
            number: [failed(statement, "", error)]
            for number, (statement, language) in enumerate(zip(statements, languages, strict=True))
            if (error := self.language_error(language)) is not None
        }

    @cached_property
    def document_reader(self) -> DocumentReader:
        """What reads documents, with the shipped list of publishers."""
        return DocumentReader(self.finder)

    @abstractmethod
    def predict_plans(self, plans: Sequence[StatementPlan]) -> list[list[Prediction]]:
        """Predict statements as a DocumentReader has planned them: a list a plan, a prediction for each target.

        The plans may be of several documents. A statement that neither names nor means a target has an empty list.
        """

    @abstractmethod
    def predict_located(self, pairs: Iterable[LocatedPair]) -> list[Prediction]:
        """Predict pairs whose mentions are known, one prediction a pair, in order."""
