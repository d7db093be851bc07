import pytest
from office import word_bytes

P = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>".format


def test_paragraphs_are_the_text(read) -> None:
    body = (
        P("Seoul thanked Beijing.") + P("") + "<w:p><w:r><w:t>A</w:t><w:tab/><w:t>b</w:t><w:br/></w:r></w:p>"
    )
    (record,) = read("a.docx", word_bytes(body))
    assert record.text == "Seoul thanked Beijing.\n\nA\tb"
    assert record.kind == "document"


def test_tables_and_text_boxes_are_read_and_deleted_text_is_not(read) -> None:
    body = (
        f"<w:tbl><w:tr><w:tc>{P('cell')}</w:tc></w:tr></w:tbl>"
        "<w:p><w:del><w:r><w:t>moved</w:t><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t>"
        "</w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        f"<w:p><w:txbxContent>{P('boxed')}</w:txbxContent><w:r><w:t>around</w:t></w:r></w:p>"
    )
    (record,) = read("a.docx", word_bytes(body))
    assert record.text.split("\n\n") == ["cell", "new", "boxed", "around"]


def test_a_document_without_text_gives_nothing(read) -> None:
    assert read("a.docx", word_bytes(P(" "))) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a Word file (.docx)"),
        (b"no archive", "not a Word file (.docx)"),
        (word_bytes(P("a"), name="xl/workbook.xml"), "holds no document"),
        (word_bytes("<w:p>"), "not readable as a Word file"),
        (word_bytes(P("&a;"), prolog='<!DOCTYPE x [<!ENTITY a "b">]>'), "declares a document type"),
    ],
)
def test_what_is_no_document_of_word_is_one_error_row(read, data: bytes, said: str) -> None:
    (record,) = read("a.docx", data)
    assert said in record.error


def test_a_byte_that_is_another_gives_one_record_wherever_it_is(read) -> None:
    data = word_bytes(P("a"))
    for at in range(0, len(data), 3):
        assert len(read("a.docx", data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])) <= 1


def test_a_document_that_is_too_long_is_refused(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.batch.readers.word_documents.DOCUMENT_LIMIT", 100)
    (record,) = read("a.docx", word_bytes(P("a" * 101)))
    assert "longer than 100 characters" in record.error


def test_an_archive_that_would_fill_the_memory_is_refused(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.batch.office_files._MOST_SHARED", 100)
    (record,) = read("a.docx", word_bytes(P("a" * 500)))
    assert "unpacks to more than" in record.error


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (f'<w:p w:a="{"a" * 20_000_000}"/>', "a tag or comment is longer than 1,048,576 bytes"),
        (f"<!--{'a' * 20_000_000}-->", "a tag or comment is longer than 1,048,576 bytes"),
        ("<w:p>" * 1_000_000, "elements are nested more than 10,000 deep"),
    ],
    ids=["tag", "comment", "nested"],
)
def test_xml_that_is_slow_to_parse_is_refused(read, body: str, said: str) -> None:
    (record,) = read("a.docx", word_bytes(body))
    assert said in record.error


def test_a_long_text_is_no_long_tag(read) -> None:
    (record,) = read("a.docx", word_bytes(P("Seoul waited. " * 200_000)))
    assert len(record.text) == 2_799_999
