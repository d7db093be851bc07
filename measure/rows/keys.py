"""What rows are grouped by: columns of theirs, and the periods of their dates."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar, overload

from detente.batch.records import Row
from detente.measure.dates import DATE_COLUMN, DateReader
from detente.measure.periods import PERIODS, Period, period_name
from detente.model.dates.date_forms import DateOrder
from detente.model.errors import InputError
from detente.model.suggestion import accepted_names

PERIOD_KEYS: Final[Mapping[str, Period]] = {period: period for period in PERIODS}


class RowKeys:
    """Reads the values of some keys from rows.

    A key is the name of a column, or of a period (day, week, month, quarter, year), which is that of the row's date. A
    column of the rows comes before a period of the same name. `periods` gives periods other names;
    `date_order` is as for DateReader.
    """

    def __init__(
        self,
        names: Sequence[str],
        *,
        date_column: str = DATE_COLUMN,
        periods: Mapping[str, Period] = PERIOD_KEYS,
        date_order: DateOrder | None = None,
    ) -> None:
        self.names = tuple(names)
        self.dates = DateReader(date_column, order=date_order)
        self._date_column = date_column
        self._periods = periods
        self._dated = any(name in periods for name in names)
        self._columns: dict[str, None] = {}

    def read(self, row: Row) -> tuple[str, ...]:
        """Return the value of each key in a row, "" where it has none or its date is less exact than the period."""
        if not self._columns.keys() >= row.keys():
            self._columns |= dict.fromkeys(row)
        found = self.dates.read(row) if self._dated else None
        values = []
        for name in self.names:
            if name in row or name not in self._periods:
                value = row.get(name)
                values.append("" if value is None else str(value))
            elif found is not None and found.within(self._periods[name]):
                values.append(period_name(found.day, self._periods[name]))
            else:
                values.append("")
        return tuple(values)

    def order_to_read(self) -> DateOrder | None:
        """Return the order of day and month in which rows have to be read again; None where they need not be.

        Some of their dates could be either way round, and others show which.
        """
        return self.dates.shown_order() if self.dates.unread.either_way_round else None

    def is_period(self, name: str) -> bool:
        """Tell whether a key is a period of the rows read so far, and no column of theirs."""
        return name in self._periods and name not in self._columns

    def check(self, where: object) -> None:
        """Raise InputError for a key or a column of dates that no row read so far has, with the nearest accepted one.

        The usual column of dates may be missing: a name of a document may show its date.
        """
        columns = list(self._columns)
        known = [*columns, *(name for name in self._periods if name not in self._columns)]
        wanted = [(name, known) for name in self.names]
        if self._dated and self._date_column != DATE_COLUMN:
            wanted.append((self._date_column, columns))
        for name, accepted in wanted:
            if columns and name not in accepted:
                raise InputError(f"{where}: no column {name!r}; {accepted_names(name, accepted)}")


Name = TypeVar("Name", bound=str)


@overload
def split_names(text: str) -> tuple[str, ...]: ...


@overload
def split_names(text: str, *, accepted: Sequence[Name]) -> tuple[Name, ...]: ...


def split_names(text: str, *, accepted: Sequence[str] | None = None) -> tuple[str, ...]:
    """Return the names in a list with commas, such as "target, month".

    Raises InputError for a name that is given twice or is not among `accepted`, with the nearest one that is.
    """
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for number, name in enumerate(names):
        if name in names[:number]:
            raise InputError(f"{name!r} is named twice in {text!r}")
        if accepted is not None and name not in accepted:
            raise InputError(f"{name!r} is not known; {accepted_names(name, accepted)}")
    return names
