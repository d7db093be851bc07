"""Which columns of a row look like those of its date: by their names, or by what they hold."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from detente.batch.columns import FIXED_COLUMNS
from detente.model.dates.written_dates import is_either_way_round, written_date
from detente.model.dates.written_quarters import written_quarter

# Names such as Date, speech_date, Datum and Posted on, but not update.
_NAMES: Final = re.compile(
    r"(?<![^\W\d_])(?:dates?|datum|fecha|(?:posted|published|created)[\W_]+(?:on|at))(?![^\W\d_])"
    r"|날짜|일자|일시|(?:발행|게재|등록|작성|보도|입력)일|日期|[发發](?:布|表)(?:时间|時間)",
    re.IGNORECASE,
)
_PLAIN_NUMBER: Final = re.compile(r"\s*[\d.]*\s*")


def likely_date_columns(row: Mapping[str, object]) -> tuple[str, ...]:
    """Return the columns whose name is that of dates, or which hold one in this row; none of ours, which hold none.

    A number alone, such as 2019 or 20190304, shows nothing: it may as well count something.
    """
    names = (name for name in row if name not in FIXED_COLUMNS)
    return tuple(name for name in names if _NAMES.search(name) or _is_date(row[name]))


def _is_date(value: object) -> bool:
    if isinstance(value, date):
        return True
    if not isinstance(value, str) or _PLAIN_NUMBER.fullmatch(value):
        return False
    return written_date(value) is not None or written_quarter(value) is not None or is_either_way_round(value)
