"""What training has changed: the checkpoint that a run started from against the new one, on the pairs of dev."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np

from detente.model.errors import number_of
from detente.model.prediction import Prediction
from detente.train.evaluate.bootstrap import Interval
from detente.train.evaluate.outcomes import Outcomes
from detente.train.evaluate.reliability import calibration_difference, calibration_error
from detente.train.evaluate.report_text import difference_text
from detente.train.evaluate.scores import confusion_columns, macro_f1_difference, macro_f1_of
from detente.train.labels.pairs import LabelledPair


@dataclass(frozen=True, slots=True)
class Change:
    """A score before and after training, and the difference, after less before, with its paired interval."""

    before: float
    after: float
    difference: Interval


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """The scores of two checkpoints on the same labelled pairs.

    `base` names the checkpoint that the run started from, `pairs` counts those that both predicted. `fitted_to` says
    that these pairs chose or calibrated the new checkpoint, whose scores are then too good.
    """

    base: str
    pairs: int
    macro_f1: Change
    calibration_error: Change
    fitted_to: bool

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Self:
        """Make again what `asdict` has made of it."""
        changes = {
            name: Change(**{**content[name], "difference": Interval(**content[name]["difference"])})
            for name in ("macro_f1", "calibration_error")
        }
        return cls(**{**content, **changes})

    def content(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """Say it in lines for a terminal: before, after, and the difference with its 95 % interval."""
        # By other numbers than those of the training, such as int8: a pair or two may come out otherwise there.
        pairs = f"{number_of(self.pairs, 'dev pair')} as `detente predict` runs them"
        yield f"{pairs}, {self.base} before and the new checkpoint after:"
        for name, change in (("macro-F1", self.macro_f1), ("calibration error", self.calibration_error)):
            by = difference_text(change.difference)
            yield f"  {name:<18} {change.before:.3f} before, {change.after:.3f} after, {by}"
        if self.fitted_to:
            yield "  dev chose or calibrated the new checkpoint: evaluate on pairs that did neither"


def compare_before_after(
    base: str,
    pairs: Sequence[LabelledPair],
    *,
    before: Sequence[Prediction],
    after: Sequence[Prediction],
    fitted_to: bool,
) -> BeforeAfter | None:
    """Compare the predictions of two checkpoints for `pairs`, one a pair and in their order.

    Returns None where no pair was predicted by both.
    """
    both = [row for row in range(len(pairs)) if before[row].error is None and after[row].error is None]
    if not both:
        return None
    kept = [pairs[row] for row in both]
    old, new = (Outcomes.of(kept, [found[row] for row in both]) for found in (before, after))
    by = macro_f1_difference(new, old)
    return BeforeAfter(
        base,
        len(kept),
        Change(_macro_f1(old), _macro_f1(new), Interval(by.value, by.low, by.high)),
        Change(calibration_error(old), calibration_error(new), calibration_difference(new, old)),
        fitted_to=fitted_to,
    )


def _macro_f1(outcomes: Outcomes) -> float:
    return float(macro_f1_of(np.asarray(confusion_columns(outcomes).sum(axis=0, keepdims=True)))[0])
