"""What a classifier read in documents beside what the labels say, one outcome a target of a statement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from detente.model.errors import InputError, number_of
from detente.model.labels import NEUTRAL
from detente.model.prediction import Prediction
from detente.train.documents.document_predictions import DocumentPredictions
from detente.train.documents.labelled_documents import LabelledDocument, LabelledStance

MissKind = Literal["target not found", "target not labelled", "wrong stance", "wrong source"]
MISS_KINDS: Final[tuple[MissKind, ...]] = (
    "target not found",
    "target not labelled",
    "wrong stance",
    "wrong source",
)


@dataclass(frozen=True, slots=True)
class StanceOutcome:
    """A target of a statement that is labelled, found, or both.

    `document` counts the documents from 0, `position` the statements of one from 0. `label` is None where the labels
    have no such target, `prediction` where the classifier found none.
    """

    document: int
    position: int
    target: str
    label: LabelledStance | None
    prediction: Prediction | None

    @property
    def matched(self) -> bool:
        """Whether the target is both labelled and found."""
        return self.label is not None and self.prediction is not None

    @property
    def labelled_polar(self) -> bool:
        """Whether the label is hostile or cooperative."""
        return self.label is not None and self.label.polar

    @property
    def claimed_polar(self) -> bool:
        """Whether the classifier says hostile or cooperative."""
        return self.prediction is not None and self.prediction.stance != NEUTRAL

    @property
    def found_by_name(self) -> bool:
        """Whether the classifier found the target by its name in the statement."""
        # A classifier that reads statements alone finds by name only, and its predictions do not say so.
        return self.prediction is not None and self.prediction.named is not False

    @property
    def stance_right(self) -> bool:
        """Whether the target is found and its stance is that of the label."""
        return (
            self.label is not None
            and self.prediction is not None
            and self.prediction.stance == self.label.label
        )

    @property
    def dyad_right(self) -> bool:
        """Whether a hostile or cooperative stance is right, and so is who holds it."""
        return (
            self.label is not None
            and self.prediction is not None
            and self.labelled_polar
            and self.stance_right
            and self.prediction.source == self.label.source
        )

    @property
    def miss(self) -> MissKind | None:
        """What is wrong, None where nothing is."""
        if self.prediction is None:
            return "target not found"
        if self.label is None:
            return "target not labelled"
        if not self.stance_right:
            return "wrong stance"
        return "wrong source" if self.labelled_polar and not self.dyad_right else None


def stance_outcomes(
    documents: Sequence[LabelledDocument], predictions: DocumentPredictions
) -> list[StanceOutcome]:
    """Lay labels beside predictions, in the order of the documents; predictions with an error count as not found.

    `predictions` has one list a document and in it one a statement. Raises InputError where the numbers differ.
    """
    return list(_outcomes(documents, predictions))


def _outcomes(
    documents: Sequence[LabelledDocument], predictions: DocumentPredictions
) -> Iterator[StanceOutcome]:
    if len(documents) != len(predictions):
        raise InputError(
            f"{number_of(len(documents), 'document')} labelled, and {len(predictions)} predicted"
        )
    for number, (document, found) in enumerate(zip(documents, predictions, strict=True)):
        if len(document.statements) != len(found):
            expected = f"{number_of(len(document.statements), 'statement')} labelled"
            raise InputError(f"document {document.id}: {expected}, and {len(found)} predicted")
        for position, (statement, of_statement) in enumerate(zip(document.statements, found, strict=True)):
            labels = {stance.target: stance for stance in statement.stances}
            read = {each.target: each for each in of_statement if each.error is None}
            for target in dict.fromkeys([*labels, *read]):
                yield StanceOutcome(number, position, target, labels.get(target), read.get(target))
