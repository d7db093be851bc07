"""The statements of labelled documents predicted: in their document, or each one alone."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from detente.model.classifying import NamedClassifier
from detente.model.document.facts import DocumentFacts
from detente.model.prediction import Prediction
from detente.train.documents.labelled_documents import LabelledDocument

# One list a document, in it one list a statement, in it one prediction a target.
DocumentPredictions = list[list[list[Prediction]]]

# Called with the number of documents done and of all.
Progress = Callable[[int, int], None]

_NO_FACTS = DocumentFacts()


class DocumentClassifier(NamedClassifier, Protocol):
    """A classifier that reads statements in their document."""

    def predict_document(
        self,
        statements: Sequence[str],
        *,
        facts: DocumentFacts = _NO_FACTS,
        targets: Iterable[str] | None = None,
    ) -> list[list[Prediction]]:
        """Predict the statements of a document: one list a statement, one prediction a target named or meant."""
        ...


def predict_in_documents(
    classifier: DocumentClassifier, documents: Sequence[LabelledDocument], *, progress: Progress | None = None
) -> DocumentPredictions:
    """Predict each document as a whole, with its publisher and date and without its labels."""
    found = []
    for number, document in enumerate(documents, start=1):
        found.append(classifier.predict_document(document.texts, facts=document.facts))
        if progress is not None:
            progress(number, len(documents))
    return found


def predict_alone(
    classifier: NamedClassifier, documents: Sequence[LabelledDocument], *, progress: Progress | None = None
) -> DocumentPredictions:
    """Predict each statement by itself, toward the targets that the finder finds in it."""
    found = []
    for number, document in enumerate(documents, start=1):
        found.append(_each_alone(classifier, document.texts))
        if progress is not None:
            progress(number, len(documents))
    return found


def _each_alone(classifier: NamedClassifier, texts: Sequence[str]) -> list[list[Prediction]]:
    targets = [
        list(dict.fromkeys(mention.target for mention in classifier.finder.find(text))) for text in texts
    ]
    pairs = [(text, target) for text, of_one in zip(texts, targets, strict=True) for target in of_one]
    predictions = iter(classifier.predict_pairs(pairs))
    return [[next(predictions) for _ in of_one] for of_one in targets]
