import json
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_rows import STANCES, payload, predicted, row, start_of

from detente.batch.columns import FIXED_COLUMNS
from detente.measure.periods import PERIODS
from detente.model.errors import InputError
from detente.report.summary.summary import summarise

others = st.builds(row, stance=st.none(), target=st.none(), error=st.none() | st.just("statement is empty"))


@given(st.lists(predicted | others, min_size=1, max_size=60), st.sampled_from(PERIODS))
def test_counts_are_those_of_the_rows(rows, period):
    made = payload(rows, period=period)
    right = [r for r in rows if r["stance"]]
    about = made["about"]
    assert about["rows"] == len(rows)
    assert about["predicted"] == len(right)
    assert about["shown"] == len(made["statements"]) == len(distinct(right, period))
    assert about["failed"] == sum(r["error"] is not None for r in rows)
    assert about["no_target"] == len(rows) - len(right) - about["failed"]
    assert about["too_close"] == sum(r["too_close"] for r in right)
    assert about["undated"] == sum(r["date"] is None for r in right)
    assert about["documents"] == len({r["document"] for r in rows})
    assert {bar["name"]: [bar[s] for s in STANCES] for bar in made["documents"]} == {
        name: [sum(r["document"] == name and r["stance"] == s for r in right) for s in STANCES]
        for name in {r["document"] for r in right}
    }


@given(st.lists(predicted, min_size=1, max_size=60))
def test_names_come_in_the_order_of_their_rows(rows):
    made = payload(rows)
    by_target = Counter(r["target"] for r in rows)
    assert made["targets"] == sorted(by_target, key=lambda target: (-by_target[target], target))
    by_dyad = Counter((r["source"], r["target"]) for r in rows if r["source"])
    ranked = sorted(by_dyad, key=lambda dyad: (-by_dyad[dyad], dyad))
    assert made["sources"] == list(dict.fromkeys(source for source, _ in ranked))
    by_publisher = Counter(r["publisher"] for r in rows if r["publisher"])
    named = sorted(by_publisher, key=lambda name: (-by_publisher[name], name))
    assert made["cells"]["publishers"] == [*named, "", None]


def distinct(rows, period):
    """Group the rows, all of one text, that are the same statement and prediction in the same period."""
    groups = defaultdict(list)
    for r in rows:
        start = r["date"] and start_of(r["date"], period)
        groups[r["target"], r["source"], r["stance"], start].append(r)
    return groups


@given(st.lists(predicted, min_size=1, max_size=60), st.sampled_from(PERIODS))
def test_a_statement_that_occurs_again_in_a_period_is_shown_once_with_how_often(rows, period):
    made = payload(rows, period=period)
    for statement, (key, alike) in zip(made["statements"], distinct(rows, period).items(), strict=True):
        index = statement["period"]
        start = None if index is None else made["periods"][index]
        assert (statement["target"], statement["source"], statement["stance"], start) == key
        assert (statement["document"], statement["publisher"]) == (
            alike[0]["document"],
            alike[0]["publisher"],
        )
        assert statement.get("times", 1) == len(alike)


def test_a_file_name_that_is_no_unicode_is_shown_as_far_as_it_is():
    made = summarise(iter([row()]), inputs=["in/b\udcff.jsonl"])
    assert made.about["inputs"] == ["b .jsonl"]


@pytest.mark.parametrize("option", ["date_column", "publisher_column"])
def test_a_column_that_no_row_has_is_told(option):
    with pytest.raises(InputError, match=option.replace("_", " ") + " nowhere"):
        payload([row()], **{option: "nowhere"})


def test_other_columns_give_date_and_publisher():
    made = payload([row(day="2001-02-03", outlet="wire")], date_column="day", publisher_column="outlet")
    assert made["statements"][0]["publisher"] == "wire"
    assert made["about"]["first"] == "2001-02-03"


@pytest.mark.parametrize(("option", "name"), [("date_column", "Said on"), ("publisher_column", "Outlet")])
def test_a_column_that_the_rows_do_not_have_is_told_with_the_nearest_one(option, name):
    with pytest.raises(InputError, match=f"did you mean '{name}'"):
        payload([row(**{name: "wire"})], **{option: name.lower()})


def test_no_rows_at_all_are_told():
    with pytest.raises(InputError, match=r"stances\.jsonl: no rows"):
        payload([])


cells = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)


