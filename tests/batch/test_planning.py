"""Which records make one document, and that each statement carries all that its document tells of it."""

import pickle
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batch.job.shards import Cursor, cut_shards
from detente.batch.planning import DocumentOptions, DocumentPlanner
from detente.batch.records import Record, broken_row
from detente.batch.statements import document_rows, record_statements
from detente.batch.statements.record_statements import statements_of
from detente.model.document.facts import known_speaker
from detente.model.document.plan import StatementPlan
from detente.model.document.reader import DocumentReader
from detente.model.errors import ActorsError, InputError
from detente.model.text.actor_finder import ActorFinder

FINDER = ActorFinder.from_files()


class WholeReader(DocumentReader):
    """A reader whose plans hold the whole document, so that a statement read with another one shows."""

    def __init__(self):
        super().__init__(FINDER)
        self.facts = []

    def read(self, statements, *, facts, labels, targets, language):
        self.facts.append((facts.publisher, facts.date, facts.speaker, tuple(labels), targets))
        return [StatementPlan(text, context="|".join(statements)) for text in statements]

    def own_voice(self, facts):
        return facts.speaker or ("KP" if facts.publisher == "조선중앙통신" else None)

    def inferred_publisher(self, statements, datelines=None, *, facts):
        return None


def row(text, document="a", position=1, number=1, targets=None, **columns):
    named = {"input_document": document, "input_position": position} | columns
    return Record(text, named, "in.csv", number, "statement", targets=targets)


def file(text):
    return Record(text, {}, "a.txt", None, "document")


def contexts(records, reader=None):
    planner = DocumentPlanner(reader or WholeReader())
    return [(one.plan.context if one.plan else None, one.reading) for one in statements_of(records, planner)]


def test_rows_of_one_document_are_read_together_and_stay_rows_of_their_own():
    records = [row("A.", position=1, number=1), row("B.", position="2", number=2), row("C.", "b", 1, 3)]
    found = list(statements_of(records, DocumentPlanner(WholeReader())))
    assert [one.plan.context for one in found] == ["A.|B.", "A.|B.", "C."]
    assert [(one.statement, one.position, one.ends_record) for one in found] == [
        ("A.", 1, True),
        ("B.", 2, True),
        ("C.", 3, True),
    ]
    assert [dict(one.record.columns) for one in found] == [dict(one.columns) for one in records]


@pytest.mark.parametrize(
    "second",
    [
        row("B.", "b"),
        row("B.", position=0),
        row("B.", publisher="KCNA"),
        row("B.", date=date(2024, 5, 1)),
        row("B.", speaker="CN"),
        Record("B.", row("B.").columns, "other.csv", 1, "statement"),
    ],
)
def test_another_name_position_or_fact_begins_another_document(second):
    assert contexts([row("A."), second]) == [("A.", "document"), ("B.", "document")]


@pytest.mark.parametrize(
    "columns", [{"document": None}, {"document": ""}, {"position": "first"}, {"position": None}]
)
def test_rows_without_document_or_position_are_read_alone(columns):
    assert contexts([row("A."), row("B.", **columns), row("C.")]) == [
        ("A.", "document"),
        (None, "alone"),
        ("C.", "document"),
    ]


def test_facts_of_the_rows_go_before_the_speaker_of_the_run():
    reader = WholeReader()
    planner = DocumentPlanner(reader, ("CN",), "US")
    told = {"publisher": "KCNA", "date": date(2024, 5, 1)}
    records = [
        row("A.", "x", speaker="China", **told),
        row("B.", "y", 1, speaker="MS. CHOE"),
        row("C.", "y", 2, speaker=None),
        file("D came. E went."),
    ]
    list(statements_of(records, planner))
    assert reader.facts == [
        ("KCNA", "2024-05-01", "CN", (None,), ("CN",)),
        (None, None, "US", ("MS. CHOE", None), ("CN",)),
        (None, None, "US", (None, None), ("CN",)),
    ]


def test_a_row_that_cannot_be_read_or_names_its_targets_is_in_no_plan():
    records = [
        row("A."),
        row("", position=2),
        row("B.", position=3, targets=("CN",)),
        row("C.", position=4),
        broken_row("in.csv", 5, "line 5: broken"),
        row("D.", position=6),
    ]
    assert contexts(records) == [
        ("A.|B.|C.", "document"),
        (None, None),
        (None, "alone: target given"),
        ("A.|B.|C.", "document"),
        (None, None),
        ("D.", "document"),
    ]


