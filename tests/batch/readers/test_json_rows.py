import gzip
import hashlib
import json
import time

import pytest

from detente.batch.columns import row_from
from detente.batch.sinks.sinks import open_sink
from detente.model.errors import InputError


def lines(*rows: object) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


def test_types_of_other_columns_are_kept(read):
    row = {"text": "t", "n": 1.5, "flag": True, "tags": ["a", {"b": None}], "none": None}
    (record,) = read("a.jsonl", lines(row))
    assert record.columns == row


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ({"text": None}, "text is null"),
        ({"text": 5}, "text is of type int, not text"),
        ({"text": True}, "text is of type bool, not text"),
        ({"text": ["a"]}, "text is of type list, not text"),
        ({"text": " \u3000"}, "text is empty"),
        ({"text": "a\ud800b"}, "lone surrogate at character 2"),
        ({"other": "x"}, "no 'text' in this row; it has 'other'"),
        ({}, "no 'text' in this row; it has no columns"),
        ([1, 2], "line 2: an array"),
        ("17", "line 2: a single value"),
        ('{"text": "cut', "line 2: not valid JSON"),
        ('{"text": "a"}}', "line 2: not valid JSON: Extra data at character 14"),
        ("[" * 100_000, "line 2: not readable as JSON"),
        ('{"text": ' + "9" * 5000 + "}", "line 2: not readable as JSON"),
        ('{"text": "a", "text": "b"}', "duplicate key 'text'"),
        ('{"text": "a", "x\\ud800": 1}', r"the key 'x\ud800' is not valid Unicode"),
        ('{"text": "a", "deep": ' + "[" * 300 + "NaN" + "]" * 300 + "}", "more than 200 deep"),
        ('{"text": "a", "deep": ' + '{"a": ' * 250 + "1" + "}" * 250 + "}", "more than 200 deep"),
    ],
)
def test_a_bad_row_says_why_and_its_neighbours_are_good(read, row, error):
    before, bad, after = read("a.ndjson", lines({"text": "before"}, row, {"text": "after"}))
    assert (before.text, after.text) == ("before", "after")
    assert (before.row, bad.row, after.row) == (1, 2, 3)
    assert error in bad.error
    assert bad.text is None


def test_a_repeated_key_among_very_many_is_found_at_once(read):
    many = {"text": "a"} | {f"key{number}": number for number in range(100_000)}
    start = time.perf_counter()
    bad, after = read("a.jsonl", lines(json.dumps(many)[:-1] + ', "key99999": 1}', {"text": "after"}))
    assert "duplicate key 'key99999'" in bad.error
    assert after.text == "after"
    assert time.perf_counter() - start < 10  # minutes, where each key was compared with all others


def test_a_broken_line_is_kept(read):
    (_, record) = read("a.jsonl", lines({"text": "a"}, '{"text": "cut'))
    assert record.columns == {"raw": '{"text": "cut'}


def test_blank_lines_count_as_lines_but_give_no_record(read):
    assert [r.row for r in read("a.jsonl", '\n{"text": "a"}\r\n  \n{"text": "b"}')] == [2, 4]


def test_a_missing_text_column_is_told_with_the_nearest_name(read):
    with pytest.raises(InputError, match=r"a\.jsonl: no column 'text'.*did you mean 'texts'"):
        read("a.jsonl", lines({"texts": "a"}, {"texts": "b"}))


def test_a_first_row_without_text_does_not_condemn_the_file(read):
    assert [r.text for r in read("a.jsonl", lines({"about": "x"}, {"text": "a"}))] == [None, "a"]


def test_a_latin_1_line_is_one_bad_row(read):
    records = read("a.jsonl", b'{"text": "a"}\n{"text": "caf\xe9"}\n{"text": "b"}\n', encoding="utf-8")
    assert [r.text for r in records] == ["a", None, "b"]
    assert "0xE9" in records[1].error
    assert records[1].error.endswith(
        "save the file as UTF-8, or name its encoding, such as --encoding cp1252"
    )


def test_line_separators_of_unicode_do_not_end_a_line(read):
    (record,) = read("a.jsonl", json.dumps({"text": "a\u2028b\x85c"}, ensure_ascii=False))
    assert record.text == "a\u2028b\x85c"


def test_a_line_of_a_megabyte_is_read_and_one_beyond_the_limit_is_skipped(read, monkeypatch):
    (record,) = read("a.jsonl", lines({"text": "a" * 1_000_000}))
    assert len(record.text) == 1_000_000
    monkeypatch.setattr("detente.batch.readers.inputs.RECORD_LIMIT", 100)
    records = read("a.jsonl", lines({"text": "a" * 350}, {"text": "b"}))
    assert [r.text for r in records] == [None, "b"]
    assert [r.row for r in records] == [1, 2]


def test_a_cut_gzip_file_gives_its_whole_rows_and_then_an_error(read):
    rows = [{"text": f"row {n} {hashlib.sha256(str(n).encode()).hexdigest()}"} for n in range(5000)]
    packed = gzip.compress(lines(*rows).encode())
    records = read("a.jsonl.gz", packed[: len(packed) // 2])
    assert len(records) > 1000
    assert [r.text for r in records[:-1]] == [row["text"] for row in rows[: len(records) - 1]]
    assert "cannot be read further" in records[-1].error


def test_a_gzip_file_cut_within_its_first_rows_is_an_error(read):
    records = read("a.jsonl.gz", gzip.compress(lines({"about": "x"}).encode())[:-6])
    assert records[-1].error is not None


def test_lists_are_taken_as_targets(read):
    rows = [{"text": "a", "to": ["US", "CN"]}, {"text": "b", "to": 5}, {"text": "c"}]
    one, two, three = read("a.jsonl", lines(*rows), target_column="to")
    assert one.targets == ("US", "CN")
    assert "target is of type int" in two.error
    assert (three.targets, three.error) == (None, None)


def test_a_row_as_deep_as_is_read_can_be_written(read, tmp_path):
    deep = '{"text": "a", "deep": ' + "[" * 199 + "NaN" + "]" * 199 + "}"
    (record,) = read("a.jsonl", deep)
    assert record.error is None
    for form in ("jsonl", "csv", "parquet"):
        with open_sink(tmp_path / f"out.{form}") as sink:
            sink.write([row_from(record, None, statement="a", position=1, checkpoint="tiny")])


def test_many_lists_side_by_side_are_not_deep(read):
    (record,) = read("a.jsonl", lines({"text": "a", "wide": [[1]] * 1000}))
    assert record.error is None


@pytest.mark.parametrize("column", ["text", "post.text"])
def test_a_text_within_an_object_is_named_with_the_way_out(read, column):
    with pytest.raises(InputError, match=r"'post' is an object that has it; .* jq -c '\. \+ \.post'"):
        read("a.jsonl", '{"id": 1, "post": {"text": "Seoul waited."}}\n', text_column=column)
