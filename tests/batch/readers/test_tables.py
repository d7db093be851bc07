import re
import time

import pytest

from detente.batch.readers.inputs import read_records
from detente.batch.records import ReadOptions
from detente.model.errors import InputError


def test_a_row_is_a_statement_with_all_its_columns(read):
    first, second = read("a.csv", 'id,text,note\n1,"Seoul, at last, agreed.",x\n2,Plain.,\n')
    assert (first.text, first.kind, first.row) == ("Seoul, at last, agreed.", "statement", 1)
    assert first.columns == {"id": "1", "text": "Seoul, at last, agreed.", "note": "x"}
    assert (second.row, second.columns["note"], second.error) == (2, "", None)


def test_numbers_in_a_csv_file_are_text(read):
    (record,) = read("a.csv", "text\n12\n")
    assert (record.text, record.error) == ("12", None)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.tsv", "id\ttext\n1\tOne, two.\n"),
        ("a.csv", "id;text\n1;One, two.\n"),
        ("a.csv", '"id";"text"\n1;"One, two."\n'),
        ("a.csv", '\ufeffid,text\r\n1,"One, two."\r\n'),
        ("a.csv", 'id,text\r1,"One, two."\r'),
        ("a.csv", "\r\n\nid;text\n1;One, two.\n"),
    ],
)
def test_delimiters_marks_and_line_ends(read, name, data):
    (record,) = read(name, data)
    assert record.columns == {"id": "1", "text": "One, two."}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", "sep=;\r\nid;text\r\n1;One, two.\r\n"),
        ("a.csv", 'sep=,\nid,text\n1,"One, two."\n'),
        ("a.csv", "sep=\t\nid\ttext\n1\tOne, two.\n"),
        ("a.csv", '\ufeff"sep=|"\nid|text\n1|One, two.\n'),
        ("a.csv", "sep=;\n\nid;text\n1;One, two.\n"),
        ("a.csv", "\nsep=;\nid;text\n1;One, two.\n"),
        ("a.tsv", "SEP=;\rid;text\r1;One, two.\r"),
    ],
)
def test_a_first_line_of_excel_names_the_delimiter(read, name, data):
    (record,) = read(name, data)
    assert (record.columns, record.row) == ({"id": "1", "text": "One, two."}, 1)


def test_lines_are_numbered_as_in_the_file_behind_one_that_names_the_delimiter(read):
    records = read("a.csv", 'sep=;\nid;text\n1;good\n2;too;many\n3;"open\n4;good\n')
    assert [record.error and record.error[:7] for record in records] == [None, "line 4:", "line 5:", None]
    with pytest.raises(InputError, match="the header cannot be read: line 2: a quote is opened"):
        read("b.csv", 'sep=;\n"id;text\n')
    with pytest.raises(InputError, match="the header cannot be read: line 3: a quote is opened"):
        read("c.csv", '\n\n"id;text\n')


def test_a_column_that_is_called_like_the_line_of_excel_stays_one(read):
    (record,) = read("a.csv", "sep=a,text\n1,One.\n")
    assert record.columns == {"sep=a": "1", "text": "One."}


def test_utf_16_with_a_mark(read):
    assert [r.text for r in read("a.csv", "text\nÜber alles hinweg.\nTwo.\n".encode("utf-16"))] == [
        "Über alles hinweg.",
        "Two.",
    ]


def test_a_missing_text_column_names_the_file_its_columns_and_the_nearest_name(read):
    with pytest.raises(InputError, match=r"a\.csv: no column 'text'.*'id', 'Texts'; did you mean 'Texts'"):
        read("a.csv", "id,Texts\n1,x\n")


def test_a_text_column_that_stands_there_twice_is_refused(read):
    with pytest.raises(InputError, match="2 times"):
        read("a.csv", "text,text\na,b\n")


def test_other_columns_of_one_name_are_all_kept(read):
    (record,) = read("a.csv", "text,x,x,,x_2\nt,1,2,3,4\n")
    assert record.columns == {"text": "t", "x": "1", "x_3": "2", "column_4": "3", "x_2": "4"}


def test_columns_with_our_names_are_prefixed(read):
    (record,) = read("a.csv", "text,source,input_source,stance\nt,1,2,3\n")
    assert record.columns == {
        "text": "t",
        "input_source": "1",
        "input_input_source": "2",
        "input_stance": "3",
    }


def test_bad_rows_cost_none_of_their_neighbours(read):
    data = "id,text\n1,good one\n2,too,many\n3\n4,  \n5,good two\n"
    records = read("a.csv", data)
    assert [r.text for r in records] == ["good one", None, None, None, "good two"]
    assert [r.row for r in records] == [1, 2, 3, 4, 5]
    assert records[1].error == "line 3: 3 fields, but the header names 2"
    assert records[1].columns == {"raw": "2,too,many"}
    assert records[2].error == "text is null"
    assert records[3].error == "text is empty"


def test_a_short_row_is_filled_up(read):
    (record,) = read("a.csv", "text,a,b\ngood,1\n")
    assert (record.text, record.columns) == ("good", {"text": "good", "a": "1", "b": None})


