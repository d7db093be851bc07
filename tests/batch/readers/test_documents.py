import codecs
import gzip
import time

import pytest

TEXT = "Séoul welcomed the envoy.\n\nThe talks went on."


@pytest.mark.parametrize("name", ["a.txt", "a.md", "A.TXT"])
def test_a_text_file_is_one_document(read, name):
    (record,) = read(name, TEXT)
    assert (record.text, record.kind, record.row, record.error) == (TEXT, "document", None, None)
    assert record.document.endswith(name)


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.replace("\n", "\r\n").encode(),
    ],
)
def test_byte_order_marks_and_line_ends_do_not_reach_the_text(read, data):
    (record,) = read("a.txt", data)
    assert record.text == TEXT


def test_a_latin_1_document_is_an_error_that_names_the_byte_and_the_way_out(read):
    (record,) = read("a.txt", TEXT.encode("latin-1"), encoding="utf-8")
    assert record.text is None
    assert "byte 0xE9 at character 2" in record.error
    assert "--encoding cp1252" in record.error
    (record,) = read("a.txt", TEXT.encode("latin-1"), encoding="latin-1")
    assert record.text == TEXT


def test_half_a_character_of_utf_16_is_an_error_not_an_exception(read):
    (record,) = read("a.txt", TEXT.encode("utf-16")[:-1])
    assert "utf-16" in record.error


def test_utf_16_without_a_mark_is_not_taken_for_text(read):
    (record,) = read("a.txt", "plain words".encode("utf-16-le"), encoding="utf-8")
    assert "NUL" in record.error


@pytest.mark.parametrize("data", [b"", b" \n\t \r\n", codecs.BOM_UTF8])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.txt.gz"])
def test_a_file_without_text_gives_no_record_and_is_told(read, name, data):
    told = []
    data = gzip.compress(data) if name.endswith(".gz") else data
    assert read(name, data, notify=told.append) == []
    assert len(told) == 1
    assert name in told[0]


def test_the_main_text_of_a_page_comes_out_with_its_paragraphs_apart(read):
    page = """<html><head><title>t</title></head><body><nav><a href="/">Home</a></nav><main>
    <p>Beijing thanked
    the mission.</p><p>Nothing more was said.</p></main><script>var x = 1;</script></body></html>"""
    (record,) = read("a.html", page)
    assert record.text.split("\n\n") == ["Beijing thanked the mission.", "Nothing more was said."]


def test_a_page_without_a_main_part_is_read_as_a_whole(read):
    (record,) = read("a.htm", "<nav>Only a menu here</nav>")
    assert record.text.strip() == "Only a menu here"


def test_a_page_without_any_text_is_an_error(read):
    (record,) = read("a.html", "<html><body><script>1</script></body></html>")
    assert "no text" in record.error


@pytest.mark.parametrize(
    ("charset", "encoding"), [("iso-8859-1", "cp1252"), ("euc-kr", "euc-kr"), ("utf-8", "utf-8")]
)
def test_a_page_is_decoded_as_it_declares(read, charset, encoding):
    text = "서울 praised the plan" if encoding == "euc-kr" else "“Détente” was praised"
    page = f'<html><head><meta charset="{charset}"></head><body><p>{text}</p></body></html>'
    (record,) = read("a.html", page.encode(encoding))
    assert record.text == text


def test_a_page_with_an_unknown_declaration_is_read_as_utf_8(read):
    (record,) = read("a.html", '<meta charset="no-such-code"><p>Détente held.</p>')
    assert record.text == "Détente held."


@pytest.mark.parametrize("tag", ["div", "b", "section"])
def test_a_page_nested_too_deeply_is_an_error_in_no_time(read, tag):
    began = time.monotonic()
    (record,) = read("a.html", f"<{tag}>" * 300_000 + "Seoul waited.")
    assert "nested too deeply" in record.error
    assert time.monotonic() - began < 3


def test_a_page_of_many_elements_that_are_not_nested_is_read(read):
    noise = "<!-- <div> --><script>var x = '<div><div>';</script><p>Seoul waited.<br>Beijing left.<li>"
    (record,) = read("a.html", f"<main>{noise * 5_000}</main>")
    assert record.error is None
    assert record.text.count("Seoul waited.") == 5_000


def test_the_number_of_a_note_does_not_change_the_word_before_it(read):
    page = (
        "<main><article><h1>Talks</h1><p>Tokyo agreed with Seoul<sup>1</sup> and Beijing<sup class='n'><a href='#2'>2"
        "</a></sup>, with 10<sup>6</sup> men on 5 km<sup>2</sup>.</p></article></main>"
    )
    (record,) = read("a.html", page)
    assert "Tokyo agreed with Seoul and Beijing, with 106 men on 5 km2." in record.text


@pytest.mark.parametrize("page", ["Seoul<sup>" + " " * 200_000, "Seoul<sup>1" + " " * 200_000 + "x</sup>"])
def test_much_white_space_where_a_note_may_be_takes_no_time(read, page):
    began = time.monotonic()
    (record,) = read("a.html", f"<p>{page}")
    assert record.text.startswith("Seoul")
    assert time.monotonic() - began < 10
