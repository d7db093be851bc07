"""A checkpoint for each language: another one answers in the languages that the first does not know."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self, TypedDict, TypeVar

from detente.model.checkpoint.folder import Checkpoint, open_checkpoint
from detente.model.checkpoint.reloading import how_loaded
from detente.model.checkpoint.shipped import PUBLISHED, is_installed
from detente.model.classifier import StanceClassifier
from detente.model.classifying import PlanClassifier
from detente.model.document.plan import StatementPlan
from detente.model.document.predicting import DocumentPredictor
from detente.model.encoders.backends import Backend, Precision, check_threads, choose, load_encoder
from detente.model.explanation import Explanation
from detente.model.prediction import Prediction
from detente.model.splitting.spans import Span
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.language import UNDETERMINED, statement_language
from detente.model.text.list_file import paths_of
from detente.model.wording import LocatedPair, with_spans

__all__ = [
    "Deferred",
    "RoutedClassifier",
    "load_classifier",
    "other_languages",
    "predict_together",
    "second_checkpoint",
]

# Answers in the languages that `published` does not know, where it is installed.
_MULTI: Final = "published-multi"

_Asked = TypeVar("_Asked")
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class _Options(TypedDict):
    """How checkpoints are run, as `StanceClassifier.from_pretrained` takes it."""

    backend: Backend
    device: str | None
    threads: int | None
    precision: Precision


def load_classifier(
    checkpoint: str | Path | None = None,
    *,
    backend: Backend = "auto",
    device: str | None = None,
    threads: int | None = None,
    precision: Precision = "auto",
    actors: str | Path | Iterable[str | Path] | None = None,
    any_language: bool = False,
) -> DocumentPredictor:
    """Load what `detente predict` uses: the checkpoint named, or the published one with `multi` beside it if installed.

    Each of the two is loaded when the first statement in one of its languages comes. With `any_language`, the first
    checkpoint predicts statements in all other languages too. The other arguments, and the errors that are raised, are
    those of `StanceClassifier.from_pretrained`.

    The result has `predict`, `predict_pairs`, `read`, `explain`, `explain_predictions`, `name`, `finder` and
    `languages`, as a StanceClassifier has them. `languages` are those of both checkpoints, `name` is that of the first.
    """
    check_threads(threads)
    files = paths_of(actors)
    options: _Options = {"backend": backend, "device": device, "threads": threads, "precision": precision}
    if (second := second_checkpoint(checkpoint)) is None:
        alone = StanceClassifier.from_pretrained(checkpoint, actors=files, **options)
        if not any_language:
            return alone
        routed = RoutedClassifier(Deferred.loaded_already(alone), any_language=True)
    else:
        finder = ActorFinder.from_files(*files)
        # The published checkpoint is no cascade, which would ask a third one.
        first = open_checkpoint(checkpoint)
        both = (_deferred(found, finder, options) for found in (first, second))
        routed = RoutedClassifier(*both, any_language=any_language)
    routed._loading = how_loaded(
        load_classifier, checkpoint, actors=files, any_language=any_language, **options
    )
    return routed


def second_checkpoint(checkpoint: str | Path | None = None) -> Checkpoint | None:
    """Return what answers where the checkpoint named does not know the language: `multi` beside the published one.

    None where another checkpoint is named, `multi` is not installed, or it knows no more languages. Raises
    CheckpointError if one of them is broken.
    """
    if checkpoint not in (None, PUBLISHED) or not is_installed(_MULTI):
        return None
    second = open_checkpoint(_MULTI)
    return second if other_languages(second, checkpoint) else None


def other_languages(second: Checkpoint, checkpoint: str | Path | None) -> list[str]:
    """Return the languages that `second` knows and the checkpoint named does not, ISO 639-1."""
    known = open_checkpoint(checkpoint).settings.languages
    return [language for language in second.settings.languages if language not in known]


@dataclass(frozen=True)
class Deferred:
    """A classifier that is loaded when it is asked; its name, languages (ISO 639-1) and finder are known before."""

    name: str
    languages: tuple[str, ...]
    finder: ActorFinder
    load: Callable[[], PlanClassifier]

    @classmethod
    def loaded_already(cls, classifier: PlanClassifier) -> Self:
        """Return a classifier that is there as one that might be loaded."""
        return cls(classifier.name, classifier.languages, classifier.finder, lambda: classifier)

    @cached_property
    def classifier(self) -> PlanClassifier:
        """The classifier, loaded now if it was not yet. Raises CheckpointError if that fails."""
        return self.load()


def _deferred(found: Checkpoint, finder: ActorFinder, options: _Options) -> Deferred:
    choice = choose(found, options["backend"], device=options["device"], precision=options["precision"])

    def load() -> StanceClassifier:
        encoder = load_encoder(found, choice, threads=options["threads"])
        return StanceClassifier(found, encoder, finder=finder, threads=options["threads"])

    return Deferred(found.name, found.settings.languages, finder, load)


class RoutedClassifier(DocumentPredictor):
    """Asks one classifier, and a second one in the languages that the first does not know.

    `any_language` has the first answer in all other languages too. A pair without a language of its own is predicted
    in that of its statement, by the first classifier where neither knows it.
    """

    def __init__(
        self, first: Deferred, second: Deferred | None = None, *, any_language: bool = False
    ) -> None:
        self._first = first
        self._second = second
        self._any_language = any_language

    @property
    def name(self) -> str:
        """Name and version of the first checkpoint."""
        return self._first.name

    @property
    def finder(self) -> ActorFinder:
        """Finds the targets of statements in every language."""
        return self._first.finder

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that one of the two knows, ISO 639-1."""
        others = () if self._second is None else self._second.languages
        return tuple(dict.fromkeys((*self._first.languages, *others)))

    @property
    def second_name(self) -> str | None:
        """Name and version of the second checkpoint; None where there is none."""
        return None if self._second is None else self._second.name

    @property
    def second_languages(self) -> tuple[str, ...]:
        """The languages in which the second checkpoint is asked, ISO 639-1."""
        return tuple(one for one in self.languages if one not in self._first.languages)

    def for_language(self, language: str) -> PlanClassifier | None:
        """Return what predicts statements in a language; None where neither knows it."""
        second = self._second
        if second is not None and language in second.languages and language not in self._first.languages:
            return second.classifier
        if self._any_language or language in (*self._first.languages, UNDETERMINED):
            first = self._first.classifier
            return first.for_language(language) or first
        return None

    def predict_pairs(
        self, pairs: Iterable[tuple[str | None, str]], *, spans: Iterable[Span | None] | None = None
    ) -> list[Prediction]:
        """Predict each pair in the language of its statement, as `StanceClassifier.predict_pairs` does."""
        spanned = with_spans(pairs, spans)
        return predict_together(
            spanned,
            [self._for_statement(statement) for (statement, _), _ in spanned],
            lambda asked, some: asked.predict_pairs(
                [pair for pair, _ in some], spans=[span for _, span in some]
            ),
        )

    def predict_each(
        self, statements: Sequence[Any], targets: Sequence[tuple[str, ...] | None]
    ) -> list[list[Prediction]]:
        """Predict each statement in its language, as `StanceClassifier.predict_each` does."""
        return predict_together(
            list(zip(statements, targets, strict=True)),
            list(map(self._for_statement, statements)),
            lambda asked, some: asked.predict_each([one for one, _ in some], [named for _, named in some]),
        )

    def predict_plans(self, plans: Sequence[StatementPlan]) -> list[list[Prediction]]:
        """Predict the statements of documents by their plans, each in its language."""
        return predict_together(
            plans,
            [self._for_statement(plan.statement) for plan in plans],
            lambda asked, some: asked.predict_plans(some),
        )

    def predict_located(self, pairs: Iterable[LocatedPair]) -> list[Prediction]:
        """Predict pairs whose mentions are known, each in the language of its statement."""
        located = list(pairs)
        return predict_together(
            located,
            [self._for_statement(pair.statement) for pair in located],
            lambda asked, some: asked.predict_located(some),
        )

    def explain_predictions(self, predictions: Iterable[Prediction]) -> Iterator[Explanation]:
        """Explain predictions of the two, in order and lazily; each takes about one further prediction a word."""
        for prediction in predictions:
            yield from self._for_statement(prediction.statement).explain_predictions([prediction])

    def _for_statement(self, statement: str | None) -> PlanClassifier:
        if not isinstance(statement, str) or self._second is None:
            return self._first.classifier
        return self.for_language(statement_language(statement)) or self._first.classifier


def predict_together(
    items: Sequence[_Item],
    asked: Sequence[_Asked],
    predict: Callable[[_Asked, list[_Item]], Iterable[_Result]],
) -> list[_Result]:
    """Predict items, each with the classifier `asked` for it, all of one classifier at once; the results in order."""
    numbers: dict[int, list[int]] = {}
    for number, classifier in enumerate(asked):
        numbers.setdefault(id(classifier), []).append(number)
    found: dict[int, _Result] = {}
    for own in numbers.values():
        found |= zip(own, predict(asked[own[0]], [items[number] for number in own]), strict=True)
    return [found[number] for number in range(len(items))]
