"""Types that many modules of this room share."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Numbers that stand for stances, raters, documents and the like.
Codes = NDArray[np.int64]

# What tells one group of rows from the others: a value for each of the keys that they are grouped by.
Group = tuple[str, ...]
