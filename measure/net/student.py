"""The 97.5 % point of Student's t, without a library that a light install lacks."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

# The 97.5 % point of the standard normal distribution.
NORMAL: Final = 1.959963984540054
# Below five degrees of freedom the series is too coarse.
_FIRST: Final = np.array([12.7062047, 4.3026527, 3.1824463, 2.7764451, 2.5705818])
_Z: Final = NORMAL
_TERMS: Final = (
    (_Z**3 + _Z) / 4,
    (5 * _Z**5 + 16 * _Z**3 + 3 * _Z) / 96,
    (3 * _Z**7 + 19 * _Z**5 + 17 * _Z**3 - 15 * _Z) / 384,
    (79 * _Z**9 + 776 * _Z**7 + 1482 * _Z**5 - 1920 * _Z**3 - 945 * _Z) / 92160,
)


def student_quantile(freedom: ArrayLike) -> NDArray[np.float64]:
    """Return by how many standard errors a 95 % interval reaches to each side, for each number of degrees of freedom.

    Numbers below 1 are taken for 1; between whole numbers below 5 their inverse is interpolated. Source: the series of
    Cornish and Fisher, M. Abramowitz and I. Stegun, Handbook of Mathematical Functions (1964), 26.7.5.
    """
    degrees = np.maximum(1.0, np.asarray(freedom, dtype=np.float64))
    series = NORMAL + sum(term / degrees**power for power, term in enumerate(_TERMS, 1))
    inverse = 1 / np.arange(len(_FIRST), 0, -1)
    first = np.interp(1 / degrees, inverse, _FIRST[::-1])
    return np.asarray(np.where(degrees < len(_FIRST), first, series))