@given(
    st.lists(
        st.fixed_dictionaries(dict.fromkeys((*FIXED_COLUMNS, "date", "publisher"), cells)),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_cells_hold_every_row_is_counted_once(rows):
    # Rows of which no stance is known are refused, so one is added.
    about = payload([*rows, row()])["about"]
    assert about["predicted"] + about["failed"] + about["no_target"] == about["rows"] == len(rows) + 1


@given(cells, cells, cells, cells)
def test_odd_cells_beside_a_good_stance_are_shown_as_nothing_or_as_text(score, source, publisher, document):
    made = payload([row(score=score, source=source, publisher=publisher, document=document, p_hostile=score)])
    (statement,) = made["statements"]
    assert statement["score"] is None or 0 <= statement["score"] <= 1
    assert statement["document"] is None or isinstance(statement["document"], str)


def test_rows_that_cannot_be_counted_are_failed_and_say_why():
    made = payload(
        [row(stance="angry"), row(target=None), row(error="boom", stance=None), row(error="boom"), row()]
    )
    assert (made["about"]["failed"], made["about"]["predicted"]) == (4, 1)
    assert made["about"]["errors"][0] == {"error": "boom", "count": 2}
    assert {"stance 'angry' is not one of cooperative, hostile, neutral"} < {
        e["error"] for e in made["about"]["errors"]
    }


def test_long_and_hostile_text_is_cut_and_kept_on_one_line():
    made = payload(
        [row(statement="China " * 200_000), row(statement="a\x00\u202e\ud800b China", target="CN")]
    )
    long, odd = made["statements"]
    assert len(long["text"]) <= 600
    assert long["text"].endswith("…")
    assert odd["text"] == "a   b China"
    assert odd["mentions"] == [[6, 11]]


def test_mentions_count_characters_and_are_those_of_the_target():
    (statement,) = payload([row(statement="🙂 Seoul met Beijing.")])["statements"]
    assert [statement["text"][start:end] for start, end in statement["mentions"]] == ["Beijing"]


def test_a_code_of_ones_own_has_no_mentions_but_a_place():
    made = payload([row(target="XX")])
    assert (made["targets"], made["names"]["XX"], made["statements"][0]["mentions"]) == (["XX"], "XX", [])
    assert made["names"]["US"] == "United States"


def test_statements_are_counted_by_where_they_stand():
    toward_two = [
        row(position=1),
        row(position=1, target="KR"),
        row(position=2),
        row(document="b.txt", position=2),
    ]
    about = payload([*toward_two, row(document="c.txt", statement=None, position=None, error="broken")])[
        "about"
    ]
    assert (about["statements"], about["documents"]) == (3, 3)


@pytest.mark.parametrize(
    ("checkpoints", "told"),
    [(["small-0.1.0"], 1), (["mine-1"], 0), (["small-0.1.0", "mine-1"], 1)],
)
def test_known_scores_are_told_for_rows_of_that_checkpoint_only(checkpoints, told):
    scores = [{"data": "test.jsonl", "pairs": 3}]
    about = payload([row(checkpoint=name) for name in checkpoints], known_scores={"small-0.1.0": scores})[
        "about"
    ]
    entry = {"data": "test.jsonl", "pairs": 3, "checkpoint": "small-0.1.0", "rows": 1}
    assert about["known_scores"] == [entry] * told
    assert about["checkpoints"] == checkpoints
    assert about["inputs"] == ["stances.jsonl"]


def test_a_page_stays_small_however_many_names_periods_and_rows_there_are():
    rows = [
        row(
            stance=STANCES[n % 3],
            target=f"Target {n % 50}",
            source=f"Source {n % 37}",
            date=str(date(1990, 1, 1) + timedelta(n % 3000)),
            document=f"{n}.txt",
            publisher=f"Publisher {n % 500}",
            statement=f"Statement {n} on <the> harbour " + "x" * 300,
        )
        for n in range(12_000)
    ]
    made = payload(rows)
    assert len(json.dumps(made["statements"])) < 2_600_000
    assert len(json.dumps(made)) < 4_000_000
    assert made["about"]["shown"] < made["about"]["predicted"] == 12_000
    assert len(made["documents"]) == 41
    assert sum(bar[stance] for bar in made["documents"] for stance in STANCES) == 12_000


def test_documents_are_told_apart_by_the_column_that_is_named():
    rows = [
        row(document="news.csv", position=n, statement=f"Statement {n}.", link=f"link {n // 10}")
        for n in range(40)
    ]
    in_rows, in_links = payload(rows), payload(rows, document_column="link")
    assert (in_rows["about"]["documents"], in_links["about"]["documents"]) == (1, 4)
    # Rows of a table are documents of their own, of which none has several statements.
    assert in_rows["cells"]["clusters"] == [] != in_links["cells"]["clusters"]


def test_years_and_months_are_not_made_into_days():
    about = payload([row(date="1949"), row(date="1951-03"), row(date="1950-01-02")])["about"]
    assert (about["first"], about["last"]) == ("1949", "1951-03")


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", {"CN": "China", "US": "United States", "author": "the author"}),
        ("ko", {"CN": "중국", "US": "미국", "author": "the author"}),
        ("zh", {"CN": "中国", "US": "美国", "author": "the author"}),
    ],
)
def test_actors_are_named_in_the_language_that_was_asked_for(language, names):
    made = payload([row(), row(source="author")], names=language)
    assert made["names"] == names
