"""Sheets of Excel: the rows to label, with drop-down cells, and the codebook beside them."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

from detente.batch.office_files import (
    cell_plain_text,
    cell_xml_text,
    open_archive,
    refuse_entities,
    require_openpyxl,
)
from detente.batch.plain_values import storable
from detente.batch.spreadsheet import escape_cell, unescape_cell
from detente.measure.exchange.codebook import codebook_lines
from detente.measure.exchange.codes import NO_SOURCE
from detente.measure.exchange.sheet_rows import SheetRow, check_header, escaped_by_us
from detente.model.errors import InputError
from detente.model.labels import SOURCES, STANCES

LABEL_SHEET: Final = "labels"
CODEBOOK_SHEET: Final = "codebook"

# In UTF-16 units; openpyxl would cut a longer text without a word.
_LONGEST_CELL: Final = 32_767
_WIDTHS: Final = {"statement": 90, "label": 14, "source": 10, "annotator": 14, "document": 24, "id": 15}


def write_excel(out: BinaryIO, rows: Iterable[dict[str, str]], columns: Sequence[str]) -> None:
    """Write rows as texts to a sheet "labels" whose label and source are chosen from a list.

    A second sheet holds the codebook. Raises InputError where openpyxl is missing, or a text is longer than an
    Excel cell.
    """
    require_openpyxl(extra="measure")
    from openpyxl import Workbook

    # All are checked first: a sheet that openpyxl has begun cannot be given up in good order.
    table = [
        [_checked(cells.get(name, ""), name, number) for name in columns]
        for number, cells in enumerate(rows, start=2)
    ]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(LABEL_SHEET)
    _lay_out(sheet, columns)
    sheet.append([_cell(sheet, name, bold=True) for name in columns])
    for texts in table:
        sheet.append([_cell(sheet, text) for text in texts])
    guide = book.create_sheet(CODEBOOK_SHEET)
    guide.column_dimensions["A"].width = 18
    guide.column_dimensions["B"].width = 110
    for line in codebook_lines():
        guide.append([_cell(guide, text) for text in line])
    book.save(out)


def _lay_out(sheet: Any, columns: Sequence[str]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.freeze_panes = "A2"
    for number, name in enumerate(columns, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, 10)
        codes = {"label": STANCES, "source": (*SOURCES, NO_SOURCE)}.get(name)
        if codes is None:
            continue
        choice = DataValidation(
            type="list", formula1=f'"{",".join(codes)}"', allow_blank=True, showErrorMessage=True
        )
        choice.error = f"Accepted are {', '.join(codes)}."
        choice.add(f"{letter}2:{letter}1048576")
        sheet.data_validations.append(choice)


def _checked(text: str, name: str, row: int) -> str:
    text = cell_xml_text(escape_cell(storable(text)))
    units = len(text.encode("utf-16-le")) // 2
    if units > _LONGEST_CELL:
        raise InputError(
            f"row {row}: {name} has {units:,} characters, and a cell of Excel holds {_LONGEST_CELL:,}; export CSV"
        )
    return text


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    if not text:
        return None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # a text, also where it begins with "="
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=len(text) > 40, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def read_excel(stream: BinaryIO, path: Path) -> Iterator[SheetRow]:
    """Read the sheet "labels" of an Excel file, or its first one where none has that name.

    Raises InputError where openpyxl is missing or the file is none of Excel's, and where it could fill the memory.
    """
    require_openpyxl(extra="measure")
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with open_archive(stream, "an Excel file (.xlsx)") as archive:
            refuse_entities(archive)
        stream.seek(0)
        book = load_workbook(stream, read_only=True, data_only=True)
        sheet = book[LABEL_SHEET] if LABEL_SHEET in book.sheetnames else book.worksheets[0]
        rows = sheet.iter_rows(values_only=True)
        names = [_read(value).strip() for value in next(rows, ())]
        check_header(names, path)
        escaped = escaped_by_us(names)
        for number, values in enumerate(rows, start=2):
            cells = [_read(value) for value in values]
            if any(cells):
                undone = [unescape_cell(cell) for cell in cells] if escaped else cells
                yield SheetRow(f"row {number}", dict(zip(names, undone, strict=False)))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, EOFError) as error:
        raise InputError(f"{path}: is not readable as an Excel file (.xlsx): {error}") from error


def _read(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return cell_plain_text(str(value))
