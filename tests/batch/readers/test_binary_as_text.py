"""Files of other kinds that come without their ending, as through a pipe, are told for what they are."""

import gzip
import io
from pathlib import Path

import pyarrow as pa
import pytest
from office import excel_bytes, word_bytes
from pyarrow import parquet

from detente.batch.readers.inputs import read_records
from detente.batch.readers.text_streams import zstd
from detente.batch.records import ReadOptions


def parquet_bytes() -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table({"text": ["Seoul waited."]}), out)
    return out.getvalue()


KINDS = {
    "word": (
        word_bytes("<w:p><w:r><w:t>Seoul waited.</w:t></w:r></w:p>"),
        "a .docx or .xlsx file",
        "by its path",
    ),
    "excel": (excel_bytes([["text"], ["Seoul waited."]]), "a .docx or .xlsx file", "by its path"),
    "parquet": (parquet_bytes(), "a .parquet file", "by its path"),
    "empty parquet": (b"PAR1\x15\x04\x19", "a .parquet file", "by its path"),
    "gzip": (gzip.compress(b"Seoul waited."), "a .gz file", "by its path"),
    "zstd": (zstd.compress(b"Seoul waited."), "a .zst file", "by its path"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a .pdf file", "save its text as .txt"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "a file of an older Office", "as .docx"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("encoding", [None, "utf-8", "latin-1"])
def test_a_pipe_of_another_kind_is_told_and_what_to_give_instead(kind: str, encoding: str | None) -> None:
    data, shown, advice = KINDS[kind]
    told: list[str] = []
    (record,) = read_records(
        ["-"], ReadOptions(encoding=encoding), stdin=io.BytesIO(data), notify=told.append
    )
    assert record.text is None
    assert f"not text, but {shown} by its first bytes; " in str(record.error)
    assert advice in str(record.error)
    assert "encoding" not in str(record.error)
    assert told == []


def test_a_file_with_a_wrong_ending_is_told_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(KINDS["word"][0])
    (tmp_path / "b.txt").write_text("Seoul waited.")
    first, second = read_records(tmp_path)
    assert "a .docx or .xlsx file" in str(first.error)
    assert second.text == "Seoul waited."


@pytest.mark.parametrize("text", ["P", "PK", "PARIS waited.", "(Seoul)", "%PDF", "%PDF is a format."])
def test_text_that_begins_alike_is_text(text: str) -> None:
    (record,) = read_records(["-"], stdin=io.BytesIO(text.encode()))
    assert (record.text, record.error) == (text, None)


def test_the_kind_that_a_user_names_is_read_from_a_pipe() -> None:
    (record,) = read_records(["-"], stdin=io.BytesIO(KINDS["word"][0]), stdin_kind="docx")
    assert record.text == "Seoul waited."
