"""Reading labelled pairs: what is accepted, and how every fault of a file is told at once."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measure.exchange import write_label_rows
from detente.measure.exchange.label_rows import LabelRow
from detente.model.errors import InputError
from detente.model.labels import SOURCES, STANCES, TARGETS
from detente.model.text.statement_id import statement_id
from detente.train.labels.pairs import LabelledPair, read_pairs, write_pairs

GOOD = {"text": "Tokyo thanked Seoul for the rescue.", "target": "KR", "label": "cooperative", "source": "JP"}

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(str.strip)


@st.composite
def labelled_pairs(draw):
    text = draw(TEXTS)
    label = draw(st.sampled_from(STANCES))
    return LabelledPair(
        id=statement_id(text),
        text=text,
        target=draw(st.sampled_from(TARGETS)),
        label=label,
        source=None if label == "neutral" else draw(st.sampled_from((*SOURCES, None))),
        corpus=draw(st.sampled_from((None, "letters", "posts"))),
        publisher=draw(st.sampled_from((None, "A, B | C"))),
        date=draw(st.sampled_from((None, "1999", "2020-02-29"))),
        lang=draw(st.sampled_from((None, "ko", "zh"))),
    )


def write_rows(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@given(st.lists(labelled_pairs(), min_size=1, max_size=8))
def test_pairs_come_back_as_they_were_written(tmp_path_factory, pairs):
    path = tmp_path_factory.mktemp("pairs") / "pairs.jsonl"
    write_pairs(path, pairs)
    assert read_pairs(path) == pairs


def test_the_id_is_the_start_of_the_sha1_of_the_text():
    assert statement_id("abc") == "a9993e364706"


def test_an_absent_id_is_made_from_the_text(tmp_path):
    (pair,) = read_pairs(write_rows(tmp_path / "a.jsonl", [GOOD]))
    assert pair.id == statement_id(GOOD["text"])


def test_csv_and_packed_files_read_like_json_lines(tmp_path):
    expected = read_pairs(write_rows(tmp_path / "a.jsonl", [GOOD]))
    table = 'target,text,source,label\nKR,"Tokyo thanked Seoul for the rescue.",JP,cooperative\n'
    (tmp_path / "b.csv").write_text(table, encoding="utf-8-sig")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(json.dumps(GOOD).encode()))
    assert read_pairs(tmp_path / "b.csv") == expected
    assert read_pairs(tmp_path / "c.jsonl.gz") == expected


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_labels_by_hand_are_pairs_as_they_stand(tmp_path, form):
    statements = ["=Beijing, said Seoul, lied.", "'Thanks', said Tokyo to Seoul.", "-5 in Seoul"]
    gold = [
        LabelRow(
            statement_id(text), text, "KR", "random", 0.5, document="a.txt", label="neutral", annotator="kim"
        )
        for text in statements
    ]
    path = tmp_path / f"gold.{form}"
    write_label_rows(path, gold, mark=True)
    assert read_pairs(path) == [LabelledPair(row.id, row.statement, "KR", "neutral") for row in gold]


def test_a_byte_that_is_not_utf_8_is_told_without_an_option_that_no_command_of_labels_has(tmp_path):
    table = "text,target,label\nSeoul opened a café in Beijing.,CN,neutral\n"
    (tmp_path / "a.csv").write_bytes(table.encode("cp1252"))
    with pytest.raises(
        InputError, match=r"line 2: byte 0xE9 at character 19 is not valid utf-8; save .* UTF-8$"
    ):
        read_pairs(tmp_path / "a.csv")


def test_a_text_under_both_of_its_names_is_refused(tmp_path):
    both = {**GOOD, "statement": GOOD["text"]}
    table = tmp_path / "a.csv"
    table.write_text(",".join(both) + "\n")
    for path in (table, write_rows(tmp_path / "a.jsonl", [GOOD, both])):
        with pytest.raises(InputError, match="'text' and 'statement', two names of one column"):
            read_pairs(path)


@pytest.mark.parametrize("nothing", [None, "", "-"])
def test_a_neutral_pair_has_no_source(tmp_path, nothing):
    (pair,) = read_pairs(write_rows(tmp_path / "a.jsonl", [GOOD | {"label": "neutral", "source": nothing}]))
    assert pair.source is None


def test_a_stance_without_a_source_is_read(tmp_path):
    (pair,) = read_pairs(write_rows(tmp_path / "a.jsonl", [GOOD | {"source": None}]))
    assert pair.source is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"label": "hostil"}, "did you mean 'hostile'"),
        ({"label": "positive"}, "accepted are cooperative, hostile, neutral"),
        ({"target": "kr"}, "did you mean 'KR'"),
        ({"label": "positive"}, "label 'positive' is not known; did you mean 'cooperative'"),
        ({"label": "Negative"}, "did you mean 'hostile'"),
        ({"target": "China"}, "target 'China' is not known; did you mean 'CN'"),
        ({"target": "ROK"}, "did you mean 'KR'"),
        ({"source": "North Korea"}, "did you mean 'KP'"),
        ({"source": "Other"}, "did you mean 'other'"),
        ({"text": "  "}, "text is empty"),
        ({"text": "half \ud83d"}, "lone surrogate at character 6"),
        ({"publisher": "half \ud83d"}, "publisher is not valid Unicode: lone surrogate at character 6"),
        ({"text": None}, "has no 'text'"),
        ({"text": 7}, "text is of type int"),
        ({"label": 1}, "label is of type int, not text; accepted are cooperative, hostile, neutral"),
        ({"label": "neutral"}, "source is 'JP' on a neutral row"),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_is_accepted(tmp_path, change, told):
    path = write_rows(tmp_path / "a.jsonl", [GOOD, GOOD | change])
    with pytest.raises(InputError, match=r"a\.jsonl: 1 error\n  line 2: ") as caught:
        read_pairs(path)
    assert told in str(caught.value)


def test_all_faults_are_counted_and_the_first_twenty_told(tmp_path):
    path = write_rows(tmp_path / "a.jsonl", [GOOD | {"label": "warm"}] * 23 + [GOOD])
    with pytest.raises(InputError, match="23 errors") as caught:
        read_pairs(path)
    assert "line 20:" in str(caught.value)
    assert "line 21:" not in str(caught.value)
    assert "and 3 more" in str(caught.value)


def test_a_broken_line_is_a_fault_like_any_other(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("\n{broken\n[1]\n")
    with pytest.raises(InputError, match=r"line 2: not valid JSON.*\n  line 3: an array"):
        read_pairs(path)


def test_a_csv_row_with_too_many_fields_is_a_fault(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,target,label\nSeoul, the city,KR,neutral\n")
    with pytest.raises(InputError, match="line 2: 4 fields, but the header names 3"):
        read_pairs(path)


def test_other_targets_are_read_where_they_are_allowed(tmp_path):
    path = write_rows(tmp_path / "a.jsonl", [GOOD | {"target": "Vietnam"}])
    assert read_pairs(path, allowed_targets=("US", "Vietnam"))[0].target == "Vietnam"
    with pytest.raises(InputError, match="target 'Vietnam' is not known"):
        read_pairs(path)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.jsonl", b"", "holds no labelled pairs"),
        ("a.jsonl", b"\xff\xfe\x00", "not valid utf-16-le"),
        ("a.jsonl.gz", b"not packed", "cannot be read"),
        ("a.xls", b"", "unsupported file type; accepted are .csv"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=told):
        read_pairs(tmp_path / name)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.jsonl: no such file or folder"):
        read_pairs(tmp_path / "nowhere.jsonl")


def test_a_file_of_pairs_appears_whole(tmp_path):
    def broken():
        yield LabelledPair("x", "Seoul slept.", "KR", "neutral")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_pairs(tmp_path / "a.jsonl", broken())
    assert list(tmp_path.iterdir()) == []


def test_a_table_with_other_columns_is_refused_with_those_it_has(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Statement,Target\nSeoul waited.,KR\n")
    with pytest.raises(InputError, match=r"no column 'text' .*; its columns are 'Statement', 'Target'"):
        read_pairs(path)


def test_a_table_with_semicolons_is_read_and_an_unclosed_quote_names_its_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('text;target;label\nSeoul waited.;KR;neutral\n"Seoul waited;KR;neutral\n')
    with pytest.raises(InputError, match="line 3: a quote is opened and never closed"):
        read_pairs(path)
    path.write_text("text;target;label\nSeoul waited.;KR;neutral\n")
    assert [pair.target for pair in read_pairs(path)] == ["KR"]
