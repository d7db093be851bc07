"""One system scored against labelled pairs: the whole, and groups of pairs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from detente.model.classifying import Classifier
from detente.model.errors import InputError, number_of
from detente.model.prediction import Prediction
from detente.model.splitting.spans import Span
from detente.model.text.words import word_count
from detente.train.evaluate.bootstrap import SEED, Difference, Interval
from detente.train.evaluate.outcomes import Outcomes
from detente.train.evaluate.reliability import (
    brier_score,
    calibration_difference,
    calibration_error,
    confident_accuracy,
)
from detente.train.evaluate.scores import (
    DyadScores,
    LabelScores,
    accuracy,
    confusion,
    dyad_accuracy,
    dyad_scores,
    kappa,
    label_scores,
    macro_f1,
    macro_f1_difference,
    source_accuracy,
)
from detente.train.labels.pairs import LabelledPair

WORST_KEPT: Final = 100

# Most words of a statement, and what the band is called.
_BANDS: Final = ((10, "1-10 words"), (20, "11-20 words"), (30, "21-30 words"), (45, "31-45 words"))
_LONGEST_BAND: Final = "46 words or more"


@dataclass(frozen=True, slots=True)
class GroupScores:
    """The scores of some of the pairs; macro-F1 is over the stances that occur in the group's labels."""

    pairs: int
    macro_f1: Interval
    accuracy: Interval