@pytest.mark.parametrize("good", ["good,2", '"good, quoted",2'])
def test_an_unclosed_quote_gives_up_its_own_line_only(read, good):
    records = read("a.csv", 'text,id\nfirst,0\n"bad,1\n' + f"{good}\n" * 3)
    assert [r.error is None for r in records] == [True, False, True, True, True]
    assert "line 3" in records[1].error
    assert "quote" in records[1].error
    assert records[1].columns == {"raw": '"bad,1'}


def test_an_unclosed_quote_before_a_long_rest_does_not_take_it_in(read, monkeypatch):
    monkeypatch.setattr("detente.batch.readers.inputs.RECORD_LIMIT", 2000)
    records = read("a.csv", 'text,id\n"bad,1\n' + "good,2\n" * 1000)
    assert [r.text for r in records] == [None] + ["good"] * 1000
    assert "longer than" in records[0].error


def test_a_line_beyond_the_limit_is_one_bad_row(read, monkeypatch):
    monkeypatch.setattr("detente.batch.readers.inputs.RECORD_LIMIT", 100)
    records = read("a.csv", "text,id\n" + "x" * 250 + ",1\ngood,2\n")
    assert [r.text for r in records] == [None, "good"]


def test_a_cell_of_a_megabyte_is_read(read):
    (record,) = read("a.csv", "text\n" + "a" * 1_000_000 + "\n")
    assert len(record.text) == 1_000_000


def test_line_breaks_inside_quotes_belong_to_the_cell(read):
    first, second = read("a.csv", 'text\n"one\r\n\r\ntwo"\nthree\n')
    assert first.text == "one\r\n\r\ntwo"
    assert second.text == "three"


def test_nul_bytes_do_not_stop_the_reader(read):
    assert [r.text for r in read("a.csv", "text\na\0b\nc\n")] == ["a\0b", "c"]


def test_a_latin_1_row_names_its_byte_and_leaves_the_others_good(read):
    records = read("a.csv", b"text,id\nplain,1\ncaf\xe9,2\nd\xc3\xa9tente,3\n")
    assert [r.text for r in records] == ["plain", None, "détente"]
    assert "line 3: byte 0xE9 at character 4" in records[1].error
    assert "--encoding cp1252" in records[1].error


def test_a_latin_1_header_is_refused_with_the_byte_and_the_way_out(read):
    with pytest.raises(
        InputError, match=r"line 1: byte 0xE9 at character 9 .*, or name its encoding, such as --enc"
    ):
        read("a.csv", b"text,caf\xe9\nplain,1\n", encoding="utf-8")


@pytest.mark.parametrize("data", ["text,id\n", "", "\n\n"])
def test_a_table_without_rows_is_told(read, data):
    told = []
    assert read("a.csv", data, notify=told.append) == []
    assert len(told) == 1


def test_targets_are_read_only_on_request(read):
    data = "text,target\na,CN\nb,US; KP;US\nc,\n"
    assert [r.targets for r in read("a.csv", data)] == [None, None, None]
    assert [r.targets for r in read("a.csv", data, target_column="target")] == [("CN",), ("US", "KP"), None]
    with pytest.raises(InputError, match="did you mean 'target'"):
        read("a.csv", data, target_column="targets")


def test_a_table_of_tens_of_thousands_of_columns_is_read_in_no_time(read):
    began = time.monotonic()
    (record,) = read("a.csv", "text," + "x," * 30_000 + "\nSeoul waited.\n")
    assert (record.text, len(record.columns)) == ("Seoul waited.", 30_002)
    assert time.monotonic() - began < 3


def test_a_column_with_the_wanted_word_is_suggested_before_one_with_another_role(read):
    with pytest.raises(InputError, match=r"did you mean 'Headline / Text \(EN\)'\?"):
        read("a.csv", "target,Headline / Text (EN),test\nUS,x,y\n")
    with pytest.raises(InputError, match=r"for the text \(--text-column\).* did you mean '본문'\?"):
        read("a.csv", "제목,내용,본문\nx,y,z\n")
    with pytest.raises(InputError, match="did you mean '正文'"):
        read("a.csv", "标题,日期,正文\nx,y,z\n")
    with pytest.raises(InputError) as told:
        read("a.csv", "target,id\nUS,1\n")
    assert "did you mean" not in str(told.value)


@pytest.mark.parametrize(
    ("header", "separator"), [("id|text", "|"), ("id\ttext", "\t"), ("id;text;a,b", ";")]
)
def test_another_separator_is_named_with_the_columns_that_were_found(read, header, separator):
    with pytest.raises(
        InputError, match=f"its columns are .*seem to be separated by {re.escape(repr(separator))}"
    ):
        read("a.csv", f"{header}\n1,x\n")


def test_a_column_of_texts_is_not_suggested_for_targets(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,targets\nChina waited.,CN\n")
    with pytest.raises(InputError, match="did you mean 'targets'"):
        read_records([path], ReadOptions(target_column="target"))
    path.write_text("text,date\nChina waited.,2020\n")
    with pytest.raises(InputError, match=r"no column 'target'.*'date'$"):
        read_records([path], ReadOptions(target_column="target"))
