"""Simple systems that a checkpoint must beat to be worth its size, scored in the same way."""

import warnings
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from detente.model.errors import ActorsError, InputError
from detente.model.labels import NEUTRAL, SOURCES, STANCES
from detente.model.prediction import Prediction
from detente.model.splitting.spans import Span
from detente.model.text.actor_finder import ActorFinder
from detente.model.wording import locate
from detente.train.labels.pairs import LabelledPair

# Stands in for the target's mentions, so that words about the target differ from the rest.
_MENTION: Final = "targetmention"
_ROUNDS: Final = 1000


class MajorityBaseline:
    """Answers the most frequent stance of its training pairs, with the shares of all as probabilities."""

    def __init__(self, pairs: Sequence[LabelledPair]) -> None:
        require_pairs(pairs)
        counts = Counter(pair.label for pair in pairs)
        self._shares = np.array([counts[stance] / len(pairs) for stance in STANCES])
        sources = Counter(pair.source for pair in pairs if pair.source is not None)
        self._source = sources.most_common(1)[0][0] if sources else None

    def predict_pairs(
        self,
        pairs: Sequence[tuple[str | None, str]],
        *,
        spans: Sequence[Span | None] | None = None,  # noqa: ARG002 - it predicts alike wherever a target stands
    ) -> list[Prediction]:
        """Give every pair the same answer, wherever its target stands."""
        return [prediction_of(pair, self._shares, self._source) for pair in pairs]


class TfidfBaseline:
    """Logistic regression over TF-IDF of words and word pairs, with the target's code and marked mentions.

    A second one tells the source, as the checkpoint's second head does.
    """

    def __init__(
        self, pairs: Sequence[LabelledPair], *, finder: ActorFinder | None = None, seed: int = 13
    ) -> None:
        require_pairs(pairs)
        self._finder = finder or ActorFinder.from_files()
        texts = [self._worded(pair.text, pair.target, pair.span) for pair in pairs]
        sourced = [row for row, pair in enumerate(pairs) if pair.source is not None]
        self._stance = _fitted(seed, texts, [pair.label for pair in pairs])
        self._source = _fitted(
            seed, [texts[row] for row in sourced], [str(pairs[row].source) for row in sourced]
        )

    def predict_pairs(
        self, pairs: Sequence[tuple[str | None, str]], *, spans: Sequence[Span | None] | None = None
    ) -> list[Prediction]:
        """Predict each pair by its words."""
        if not pairs:
            return []
        known = spans or [None] * len(pairs)
        texts = [
            self._worded(text or "", target, span) for (text, target), span in zip(pairs, known, strict=True)
        ]
        shares = _in_order(self._stance, texts, STANCES)
        sources = _in_order(self._source, texts, SOURCES).argmax(axis=1)
        return [
            prediction_of(pair, share, SOURCES[source])
            for pair, share, source in zip(pairs, shares, sources, strict=True)
        ]

    def _worded(self, text: str, target: str, span: Span | None) -> str:
        try:
            mentions = locate(self._finder, text, target, span=span).mentions
        except ActorsError:
            mentions = ()
        for mention in reversed(mentions):
            text = f"{text[: mention.start]} {_MENTION} {text[mention.end :]}"
        return f"targetcode{target} {text}"


def require_pairs(pairs: Sequence[LabelledPair]) -> None:
    """Raise InputError where there is nothing that a baseline could learn from."""
    if not pairs:
        raise InputError("a baseline needs labelled pairs to be trained on")


def two_or_more(labels: list[str]) -> list[str]:
    """Return the labels; raises InputError where they are all the same, so that there is nothing to learn."""
    if len(set(labels)) < 2:
        raise InputError(f"a baseline needs at least two stances and two sources, not {set(labels)}")
    return labels


def _regression(seed: int) -> Pipeline:
    return make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"(?u)\b\w+\b"),
        LogisticRegression(
            # This solver and tolerance are ten times as fast as the defaults, with the same scores.
            C=3.0,
            solver="saga",
            tol=0.01,
            max_iter=_ROUNDS,
            class_weight="balanced",
            random_state=seed,
        ),
    )


def _fitted(seed: int, texts: Sequence[str], labels: list[str]) -> Pipeline:
    with warnings.catch_warnings():
        # After so many rounds what still moves is far behind the third digit of a score.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return _regression(seed).fit(texts, two_or_more(labels))


def _in_order(fitted: Pipeline, texts: Sequence[str], names: Sequence[str]) -> NDArray[np.float64]:
    # The regression knows only the classes that its training pairs had, in its own order.
    found = np.zeros((len(texts), len(names)))
    found[:, [names.index(name) for name in fitted.classes_]] = fitted.predict_proba(texts)
    return found


def prediction_of(
    pair: tuple[str | None, str], shares: NDArray[np.float64], source: str | None
) -> Prediction:
    """Make a prediction of the probabilities of the stances, in their order, and of a source."""
    best = int(np.argmax(shares))
    stance = STANCES[best]
    return Prediction(
        statement=pair[0],
        target=pair[1],
        stance=stance,
        score=float(shares[best]),
        probabilities=dict(zip(STANCES, map(float, shares), strict=True)),
        source=None if stance == NEUTRAL else source,
    )
