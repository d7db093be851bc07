"""In which period each of the kept rows falls."""

import numpy as np
from numpy.typing import NDArray

from detente.measure.dates import Exactness, RowDate
from detente.measure.net.hash_blocks import row_slices
from detente.measure.periods import Period, first_day


def first_days(rows: NDArray[np.void], period: Period) -> NDArray[np.int32]:
    """Return the first day of the period of each row (rows,), a `date` ordinal; 0 where no date tells it.

    `rows` are as `KeptRows` has them. A date that is less exact than the period tells nothing.
    """
    days = np.unique(rows["day"])
    starts = np.array([first_day(int(day), period) if day > 0 else 0 for day in days], dtype=np.int32)
    fits = np.array([RowDate(1, exactness).within(period) for exactness in Exactness])
    found = np.zeros(len(rows), dtype=np.int32)
    for some in row_slices(len(rows)):
        of_rows = starts[np.searchsorted(days, rows["day"][some])]
        found[some] = np.where(fits[rows["exactness"][some]], of_rows, 0)
    return found
