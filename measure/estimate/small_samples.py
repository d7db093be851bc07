"""What keeps intervals honest at a hundred labels: t quantiles, degrees of freedom and a pseudo-label."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from detente.measure.intervals import LEVEL
from detente.measure.types import Floats
from detente.model.labels import STANCES

# One label spread evenly over the table of predicted and true stances is wrong in two thirds of the cases, and
# each wrong one misses two stances by 1.
_PSEUDO_LABEL: Final = 2 * (1 - 1 / len(STANCES))


def expected_errors(probabilities: Floats, counts: Floats) -> Floats:
    """The covariance (3, 3) of the errors of one pseudo-label.

    Where few predictions are wrong, a small sample may hold none of them, and its variance comes out near zero.
    Agresti and Min (2005, Biometrics 61) mend this for a table of paired answers by adding observations spread
    evenly over its cells. Here one is added. Its size is that of an even spread; how it divides between stances is
    what `probabilities` (rows, 3), each of `counts` (rows,) rows, expect. A confusion that never happens then does
    not widen an interval. The pseudo-label widens intervals and leaves estimates alone.
    """
    weighted = probabilities * (counts / counts.sum())[:, None]
    spread = np.diag(weighted.sum(axis=0)) - weighted.T @ probabilities
    size = float(np.trace(spread))
    if size <= 0:
        even = np.eye(len(STANCES)) - 1 / len(STANCES)
        return np.asarray(even * _PSEUDO_LABEL / np.trace(even))
    return np.asarray(spread * _PSEUDO_LABEL / size)


def working_variance(assist: Floats) -> Floats:
    """The variance (rows,) of a label about its assisting prediction if that were calibrated, summed over stances.

    With no assistance (zeros) it is 1 for every row. Only ratios matter.
    """
    return np.asarray(np.maximum(1 - (assist**2).sum(axis=1), 1e-3))


def pseudo_label_scale(moves: Floats, variance: Floats) -> Floats:
    """By how much a typical label moves the coefficients, squared: (columns, columns).

    `moves` (labels, columns) are how far an error of 1 in a labelled row moves each coefficient, and `variance`
    (labels,) says where errors are expected.
    """
    return np.asarray((moves * variance[:, None]).T @ moves / variance.sum())


def degrees_of_freedom(moves: Floats, variance: Floats, clusters: NDArray[np.intp]) -> Floats:
    """Satterthwaite's degrees of freedom (columns,) under the working variance, at least 1.

    Bell and McCaffrey 2002, Survey Methodology 28. Arguments as in `pseudo_label_scale`; `clusters` (labels,)
    numbers each label's document from 0. With equal variances this is the number of labels less 1.
    """
    terms = moves**2 * variance[:, None]
    sums = np.stack([np.bincount(clusters, weights=column) for column in terms.T])
    return np.asarray(np.maximum(1.0, sums.sum(axis=1) ** 2 / (sums**2).sum(axis=1) - 1))


def t_quantile(freedom: float) -> float:
    """The factor by which a standard error becomes half of a 95 % interval."""
    return float(stdtrit(freedom, (1 + LEVEL) / 2))


def two_sided_p(statistic: float, freedom: float) -> float:
    """The probability of a t statistic at least as far from zero."""
    return float(2 * stdtr(freedom, -abs(statistic)))
