"""Files of Word and Excel, written by hand: the same draw gives the same bytes, and each part can be damaged."""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from fuzzing.damage import damaged
from fuzzing.texts import usually

OFFICE_KINDS = ("docx", "xlsx")
SHEET = "xl/worksheets/sheet1.xml"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KINDS = "application/vnd.openxmlformats-officedocument"
_NO_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Beyond these, Excel keeps no whole number and no text.
_MOST_WHOLE, _LONGEST_TEXT = 10**15, 32_767


def word_file(paragraphs: list[str]) -> bytes:
    """A .docx file of paragraphs."""
    runs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{_xml(text)}</w:t></w:r></w:p>' for text in paragraphs
    )
    return zipped(
        {
            "[Content_Types].xml": _types({"word/document.xml": "wordprocessingml.document.main"}),
            "_rels/.rels": _relations({"word/document.xml": "officeDocument"}),
            "word/document.xml": f'<w:document xmlns:w="{_WORDS}"><w:body>{runs}</w:body></w:document>',
        }
    )


@st.composite
def excel_files(draw: st.DrawFn, columns: list[str], rows: list[tuple[object, ...]]) -> bytes:
    """A .xlsx file of one sheet or two, the table perhaps below blank rows."""
    above = draw(usually(0, 1, 3))
    lines = [*[()] * above, columns, *rows]
    cells = "".join(
        f'<row r="{number}">{"".join(map(_cell, line))}</row>' for number, line in enumerate(lines, start=1)
    )
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{{}}</sheetData></worksheet>'
    names = ["sheet1", *draw(usually([], ["sheet2"]))]
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    targets = {f"worksheets/{name}.xml": "worksheet" for name in names}
    return zipped(
        {
            "[Content_Types].xml": _types(
                {"xl/workbook.xml": "spreadsheetml.sheet.main"}
                | {f"xl/{target}": "spreadsheetml.worksheet" for target in targets}
            ),
            "_rels/.rels": _relations({"xl/workbook.xml": "officeDocument"}),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(targets),
            SHEET: sheet.format(cells),
        }
        | {f"xl/worksheets/{name}.xml": sheet.format("") for name in names[1:]}
    )


@st.composite
def one_part_damaged(draw: st.DrawFn, archive: bytes) -> bytes:
    """The archive as it is in most draws, else with one of its parts damaged before it was packed."""
    if draw(usually(True, False, share=6)):
        return archive
    parts = unzipped(archive)
    name = draw(st.sampled_from(sorted(parts)))
    harmed = draw(damaged(parts[name]))
    return archive if harmed == parts[name] else zipped(parts | {name: harmed})


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Pack the parts of a file, by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unzipped(archive: bytes) -> dict[str, bytes]:
    """Take the parts of a file apart."""
    with zipfile.ZipFile(io.BytesIO(archive)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def _cell(value: object) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{value:d}</v></c>'
    if isinstance(value, int | float) and abs(value) < _MOST_WHOLE:  # NaN is not
        return f"<c><v>{value!r}</v></c>"
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{_xml(text[:_LONGEST_TEXT])}</t></is></c>'


def _xml(text: str) -> str:
    return escape(_NO_XML.sub("?", text))


def _types(parts: Mapping[str, str]) -> str:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_KINDS}.{kind}+xml"/>' for name, kind in parts.items()
    )
    rels = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{rels}{overrides}</Types>'


def _relations(targets: Mapping[str, str]) -> str:
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
