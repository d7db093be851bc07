"""Examples for reading documents: every pair that a labelled document may mean, with what is known of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.model.document.meaning.candidates import CandidateFeatures, candidate_features
from detente.model.document.plan import alone_pair, context_pair
from detente.model.document.reader import DocumentReader
from detente.model.document.scorers import Scorers
from detente.model.document.source_features import foe_features, source_features
from detente.model.prediction import PairProbabilities, PredictLocated
from detente.model.text.actor_finder import ActorFinder
from detente.train.documents.labelled_documents import LabelledDocument, LabelledStance

__all__ = ["Example", "build_examples"]

# Every actor that a document names is a candidate everywhere in it.
_EVERYBODY: Final = Scorers(meant={"bias": 1.0}, stance=np.zeros((7, 3)), source={}, threshold=0.0)


@dataclass(frozen=True, slots=True)
class Example:
    """One statement and one actor that its document names.

    `document` is the number of its document. `candidate` are the features of an actor that the statement does not
    name, None where it does. `sources` are the features of each source, and `foes` what more it has where the stance is
    hostile. `alone` and `context` are what the network says of the pair. `stance` is the label, None where the actor is
    not meant. `partner` is that of the plan. `weight` is how much the example counts: less
    than one where its document is unlike those that will be read.
    """

    document: int
    named: bool
    candidate: CandidateFeatures | None
    sources: Mapping[str, Mapping[str, float]]
    foes: Mapping[str, Mapping[str, float]]
    alone: PairProbabilities
    context: PairProbabilities
    stance: LabelledStance | None
    partner: str | None
    weight: float = 1.0


def build_examples(
    documents: Sequence[LabelledDocument],
    finder: ActorFinder,
    predict: PredictLocated,
    *,
    context_end: str = " ",
    progress: Callable[[int, int], None] | None = None,
) -> list[Example]:
    """Read each document and ask the network of every pair twice: alone, and after the statement before.

    `context_end` is that of the network's wording.
    """
    reader = DocumentReader(finder, scorers=_EVERYBODY)
    examples: list[Example] = []
    for number, document in enumerate(documents):
        examples += _of_document(number, document, reader, predict, context_end)
        if progress is not None:
            progress(number + 1, len(documents))
    return examples


def _of_document(
    number: int, document: LabelledDocument, reader: DocumentReader, predict: PredictLocated, context_end: str
) -> Iterator[Example]:
    texts, facts, language = document.texts, document.facts, document.language
    view = reader.view(texts, facts=facts, language=language)
    candidates = candidate_features(view)
    pairs = [
        (at, plan, meant)
        for at, plan in enumerate(reader.read(texts, facts=facts, language=language))
        for meant in plan.targets
    ]
    alone = predict(alone_pair(reader.finder, plan, meant) for _, plan, meant in pairs)
    context = predict(
        context_pair(reader.finder, plan, meant, context_end=context_end) for _, plan, meant in pairs
    )
    labels = [{stance.target: stance for stance in one.stances} for one in document.statements]
    for (at, _, meant), first, second in zip(pairs, alone, context, strict=True):
        if first.error is None and second.error is None:
            yield Example(
                number,
                meant.named,
                None if meant.named else candidates[at][meant.target],
                source_features(view, at, meant.target),
                foe_features(view, at, meant.target),
                PairProbabilities.of(first),
                PairProbabilities.of(second),
                labels[at].get(meant.target),
                meant.partner,
            )
