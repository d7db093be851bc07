"""What everything that predicts pairs has in common: a StanceClassifier, an ensemble, a baseline."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from detente.model.document.plan import StatementPlan
from detente.model.explanation import Explanation
from detente.model.prediction import Prediction
from detente.model.splitting.spans import Span
from detente.model.text.actor_finder import Actor, ActorFinder, Mention
from detente.model.wording import LocatedPair


class Finder(Protocol):
    """Finds the targets of a statement; `ActorFinder` is one."""

    def find(self, statement: str, targets: Sequence[str] | None = None) -> list[Mention]:
        """Find the mentions of `targets`, or of the default actors, in a statement."""
        ...

    def resolve(self, target: str) -> Actor:
        """Return the actor of a code or name; raises ActorsError for an unknown code."""
        ...


class Classifier(Protocol):
    """Predicts (statement, target) pairs, one prediction a pair, in order."""

    def predict_pairs(
        self, pairs: Sequence[tuple[str | None, str]], *, spans: Sequence[Span | None] | None = None
    ) -> list[Prediction]:
        """Predict each pair; `spans` gives the mention of each target, None has it found.

        An invalid pair comes back with its `error` set.
        """
        ...


class NamedClassifier(Classifier, Protocol):
    """A classifier with a name for its rows and a finder for statements without targets."""

    @property
    def name(self) -> str:
        """Name and version of the checkpoint."""
        ...

    @property
    def finder(self) -> Finder:
        """Finds the targets of statements that name none."""
        ...


class PlanClassifier(NamedClassifier, Protocol):
    """A classifier that also predicts the statements of documents, and explains them; a StanceClassifier is one."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it knows, ISO 639-1."""
        ...

    def for_language(self, language: str) -> "PlanClassifier | None":
        """Return what predicts statements in a language: this classifier or another one; None where none knows it."""
        ...

    @property
    def finder(self) -> ActorFinder:
        """Finds the targets of statements, and the actors of documents."""
        ...

    def predict_each(
        self, statements: Sequence[Any], targets: Sequence[tuple[str, ...] | None]
    ) -> list[list[Prediction]]:
        """Predict each statement toward its own targets, None for those that it mentions: a list a statement."""
        ...

    def predict_plans(self, plans: Sequence[StatementPlan]) -> list[list[Prediction]]:
        """Predict statements as a document reader has planned them: a list a plan."""
        ...

    def predict_located(self, pairs: Iterable[LocatedPair]) -> list[Prediction]:
        """Predict pairs whose mentions are known, one prediction a pair, in order."""
        ...

    def explain_predictions(self, predictions: Iterable[Prediction]) -> Iterator[Explanation]:
        """Tell which words predictions of statements by themselves rest on, in order, as they are asked for."""
        ...
