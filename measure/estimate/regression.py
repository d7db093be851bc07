"""A regression of a stance, or of the net stance, on covariates, corrected by hand labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.measure.estimate.assistance import assisting_predictions
from detente.measure.estimate.figures import FIGURES, NET, Figure, read_figure
from detente.measure.estimate.fitting import fit_labels, fit_predictions
from detente.measure.estimate.groups import SEED
from detente.measure.estimate.rows import EstimationRows
from detente.measure.intervals import Interval
from detente.measure.options import Method
from detente.measure.types import Floats
from detente.model.errors import InputError, number_of

CONSTANT: Final = "(constant)"

# A number, or a category, for each row.
Covariate = Sequence[float] | Sequence[str]


@dataclass(frozen=True, slots=True)
class RegressionTerm:
    """One coefficient: by how much the outcome's share changes with a covariate, others held fixed.

    `p_value` and `standard_error` are those of the corrected coefficient.
    """

    term: str
    corrected: Interval
    standard_error: float
    p_value: float
    hand: Interval
    naive: Interval


@dataclass(frozen=True, slots=True)
class Regression:
    """A linear probability regression.

    `references` names the category that each other one is compared with, `means` the number that each covariate of
    numbers is counted from. The constant is the outcome at these.
    """

    outcome: str
    terms: tuple[RegressionTerm, ...]
    references: Mapping[str, str]
    means: Mapping[str, float]
    rows: int
    labelled: int
    documents: int


def regress(
    rows: EstimationRows,
    covariates: Mapping[str, Covariate],
    *,
    outcome: str = NET,
    method: Method = "ppi",
    seed: int = SEED,
) -> Regression:
    """Regress a stance (as 0 or 1) or the net stance (-1, 0, 1) on covariates by least squares.

    `covariates` map names to a value for each row: numbers count from their mean, and text is categories, of which
    the first in sorted order is the reference. Standard errors are clustered by document and hold where the stance is
    not linear in them (a linear probability model with a sandwich; Egami et al. 2023, arXiv 2306.04746). Raises
    InputError for an unknown outcome, covariates of unequal length, a value that is missing or not finite, a covariate
    that mixes numbers and text, and where the labels cannot tell the coefficients apart.
    """
    if outcome not in FIGURES:
        raise InputError(f"unknown outcome {outcome!r}; accepted are {', '.join(FIGURES)}")
    names, design, references, means = code_covariates(covariates, rows=len(rows))
    assist = assisting_predictions(rows, method=method, seed=seed)
    corrected = fit_labels(rows, assist, design=design)
    hand = fit_labels(rows, np.zeros_like(assist), design=design)
    naive = fit_predictions(rows, rows.probabilities.argmax(axis=1), design=design)
    terms = []
    for column, name in enumerate(names):
        figures = [read_figure(fit, outcome, column=column) for fit in (corrected, hand, naive)]
        terms.append(_term(name, *figures))
    return Regression(
        outcome, tuple(terms), references, means, len(rows), corrected.labels, corrected.documents
    )


def code_covariates(
    covariates: Mapping[str, Covariate], *, rows: int
) -> tuple[list[str], Floats, dict[str, str], dict[str, float]]:
    """Turn covariates into a design (rows, columns) with a constant first.

    Returns the names of the columns, the design, the reference category of each covariate of text, and the mean
    taken from each covariate of numbers (a year beside a constant is else too close to it for least squares). Raises
    InputError as `regress` does.
    """
    names, columns = [CONSTANT], [np.ones(rows)]
    references: dict[str, str] = {}
    means: dict[str, float] = {}
    for name, given in covariates.items():
        # A column of pandas is read in its order, whatever its index.
        values: list[float | str] = [*given]
        if len(values) != rows:
            raise InputError(f"covariate {name!r} has {number_of(len(values), 'row')}, not {rows:,}")
        if all(isinstance(value, str) for value in values):
            texts = np.array(values, dtype=np.str_)
            first, *others = sorted({str(value) for value in values})
            references[name] = first
            names += [f"{name}: {other}" for other in others]
            columns += [(texts == other).astype(np.float64) for other in others]
        else:
            numbers = _numbers(name, values)
            means[name] = float(numbers.mean())
            names.append(name)
            columns.append(numbers - means[name])
    return names, np.stack(columns, axis=1), references, means


def _numbers(name: str, values: Sequence[float | str]) -> Floats:
    wrong = next(
        (row for row, value in enumerate(values) if not isinstance(value, int | float | np.number)), None
    )
    if wrong is not None:
        raise InputError(
            f"covariate {name!r}, row {wrong + 1}: {values[wrong]!r} is not a number like the others"
        )
    column = np.asarray(values, dtype=np.float64)
    if not np.isfinite(column).all():
        raise InputError(
            f"covariate {name!r}, row {int(np.argmin(np.isfinite(column))) + 1}: is not a finite number"
        )
    return column


def _term(name: str, corrected: Figure, hand: Figure, naive: Figure) -> RegressionTerm:
    return RegressionTerm(
        name,
        corrected.interval(),
        corrected.standard_error,
        corrected.p_value,
        hand.interval(),
        naive.interval(),
    )
