"""Predicts statements by themselves: what a StanceClassifier and a RoutedClassifier have in common for them."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, overload

from detente.model.checkpoint.reloading import Loading, pickled
from detente.model.classifying import Finder, PlanClassifier
from detente.model.errors import ActorsError, InputError
from detente.model.explanation import Explanation
from detente.model.languages import unsupported_language
from detente.model.prediction import Prediction, failed
from detente.model.splitting.spans import Span
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.language import statement_language
from detente.model.text.text_error import text_error

if TYPE_CHECKING:
    from detente.model.frames import AnyFrame

__all__ = ["StatementPredictor"]


class StatementPredictor(ABC):
    """The prediction of statements, for whatever predicts pairs in the languages that it knows.

    A pickle of it holds how it was loaded, not its weights: the process that reads it loads the checkpoint itself.
    """

    _loading: Loading | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return pickled(self._loading, type(self).__name__)

    @property
    @abstractmethod
    def name(self) -> str:
        """Name and version of the checkpoint."""

    @property
    @abstractmethod
    def finder(self) -> ActorFinder:
        """Finds the targets of statements."""

    @property
    @abstractmethod
    def languages(self) -> tuple[str, ...]:
        """The languages that are known, ISO 639-1."""

    @abstractmethod
    def for_language(self, language: str) -> PlanClassifier | None:
        """Return what predicts statements in a language; None where nothing here knows it."""

    @abstractmethod
    def predict_pairs(
        self, pairs: Iterable[tuple[str | None, str]], *, spans: Iterable[Span | None] | None = None
    ) -> list[Prediction]:
        """Predict the stance of (statement, target) pairs: one prediction a pair, in order."""

    @abstractmethod
    def predict_each(
        self, statements: Sequence[Any], targets: Sequence[tuple[str, ...] | None]
    ) -> list[list[Prediction]]:
        """Predict each statement toward its own targets, None for those that it mentions: a list a statement."""

    @abstractmethod
    def explain_predictions(self, predictions: Iterable[Prediction]) -> Iterator[Explanation]:
        """Explain predictions, in order and lazily; each takes about one further prediction a word.

        The statements are read by themselves, without a document.
        """

    @overload
    def predict(
        self,
        statements: "AnyFrame",
        targets: Iterable[str] | str | None = None,
        *,
        text_column: str | int = "text",
        target_column: str | int | None = None,
        any_language: bool = False,
    ) -> "AnyFrame": ...

    @overload
    def predict(
        self,
        statements: Iterable[str | None] | str | None,
        targets: Iterable[str] | str | None = None,
        *,
        any_language: bool = False,
    ) -> list[Prediction]: ...

    def predict(
        self,
        statements: Any,
        targets: Iterable[str] | str | None = None,
        *,
        text_column: str | int | None = None,
        target_column: str | int | None = None,
        any_language: bool = False,
    ) -> Any:
        """Predict the stance of every statement toward each of its targets, in input order.

        `targets` are codes or names, predicted for every statement whether it mentions them or not; None
        finds the default targets in each statement, and a statement that mentions none gives no
        prediction. An invalid statement (null, missing, empty, not text, not valid Unicode) gives one
        prediction with its error, or one for each of `targets`. So does a statement in a language that the checkpoint
        does not know, unless `any_language` is true. A single text, also a missing one, is a list of one.

        Of a frame (pandas, polars, pyarrow), the statements are in `text_column`, by default "text", and their
        targets in `target_column` if it is named. It gives a frame of the same library, with rows as `predict_frame`
        describes them.

        Raises ActorsError if one of `targets` is unknown, and InputError if a column is missing, or is named although
        `statements` is no frame.
        """
        given = None if targets is None else codes_of(targets, self.finder)

        def each(some: Sequence[Any], named: Sequence[tuple[str, ...] | None]) -> list[list[Prediction]]:
            return self._predict_known(some, named, any_language=any_language)

        if hasattr(type(statements), "columns"):
            from detente.model.frames import predict_frame

            return predict_frame(
                statements,
                each,
                text_column="text" if text_column is None else text_column,
                target_column=target_column,
                targets=given,
            )
        if text_column is not None or target_column is not None:
            raise InputError(f"columns are named, but {type(statements).__name__} is no frame")
        texts = _listed(statements)
        return list(chain.from_iterable(each(texts, [given] * len(texts))))

    def explain(self, statement: str, target: str, *, span: Span | None = None) -> Explanation:
        """Predict a pair and tell which words its prediction rests on; the arguments are as in `predict_pairs`.

        An invalid pair has its error in the prediction, and no words.
        """
        return next(self.explain_predictions(self.predict_pairs([(statement, target)], spans=[span])))

    def language_error(self, language: str) -> str | None:
        """Return the error of a statement in `language`; None where the language is known or cannot be told."""
        return None if self.for_language(language) else unsupported_language(language, self.languages)

    def predict_rest(
        self,
        found: Mapping[int, list[Prediction]],
        statements: Sequence[Any],
        targets: Sequence[tuple[str, ...] | None],
    ) -> list[list[Prediction]]:
        """Predict those statements whose numbers are not in `found`, as `predict_each` does: all, in order."""
        rest = [number for number in range(len(statements)) if number not in found]
        predicted = iter(self.predict_each([statements[n] for n in rest], [targets[n] for n in rest]))
        return [found[n] if n in found else next(predicted) for n in range(len(statements))]

    def _predict_known(
        self, statements: Sequence[Any], targets: Sequence[tuple[str, ...] | None], *, any_language: bool
    ) -> list[list[Prediction]]:
        """Predict statements as `predict_each` does; those in languages that are not known have errors."""
        checked = () if any_language else [n for n, one in enumerate(statements) if text_error(one) is None]
        languages = {number: statement_language(statements[number]) for number in checked}
        errors = {language: self.language_error(language) for language in set(languages.values())}
        refused = {
            number: [failed(statements[number], target, error) for target in targets[number] or ("",)]
            for number, language in languages.items()
            if (error := errors[language]) is not None
        }
        return self.predict_rest(refused, statements, targets)


def codes_of(targets: Iterable[str] | str | None, finder: Finder) -> tuple[str, ...] | None:
    """Return the codes of targets, codes or names, one or several, each once; None for None.

    Raises ActorsError where one is unknown or there is none.
    """
    if targets is None:
        return None
    names = [targets] if isinstance(targets, str) else list(targets)
    if not names:
        raise ActorsError(
            "targets is empty: name one or more, or give None for those that a statement mentions"
        )
    return tuple(dict.fromkeys(finder.resolve(name).code for name in names))


def _listed(statements: Any) -> list[Any]:
    """The statements one by one; a text, and what is given for one and is none (a missing value), is a list of one."""
    if isinstance(statements, str | bytes | Mapping) or not isinstance(statements, Iterable):
        return [statements]
    # A column of pyarrow would give values of its own, and no texts.
    as_list = getattr(statements, "to_pylist", None)
    return list(statements if as_list is None else as_list())
