"""Net stances with closed-form 95 % intervals that hold for few rows and for shares of 0 and 1.

Both treat rows as independent. Where they are not, give counts scaled down to the number of independent rows that
they are worth; the net stance stays what it is.
"""

from math import sqrt
from typing import Final, NamedTuple

import numpy as np

from detente.measure.net.student import NORMAL

# What a row of each stance adds to a net stance, in the order of STANCES.
NET_SCORES: Final = np.array([1.0, -1.0, 0.0])

_Z: Final = NORMAL


class NetStance(NamedTuple):
    """A net stance from -1 (all hostile) to 1 (all cooperative), and its 95 % interval."""

    net: float
    low: float
    high: float


def target_net_stance(*, cooperative: float, hostile: float, neutral: float) -> NetStance:
    """Share of cooperative less share of hostile among all predicted rows toward a target.

    The difference of two shares of one multinomial is that of the discordant cells of matched pairs, so the
    interval is Wald's with half a row added to each of the four cells: A. Agresti and Y. Min, "Simple
    improved confidence intervals for comparing matched proportions", Statistics in Medicine 24 (2005).
    Raises ValueError where there is no row.
    """
    rows = cooperative + hostile + neutral
    _require_rows(rows)
    net = (cooperative - hostile) / rows
    adjusted = rows + 2
    middle = (cooperative - hostile) / adjusted
    reach = _Z * sqrt(((cooperative + hostile + 1) / adjusted - middle**2) / adjusted)
    return NetStance(net, max(-1.0, min(net, middle - reach)), min(1.0, max(net, middle + reach)))


def dyad_net_stance(*, cooperative: float, hostile: float) -> NetStance:
    """(cooperative - hostile) / (cooperative + hostile), which is twice the share of cooperative less one.

    The interval is that of the share, stretched alike: E. B. Wilson, "Probable inference, the law of
    succession, and statistical inference", Journal of the American Statistical Association 22 (1927).
    Raises ValueError where there is no row.
    """
    rows = cooperative + hostile
    _require_rows(rows)
    share = cooperative / rows
    spread = _Z**2 / rows
    middle = (share + spread / 2) / (1 + spread)
    reach = _Z / (1 + spread) * sqrt(share * (1 - share) / rows + spread / (4 * rows))
    net = 2 * share - 1
    low, high = 2 * (middle - reach) - 1, 2 * (middle + reach) - 1
    return NetStance(net, max(-1.0, min(net, low)), min(1.0, max(net, high)))


def _require_rows(rows: float) -> None:
    if not rows > 0:
        raise ValueError("a net stance needs at least one row")
