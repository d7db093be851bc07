"""The period of a row, as a key to draw by: from its date, else from the name of its document."""

import re
from datetime import date
from pathlib import PurePosixPath
from typing import Final, Literal, get_args

from detente.model.batch.records import Row

Period = Literal["month", "quarter", "year"]
PERIODS: Final[tuple[Period, ...]] = get_args(Period)

DATE_COLUMN: Final = "date"

_ISO = re.compile(r"\s*(\d{4})(?:-(\d\d)(?:-\d\d(?:[T\s].*)?)?)?\s*", re.ASCII | re.DOTALL)
_IN_NAME = re.compile(r"(?<!\d)(\d{4})-(\d\d)-\d\d(?!\d)", re.ASCII)


def period_of(row: Row, period: Period, *, date_column: str = DATE_COLUMN) -> str:
    """Return the period in which a row falls, such as "2021", "2021-Q3" or "2021-07"; "" without a date.

    The date stands in `date_column` as YYYY, YYYY-MM or YYYY-MM-DD, with or without a time after it; where
    that is empty, as YYYY-MM-DD in the file name of the document. A date that is less exact than the period
    counts as none.
    """
    value = row.get(date_column)
    if value is None or value == "":
        name = PurePosixPath(str(row.get("document") or "")[-1024:].replace("\\", "/")).name
        found = _IN_NAME.search(name)
    else:
        found = _ISO.fullmatch(value.isoformat() if isinstance(value, date) else str(value))
    if found is None:
        return ""
    year, month = found.groups()
    if period == "year":
        return str(year)
    if month is None or not 1 <= int(month) <= 12:
        return ""
    return f"{year}-{month}" if period == "month" else f"{year}-Q{(int(month) + 2) // 3}"