def test_other_scripts_are_read_statement_by_statement_and_say_so():
    korean = "북한이 미사일을 발사했다. 중국은 우려를 표했다."
    whole = korean.replace(". ", ".|")
    assert contexts([file(korean)]) == [(whole, "document")] * 2
    japanese = "日本は沈黙しました。米国は歓迎しました。"
    assert contexts([file(japanese)]) == [(None, "statement")] * 2
    assert contexts([row(japanese)]) == [(None, "statement")]
    assert contexts([file("Seoul (서울) waited.")]) == [("Seoul (서울) waited.", "document")]


def test_a_statement_that_is_read_by_itself_keeps_the_state_in_whose_voice_its_document_is():
    text = "日本は沈黙しました。"
    told = DocumentPlanner(WholeReader(), speaker="KR")

    def voices(planner, *records):
        return [one.voice for one in statements_of(records, planner)]

    assert voices(told, file(text), row(text), row(text, publisher="조선중앙통신")) == ["KR", "KR", "KR"]
    untold = DocumentPlanner(WholeReader())
    assert voices(untold, file(text), row(text), row(text, publisher="조선중앙통신")) == [None, None, "KP"]
    # A plan holds the voice itself; nothing is told of rows with targets of their own, or of what is read alone.
    assert voices(told, file("Seoul waited."), row(text, targets=("CN",))) == [None, None]
    assert voices(None, file(text)) == [None]


def test_of_a_mixed_document_the_statements_of_each_language_are_read_together():
    mixed = [
        "Seoul waited.",
        "중국은 우려를 표했다.",
        "They came.",
        "中方表示欢迎。",
        "日本は沈黙した。",
        "양국은 만났다.",
    ]
    english, korean, chinese = ("|".join(mixed[at] for at in some) for some in ((0, 2), (1, 5), (3,)))
    expected = [(one, "document") for one in (english, korean, english, chinese)]
    expected += [(None, "statement"), (korean, "document")]
    assert contexts([file("\n\n".join(mixed))]) == expected
    assert contexts([row(text, position=at) for at, text in enumerate(mixed)]) == expected


def test_each_statement_has_its_language_and_what_cannot_be_read_has_none():
    texts = ["Seoul waited for the envoys.", "중국은 우려를 표했다.", "中国外交部发言人对此表示欢迎。"]
    mixed = "\n\n".join([*texts, "日本は沈黙しました。", "1950"])
    records = [file(mixed), row("中方表示欢迎。", ""), row("  "), broken_row("in.csv", 2, "broken")]
    for planner in (None, DocumentPlanner(WholeReader())):
        found = [one.language for one in statements_of(records, planner)]
        assert found[:4] + found[5:] == ["en", "ko", "zh", "ja", "zh", None, None]
    assert [one.language for one in statements_of([row("1950")])] == ["und"]


def test_a_long_document_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr(document_rows, "DOCUMENT_STATEMENTS", 2)
    monkeypatch.setattr(record_statements, "DOCUMENT_STATEMENTS", 2)
    expected = [("A.|B.", "document")] * 2 + [("C.|D.", "document: cut")] * 2 + [("E.", "document: cut")]
    assert contexts([row(f"{name}.", position=at) for at, name in enumerate("ABCDE")]) == expected
    assert contexts([row("A."), row("B."), row("C.", "b")])[-1] == ("C.", "document")
    text = "A came.\n\nB came.\n\nC came.\n\nD came.\n\nE came."
    assert contexts([file(text)]) == [
        (context and context.replace(".", " came."), reading) for context, reading in expected
    ]


def test_everything_is_read_alone_on_demand():
    assert DocumentOptions(alone=True).planner(FINDER, None) is None
    assert [(one.plan, one.reading) for one in statements_of([row("A."), file("B came.")])] == [
        (None, "alone"),
        (None, "alone"),
    ]


