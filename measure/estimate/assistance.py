"""The predictions that assist hand labels: power-tuned, recalibrated, or none."""

import numpy as np

from detente.measure.estimate.fitting import Fit, fit_labels
from detente.measure.estimate.recalibration import recalibrate
from detente.measure.estimate.rows import EstimationRows
from detente.measure.options import METHODS, Method
from detente.measure.types import Floats
from detente.model.errors import InputError


def assisting_predictions(rows: EstimationRows, *, method: Method, seed: int) -> Floats:
    """Return the predictions (rows, 3) by which a method helps the labels; zeros for "hand".

    "ppi" multiplies the probabilities by `tuned_power`; "dsl" recalibrates them by cross-fitting, with folds drawn
    by `seed`. Raises InputError for an unknown method and where no row is labelled.
    """
    if method not in METHODS:
        raise InputError(f"unknown method {method!r}; accepted are {', '.join(METHODS)}")
    if method == "hand":
        return np.zeros_like(rows.probabilities)
    if method == "dsl":
        return recalibrate(rows, seed=seed)
    return np.asarray(tuned_power(rows) * rows.probabilities)


def tuned_power(rows: EstimationRows) -> float:
    """The factor from 0 to 1 on the predictions that makes the three shares' summed variance smallest.

    Angelopoulos, Duchi and Zrnic (2023), PPI++, arXiv 2311.01453, section 6; here with weights, strata and
    clusters, and labelled rows that are among the predicted ones. One factor for all stances keeps the shares
    summing to 1 and the net stance their difference.
    """
    alone = fit_labels(rows, np.zeros_like(rows.probabilities))
    return power_between(alone, fit_labels(rows, rows.probabilities))


def power_between(alone: Fit, helped: Fit) -> float:
    """The tuned power from two fits of the same rows: with the labels alone, and with the predictions in full."""
    change = helped.influence - alone.influence
    size = float((change**2).sum())
    return 0.0 if size == 0 else float(np.clip(-(alone.influence * change).sum() / size, 0.0, 1.0))
