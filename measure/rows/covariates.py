"""Keys of rows as covariates of a regression."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.measure.estimate.regression import Covariate
from detente.measure.rows.scan import KeyColumn, ScannedRows
from detente.model.errors import InputError

# A key with more values is an identifier and no covariate.
_MOST_CATEGORIES = 200


@dataclass(frozen=True, slots=True)
class Covariates:
    """The covariates of the rows at `indices`, which have a value of each; `without` counts the others."""

    indices: NDArray[np.int64]
    columns: dict[str, Covariate]
    without: int


def read_covariates(rows: ScannedRows, names: Sequence[str]) -> Covariates:
    """Take keys as covariates: numbers where every value is a number (a year is), categories elsewhere.

    Raises InputError for a key of more than 200 categories, of one value only, and where no row has a value of each.
    """
    complete = np.ones(len(rows), dtype=np.bool_)
    for name in names:
        complete &= _present(rows.columns[name])
    indices = np.flatnonzero(complete)
    if not len(indices):
        raise InputError(f"no row has a value of each of {', '.join(names)}")
    columns: dict[str, Covariate] = {}
    for name in names:
        column = rows.columns[name]
        used = {column.values[code] for code in np.unique(column.codes[indices])}
        if len(used) == 1:
            raise InputError(
                f"every row has the same {name!r}, {used.pop()!r}; leave it out of the regression"
            )
        numbers = np.array([_number(value) for value in column.values])
        if all(math.isfinite(_number(value)) for value in used):
            columns[name] = numbers[column.codes[indices]]  # type: ignore[assignment]
            continue
        if len(used) > _MOST_CATEGORIES:
            raise InputError(
                f"{name!r} has {len(used):,} values; at most {_MOST_CATEGORIES} are accepted in a regression"
            )
        columns[name] = [column.values[code] for code in column.codes[indices]]
    return Covariates(indices, columns, len(rows) - len(indices))


def _present(column: KeyColumn) -> NDArray[np.bool_]:
    return np.array([bool(value) for value in column.values])[column.codes]


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return math.nan