@dataclass(frozen=True, slots=True)
class Miss:
    """A pair predicted wrong: its row in the list of pairs (from 0), and the probability of the wrong stance.

    `source` is the labelled source and `predicted_source` the predicted one, each None for a neutral stance.
    `mentions` are the spans of the target in the statement, whose id is `id`.
    """

    row: int
    target: str
    label: str
    predicted: str
    probability: float
    id: str
    source: str | None
    predicted_source: str | None
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Correct:
    """How many pairs two systems got right: both of them, only one of them, or neither."""

    both: int
    first_only: int
    second_only: int
    neither: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of one system on labelled pairs.

    `errors` counts the pairs that could not be predicted; they are left out of every score. `groups` maps
    "target", "source", "corpus" and "length" to the scores of each group. `confusion` has a row
    a label and a column a prediction, in the order of STANCES, and `confusion_by_target` the same for each target.
    `kappa` is the agreement beyond chance. `dyads` has the pairs of each labelled source and target. `worst` are the
    most confident errors.
    """

    pairs: int
    statements: int
    errors: int
    macro_f1: Interval
    accuracy: Interval
    source_accuracy: Interval | None
    dyad_accuracy: Interval | None
    confident_accuracy: float
    calibration_error: float
    brier_score: float
    kappa: float | None
    labels: dict[str, LabelScores]
    confusion: list[list[int]]
    confusion_by_target: dict[str, list[list[int]]]
    dyads: dict[str, DyadScores]
    groups: dict[str, dict[str, GroupScores]]
    worst: list[Miss]
    rows: tuple[int, ...] = field(repr=False)
    outcomes: Outcomes = field(repr=False)


def evaluate(
    classifier: Classifier,
    pairs: Sequence[LabelledPair],
    *,
    seed: int = SEED,
) -> Evaluation:
    """Predict labelled pairs with `classifier` and score its predictions; `seed` draws the resamples of intervals.

    Raises InputError where there are no pairs or none could be predicted.
    """
    predictions = predict_labelled(classifier, pairs)
    rows = [row for row, prediction in enumerate(predictions) if prediction.error is None]
    if not rows:
        reason = f": {predictions[0].error}" if predictions else ""
        raise InputError(f"none of {number_of(len(pairs), 'pair')} could be predicted{reason}")
    kept = [pairs[row] for row in rows]
    outcomes = Outcomes.of(kept, [predictions[row] for row in rows])
    return Evaluation(
        pairs=len(pairs),
        statements=len(np.unique(outcomes.statements)),
        errors=len(pairs) - len(rows),
        macro_f1=macro_f1(outcomes, seed=seed),
        accuracy=accuracy(outcomes, seed=seed),
        source_accuracy=source_accuracy(outcomes, seed=seed),
        dyad_accuracy=dyad_accuracy(outcomes, seed=seed),
        confident_accuracy=confident_accuracy(outcomes),
        calibration_error=calibration_error(outcomes),
        brier_score=brier_score(outcomes),
        kappa=kappa(outcomes),
        labels=label_scores(outcomes),
        confusion=confusion(outcomes),
        confusion_by_target=_confusion_by_target(kept, outcomes),
        dyads=dyad_scores(outcomes, [pair.target for pair in kept]),
        groups={name: _groups(kept, outcomes, key, seed) for name, key in GROUPINGS.items()},
        worst=_worst(pairs, predictions, outcomes, rows),
        rows=tuple(rows),
        outcomes=outcomes,
    )


def predict_labelled(classifier: Classifier, pairs: Sequence[LabelledPair]) -> list[Prediction]:
    """Predict labelled pairs by text, target and span, without their labels: one prediction a pair, in order."""
    asked = [(pair.text, pair.target) for pair in pairs]
    spans = [pair.span for pair in pairs]
    return classifier.predict_pairs(asked, spans=spans) if any(spans) else classifier.predict_pairs(asked)


def compare(first: Evaluation, second: Evaluation, *, seed: int = SEED) -> Difference:
    """Macro-F1 of `first` less that of `second`, over the pairs that both could predict.

    Both must be evaluations of the same pairs; raises InputError where no pair was predicted by both.
    """
    return macro_f1_difference(*_in_common(first, second), seed=seed)


def compare_calibration(first: Evaluation, second: Evaluation, *, seed: int = SEED) -> Interval:
    """Expected calibration error of `first` less that of `second`; as `compare` in all else."""
    return calibration_difference(*_in_common(first, second), seed=seed)


def _in_common(first: Evaluation, second: Evaluation) -> tuple[Outcomes, Outcomes]:
    both = set(first.rows) & set(second.rows)
    if not both:
        raise InputError("the two systems predicted no pair in common")
    one, other = (
        evaluation.outcomes.take(np.array([row in both for row in evaluation.rows]))
        for evaluation in (first, second)
    )
    return one, other


def count_correct(first: Evaluation, second: Evaluation) -> Correct:
    """How many of the pairs that both systems could predict each got right."""
    both = set(first.rows) & set(second.rows)
    one, other = (
        (evaluation.outcomes.truth == evaluation.outcomes.predicted)[
            np.array([row in both for row in evaluation.rows])
        ]
        for evaluation in (first, second)
    )
    return Correct(
        both=int((one & other).sum()),
        first_only=int((one & ~other).sum()),
        second_only=int((~one & other).sum()),
        neither=int((~one & ~other).sum()),
    )


def length_band(text: str) -> str:
    """Name the band of lengths, in words, that a statement falls into."""
    words = word_count(text)
    return next((name for most, name in _BANDS if words <= most), _LONGEST_BAND)


GROUPINGS: Final[Mapping[str, Callable[[LabelledPair], str | None]]] = {
    "target": lambda pair: pair.target,
    "source": lambda pair: pair.source,
    "corpus": lambda pair: pair.corpus,
    "length": lambda pair: length_band(pair.text),
}


def _groups(
    pairs: Sequence[LabelledPair],
    outcomes: Outcomes,
    key: Callable[[LabelledPair], str | None],
    seed: int,
) -> dict[str, GroupScores]:
    keys = np.array([key(pair) or "" for pair in pairs])
    scores = {}
    for name in sorted(set(keys.tolist()) - {""}):
        group = outcomes.take(keys == name)
        scores[name] = GroupScores(len(group), macro_f1(group, seed=seed), accuracy(group, seed=seed))
    return scores


def _confusion_by_target(pairs: Sequence[LabelledPair], outcomes: Outcomes) -> dict[str, list[list[int]]]:
    targets = np.array([pair.target for pair in pairs])
    return {name: confusion(outcomes.take(targets == name)) for name in sorted(set(targets.tolist()))}


def _worst(
    pairs: Sequence[LabelledPair],
    predictions: Sequence[Prediction],
    outcomes: Outcomes,
    rows: Sequence[int],
) -> list[Miss]:
    sureness = outcomes.probabilities[np.arange(len(outcomes)), outcomes.predicted]
    wrong = np.flatnonzero(outcomes.truth != outcomes.predicted)
    surest = wrong[np.argsort(-sureness[wrong], kind="stable")][:WORST_KEPT]
    return [_miss(rows[at], pairs, predictions, probability=float(sureness[at])) for at in surest]


def _miss(
    row: int, pairs: Sequence[LabelledPair], predictions: Sequence[Prediction], *, probability: float
) -> Miss:
    pair, prediction = pairs[row], predictions[row]
    return Miss(
        row,
        pair.target,
        label=pair.label,
        predicted=str(prediction.stance),
        probability=probability,
        id=pair.id,
        source=pair.source,
        predicted_source=prediction.source,
        mentions=tuple((mention.start, mention.end) for mention in prediction.mentions),
    )
