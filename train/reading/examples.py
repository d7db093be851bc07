"""Examples for reading documents: every pair that a labelled document may mean, with what is known of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from detente.model.document.candidates import CandidateFeatures, candidate_features
from detente.model.document.reader import DocumentReader, context_of
from detente.model.document.source_features import source_features
from detente.model.labels import SOURCES
from detente.model.prediction import PairProbabilities, Prediction
from detente.train.documents.labelled_documents import LabelledDocument, LabelledStance

__all__ = ["Example", "build_examples"]


@dataclass(frozen=True, slots=True)
class Example:
    """One statement and one actor that its document names.

    `document` is the number of its document. `candidate` are the features of an actor that the statement does not
    name, None where it does. `sources` are the features of each source. `alone` and `context` are what the network
    says of the pair. `stance` is the label, None where the actor is not meant.
    """

    document: int
    named: bool
    candidate: CandidateFeatures | None
    sources: Mapping[str, Mapping[str, float]]
    alone: PairProbabilities
    context: PairProbabilities
    stance: LabelledStance | None


class PairPredictor(Protocol):
    """What predicts pairs of a statement and a target, in order: a StanceClassifier does."""

    def predict_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Prediction]:
        """Predict pairs."""
        ...


def build_examples(
    documents: Sequence[LabelledDocument],
    reader: DocumentReader,
    classifier: PairPredictor,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> list[Example]:
    """Read each document and ask the network of every pair twice: alone, and after the statement before."""
    examples: list[Example] = []
    for number, document in enumerate(documents):
        examples += _of_document(number, document, reader, classifier)
        if progress is not None:
            progress(number + 1, len(documents))
    return examples


def _of_document(
    number: int, document: LabelledDocument, reader: DocumentReader, classifier: PairPredictor
) -> Iterator[Example]:
    texts = document.texts
    view = reader.view(texts, facts=document.facts)
    contexts = [context_of(texts, at) for at in range(len(texts))]
    found: list[tuple[int, str, CandidateFeatures | None]] = []
    for at, candidates in enumerate(candidate_features(view)):
        named = dict.fromkeys(mention.target for mention in view.mentions[at])
        found += [(at, code, None) for code in named]
        found += [(at, code, features) for code, features in candidates.items()]
    alone = classifier.predict_pairs([(texts[at], code) for at, code, _ in found])
    context = classifier.predict_pairs(
        [(f"{contexts[at]} {texts[at]}".strip(), code) for at, code, _ in found]
    )
    labels = [{stance.target: stance for stance in one.stances} for one in document.statements]
    for (at, code, features), first, second in zip(found, alone, context, strict=True):
        if first.error is None and second.error is None:
            yield Example(
                number,
                features is None,
                features,
                source_features(view, at, code, SOURCES),
                _probabilities(first),
                _probabilities(second),
                labels[at].get(code),
            )


def _probabilities(prediction: Prediction) -> PairProbabilities:
    return PairProbabilities(
        np.array(list(prediction.probabilities.values())),
        np.array(list(prediction.source_probabilities.values())),
        prediction.truncated,
    )