def test_an_unknown_speaker_and_a_wrong_list_of_publishers_are_refused(tmp_path):
    assert (known_speaker("South Korea", FINDER), known_speaker("other", FINDER)) == ("KR", "other")
    with pytest.raises(InputError, match="unknown speaker 'author': accepted are US, CN"):
        DocumentOptions(speaker="author").planner(FINDER, None)
    wrong = tmp_path / "own.toml"
    wrong.write_text("[KP]\nvoices = []\n")
    with pytest.raises(ActorsError, match=r"own\.toml"):
        DocumentOptions(publishers=[wrong]).planner(FINDER, None)


@pytest.mark.parametrize(
    "given", [{"speaker": "KR"}, {"speaker": "Ruritania"}, {"publishers": [Path("nowhere.toml")]}]
)
def test_a_speaker_or_publishers_are_refused_where_everything_is_read_alone(given):
    with pytest.raises(
        InputError, match=r"in Python alone=True\) reads every statement by itself.*leave one out"
    ):
        DocumentOptions(alone=True, **given)


def test_rows_with_dates_that_cannot_be_read_are_counted_and_told_once():
    told = []
    planner = DocumentPlanner(WholeReader(), notify=told.append)
    records = [
        row("A.", date="2024-05-01"),
        row("B.", "b", 1, 2, date="in May"),
        row("C.", "b", 2, 3, date="in May"),
        row("D.", "b", 3, 4, date="in June"),
        row("E.", None, 1, 5, date="yesterday"),
        row("F.", "f", 1, 6, date=" "),
        row("G.", "g", 1, 7, date=2024),
    ]
    found = [one.plan and one.plan.context for one in statements_of(records, planner)]
    # They begin another document where they change, as other dates do.
    assert found == ["A.", "B.|C.", "B.|C.", "D.", None, "F.", "G."]
    [message] = told
    assert message.startswith(
        "3 rows have a date that cannot be read and count as undated (in.csv, row 2: 'in May', also 'in June'); "
        "accepted are"
    )


def test_dates_that_can_be_read_are_not_told():
    told = []
    planner = DocumentPlanner(reader := WholeReader(), notify=told.append)
    dates = ["2024", 2024, date(2024, 5, 1), datetime(2024, 5, 1, 8, 30), "2024-05", "May 1, 2024"]
    dates += ["31/12/2024", 2024.0, float("nan"), "NaT", None, ""]
    list(statements_of([row("A.", str(at), date=each) for at, each in enumerate(dates)], planner))
    assert told == []
    assert [facts[1] for facts in reader.facts] == [
        *("2024", "2024", "2024-05-01", "2024-05-01T08:30:00", "2024-05"),
        *("May 1, 2024", "31/12/2024", "2024"),
        *(None, None, None, None),
    ]


def test_without_anybody_to_tell_a_date_that_cannot_be_read_is_logged(caplog):
    planner = DocumentOptions().planner(FINDER, None)
    [one] = statements_of([row("Seoul waited.", date="May" * 999)], planner)
    assert one.plan is not None
    [message] = caplog.messages
    assert message.startswith(
        "1 row has a date that cannot be read and counts as undated (in.csv, row 1: 'MayMay"
    )
    assert len(message) < 400


def test_a_statement_travels_with_its_plan():
    [one] = statements_of([file("Seoul waited.")], DocumentOptions().planner(FINDER, None))
    assert one.plan is not None
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - made here


mixtures = st.lists(
    st.one_of(
        st.builds(row, st.sampled_from(["A.", "B.", ""]), st.sampled_from("ab"), st.integers(1, 3)),
        st.builds(file, st.sampled_from(["A came. B went. C stayed.", "D slept.", ""])),
        st.just(broken_row("in.csv", 1, "broken")),
    ),
    max_size=14,
)


@given(mixtures, st.integers(1, 4), st.integers(1, 5), st.data())
def test_a_cut_anywhere_leaves_every_statement_as_it_was(records, size, longest, data):
    planner = DocumentPlanner(WholeReader())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document_rows, "DOCUMENT_STATEMENTS", longest)
        patch.setattr(record_statements, "DOCUMENT_STATEMENTS", longest)
        whole = list(cut_shards(records, planner, statements=size))
        ends = [number for number, chunk in enumerate(whole, start=1) if chunk.fills_shard]
        done = data.draw(st.sampled_from([0, *ends]))
        start = whole[done - 1].end if done else Cursor()
        assert list(cut_shards(records, planner, start=start, statements=size)) == whole[done:]
        together = [one for chunk in whole for one in chunk.statements]
        assert together == list(statements_of(records, planner))
