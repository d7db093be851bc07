"""Small files of Excel and Word for tests."""

import io
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def excel_bytes(rows: Sequence[Sequence[object]], *, more_sheets: Sequence[str] = ()) -> bytes:
    """An .xlsx file whose first sheet holds `rows`."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for name in more_sheets:
        book.create_sheet(name)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word_bytes(body: str, *, prolog: str = "", name: str = "word/document.xml") -> bytes:
    """A .docx file with this body, as WordprocessingML with the prefix w."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            name, f'{prolog}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'.encode()
        )
    return out.getvalue()


def replaced(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The archive with `old` replaced in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as copy:
        for info in archive.infolist():
            part = archive.read(info)
            copy.writestr(info.filename, part.replace(old, new) if info.filename == name else part)
    return out.getvalue()
