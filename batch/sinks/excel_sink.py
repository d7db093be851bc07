"""Prediction rows as a sheet of Excel."""

import json
import logging
import math
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from detente.batch.columns import FIXED_COLUMNS
from detente.batch.office_files import cell_xml_text, require_openpyxl
from detente.batch.plain_values import cell_text, storable
from detente.model.errors import InputError, number_of

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

# What a sheet holds: rows with the header, columns, and UTF-16 units in a cell.
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
LONGEST_CELL: Final = 32_767
_ELSEWHERE: Final = "write .csv, .jsonl or .parquet"
# The column that says which cells of a row were cut, and how far; only a sheet with such a row has it.
CUT_IN_EXCEL: Final = "cut_in_excel"
# The beginning of an escape such as _x0001_, at the end of a cut text.
_BROKEN_END: Final = re.compile(r"_(?:x[0-9A-F]{0,4})?\Z")
# Characters that are shown of a column's name, which may be what is too long.
_SHOWN: Final = 80

# Numbers are doubles, whole to 15 digits; days count from 1900, and without a time zone.
_MOST_WHOLE: Final = 10**15
_FIRST_DAY: Final = date(1900, 3, 1)

# Texts that openpyxl would take for a formula or for an error of one.
_LIKE_FORMULA: Final = re.compile(r"[=#]")
# The day that archives begin with: the same rows give the same bytes.
_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)
_WRITTEN_AT: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

_log = logging.getLogger(__name__)


def sheet_name(number: int) -> str:
    """Return the name of the first, second, ... sheet of rows; a reader takes them for one table."""
    return "rows" if number == 1 else f"rows {number}"


