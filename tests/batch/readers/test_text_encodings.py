"""Text whose encoding nobody named."""

import io
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batch.readers.inputs import read_records
from detente.batch.readers.text_encodings import infer_encoding, utf16_without_mark
from detente.batch.readers.text_streams import open_text

ENGLISH = "Beijing’s envoy said Seoul “won’t wait”.\nThe café stayed open – for now.\n"
KOREAN = "외교부는 성명을 발표했다.\n서울은 북한의 발사를 규탄했다.\n"
SIMPLIFIED = "外交部发言人表示，中方坚决反对。\n我们欢迎韩国的决定。\n"
TRADITIONAL = "外交部發言人表示，中方堅決反對。\n我們歡迎韓國的決定。\n"
JAPANESE = "外務省は声明を発表した。\n日本の立場は変わらない。\n"
TEXTS = [
    (ENGLISH, "cp1252"),
    (KOREAN, "cp949"),
    (SIMPLIFIED, "gb18030"),
    (TRADITIONAL, "big5"),
    (JAPANESE, "shift_jis"),
    (JAPANESE, "euc_jp"),
    (ENGLISH, "utf-16-le"),
    (KOREAN, "utf-16-be"),
]
UNDECIDED = {
    "central european": "Minister powiedział, że Polska popiera decyzję.".encode("cp1250"),
    "cyrillic": "Министерство иностранных дел заявило протест.".encode("cp1251"),
    "macintosh": "They won’t wait for Beijing’s answer.".encode("mac_roman"),
    "one korean word": "Seoul (서울) condemned the launch by the North.".encode("cp949"),
    "damaged utf-8": "Séoul a félicité Pékin.".encode() + b" \xe9",
    "as much utf-8 as not": b"caf\xe9 d\xc3\xa9tente",
}


@pytest.mark.parametrize(("text", "encoding"), TEXTS)
@pytest.mark.parametrize("repeat", [1, 3000])
def test_the_encoding_is_found_said_and_in_the_row(
    tmp_path: Path, text: str, encoding: str, repeat: int
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((text * repeat).encode(encoding))
    said: list[str] = []
    (record,) = read_records([path], notify=said.append)
    assert record.text == text * repeat
    assert record.columns == {"inferred_encoding": encoding}
    assert said == [f"{path}: not UTF-8, read as {encoding}; --encoding names another"]


def test_a_remark_is_no_notice_of_what_gives_no_record(read) -> None:
    notices: list[str] = []
    remarks: list[str] = []
    read("a.txt", ENGLISH.encode("cp1252"), notify=notices.append, remark=remarks.append)
    assert (len(notices), len(remarks)) == (0, 1)


@pytest.mark.parametrize("data", UNDECIDED.values(), ids=UNDECIDED)
def test_what_could_be_two_things_is_not_guessed(data: bytes) -> None:
    assert infer_encoding(data) is None


@pytest.mark.parametrize(
    "data", [b"plain\0words", b"\0" * 64, b"\x89PNG\r\n\0\0\0\rIHDR\0\0", "é\0é".encode()]
)
def test_nul_bytes_alone_make_no_utf_16(data: bytes) -> None:
    assert utf16_without_mark(data) is None


def test_only_rows_that_depend_on_it_carry_the_encoding(read) -> None:
    rows = "text,by\nplain,x\nSeoul’s envoy,y\n"
    plain, envoy = read("a.csv", rows.encode("cp1252"))
    assert dict(plain.columns) == {"text": "plain", "by": "x"}
    assert dict(envoy.columns) == {"text": "Seoul’s envoy", "by": "y", "inferred_encoding": "cp1252"}


def test_an_own_column_of_that_name_stays(read) -> None:
    (record,) = read("a.csv", "text,inferred_encoding\nSeoul’s envoy,big5\n".encode("cp1252"))
    assert record.columns["inferred_encoding"] == "big5"


def test_a_bad_byte_far_behind_is_named_with_the_encoding_that_was_found(read) -> None:
    data = b"text\n" + "Seoul’s envoy\n".encode("cp1252") * 20_000 + b"bad \x81 byte\n"
    records = read("a.csv", data)
    assert "byte 0x81 at character 5 is not valid cp1252" in records[-1].error
    assert {record.error for record in records[:-1]} == {None}


def test_an_encoding_that_is_named_is_never_replaced(read) -> None:
    (record,) = read("a.txt", ENGLISH.encode("cp1252"), encoding="utf-8")
    assert "byte 0x92" in record.error


def test_a_pipe_in_utf_8_is_not_waited_on() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb", buffering=0) as pipe:
        pipe.write("détente\n".encode())
        lines: list[str] = []
        reader = open_text(stream, None, newline="\n")
        thread = threading.Thread(target=lambda: lines.append(reader.readline()))
        thread.start()
        thread.join(timeout=20)
        pipe.close()
        thread.join(timeout=20)
        assert lines == ["détente\n"]


class Slow(io.RawIOBase):
    """Gives a few bytes at a time."""

    def __init__(self, data: bytes, sizes: list[int]) -> None:
        self._data, self._sizes = data, sizes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        size = self._sizes.pop() if self._sizes else 7
        data, self._data = self._data[:size], self._data[size:]
        buffer[: len(data)] = data
        return len(data)


@given(st.text(st.characters(exclude_characters="\0\r", codec="utf-8")), st.lists(st.integers(1, 9)))
def test_utf_8_comes_through_however_it_is_cut(text: str, sizes: list[int]) -> None:
    reader = open_text(io.BufferedReader(Slow(text.encode(), sizes)), None, newline="\n")
    assert reader.read() == text.removeprefix("\ufeff")
    assert reader.inferred_encoding is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "UTF-8-SIG", "utf_8"])
@pytest.mark.parametrize("data", [b"\xef", b"\xef\xbb"])
def test_the_beginning_of_a_byte_order_mark_is_a_row_that_cannot_be_read(
    read, data: bytes, encoding: str
) -> None:
    (record,) = read("a.jsonl", data, encoding=encoding)
    assert "byte 0xEF at character 1" in record.error
    (marked,) = read("b.jsonl", b'\xef\xbb\xbf{"text": "Seoul slept."}\n', encoding=encoding)
    assert marked.text == "Seoul slept."