class ExcelSink:
    """Takes rows, which wait in a temporary file as JSON until all columns are known.

    Numbers, truth values and dates are cells of their kind, all else is text, also what looks like a formula.
    Null is an empty cell. A text that no cell has room for is cut, and its row says so in CUT_IN_EXCEL; `cut` counts
    such rows.
    """

    def __init__(self, body: BinaryIO) -> None:
        self._body = body
        self._columns = dict.fromkeys(FIXED_COLUMNS)
        self._rows = 0
        self.cut = 0

    def write(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Take up rows; raises InputError for a column that a sheet has no room for."""
        for row in rows:
            cells = self._cells(row)
            self._columns |= dict.fromkeys(cells)
            self._rows += 1
            if len(self._columns) > MOST_COLUMNS:
                raise InputError(
                    f"a sheet of Excel holds {MOST_COLUMNS:,} columns, and here are more; {_ELSEWHERE}"
                )
            line = json.dumps([cells.get(name) for name in self._columns])
            self._body.write(line.encode("ascii") + b"\n")

    @property
    def sheets(self) -> int:
        """How many sheets the rows take, each with the header."""
        return max(1, -(-self._rows // (MOST_ROWS - 1)))

    def finish(self, out: BinaryIO) -> None:
        """Write the sheets to `out`: one, and further ones where it has no room for all rows."""
        from openpyxl import Workbook
        from openpyxl.writer.excel import ExcelWriter

        book = Workbook(write_only=True)
        self._body.seek(0)
        for number in range(1, self.sheets + 1):
            sheet = book.create_sheet(sheet_name(number))
            sheet.freeze_panes = "A2"
            sheet.append([_sheet_cell(sheet, _fitting(_cell(name))) for name in self._columns])
            for line in islice(self._body, MOST_ROWS - 1):
                sheet.append([_sheet_cell(sheet, cell) for cell in json.loads(line)])
            # Left open, it would complain beside the error where `out` refuses, as a closed pipe does.
            sheet.close()
        with _TimelessZip(out, "w", zipfile.ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).save()

    def _cells(self, row: Mapping[str, object]) -> dict[str, object]:
        """Return a row as cells, with CUT_IN_EXCEL where a text, or the name of a column, has no room in one."""
        cells = {name: _cell(value) for name, value in row.items()}
        notes: list[str] = []
        for name, cell in cells.items():
            for what, text in ((name, cell), (f"name of {name}", name)):
                if isinstance(text, str) and (units := _units(text)) > LONGEST_CELL:
                    notes.append(f"{what[:_SHOWN]}: cut, it has {units:,} characters")
        if notes:
            self.cut += 1
            before = [str(cells[CUT_IN_EXCEL])] if cells.get(CUT_IN_EXCEL) else []
            cells = {name: _fitting(cell) for name, cell in cells.items()}
            cells[CUT_IN_EXCEL] = _fitting("; ".join([*before, *notes]))
        return cells


@contextmanager
def excel_sink(
    out: BinaryIO, *, folder: Path | None, notify: Callable[[str], None] | None = None
) -> Iterator[ExcelSink]:
    """Open a sink that writes to `out` at the end; the rows wait in `folder`, None for the system's own.

    `notify` is told at the end how many rows had a text cut, and where the rows take several sheets; None logs it as a
    warning. Raises InputError where openpyxl is not installed.
    """
    require_openpyxl()
    with tempfile.TemporaryFile(dir=folder) as body:
        sink = ExcelSink(cast(BinaryIO, body))
        yield sink
        sink.finish(out)
        tell = notify or _log.warning
        if sink.sheets > 1:
            tell(
                f"a sheet of Excel holds {MOST_ROWS:,} rows, and here are more: they continue in "
                f"{', '.join(repr(sheet_name(number)) for number in range(2, sink.sheets + 1))}, and détente reads "
                "all of these sheets"
            )
        if sink.cut:
            tell(
                f"{number_of(sink.cut, 'row has', 'rows have')} a text that a cell of Excel is too short for "
                f"({LONGEST_CELL:,} characters) and that was cut: the column {CUT_IN_EXCEL} says which; to keep it "
                f"whole, {_ELSEWHERE}"
            )


def _cell(value: object) -> object:
    """Return a value as JSON holds it; a date or a time as a list of its ISO form."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, int) and abs(value) < _MOST_WHOLE:
        return value
    if isinstance(value, datetime | date) and _is_storable(value):
        return [value.isoformat()]
    return cell_xml_text(storable(cell_text(value))) or None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _fitting(cell: object) -> object:
    """Return the cell, cut where it is a text that is too long."""
    if not isinstance(cell, str) or _units(cell) <= LONGEST_CELL:
        return cell
    kept = cell.encode("utf-16-le")[: 2 * LONGEST_CELL].decode("utf-16-le", "ignore")
    return _BROKEN_END.sub("", kept)


def _is_storable(value: datetime | date) -> bool:
    day = value.date() if isinstance(value, datetime) else value
    return day >= _FIRST_DAY and (not isinstance(value, datetime) or value.tzinfo is None)


def _sheet_cell(sheet: Any, cell: Any) -> "WriteOnlyCell | object":
    if isinstance(cell, list):
        day = cell[0]
        return datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day)
    if not isinstance(cell, str) or not _LIKE_FORMULA.match(cell):
        return cell
    from openpyxl.cell import WriteOnlyCell

    text = WriteOnlyCell(sheet, cell)
    text.data_type = "s"
    text.quotePrefix = True  # so it stays text when it is edited
    return text


class _TimelessZip(zipfile.ZipFile):
    """An archive that says nothing of when it was written."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Write a part from memory."""
        content = data.encode("utf-8") if isinstance(data, str) else data
        if zinfo_or_arcname == "docProps/core.xml":
            content = _WRITTEN_AT.sub(b"1980-01-01T00:00:00Z", content)
        super().writestr(self._info(zinfo_or_arcname), content)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Write a part from a file."""
        with (
            Path(filename).open("rb") as member,
            self.open(self._info(arcname), "w", force_zip64=True) as out,
        ):
            shutil.copyfileobj(member, out)

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name.lstrip("/"), _ZIP_DAY)
        info.compress_type = self.compression
        return info
