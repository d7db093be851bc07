import json
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_rows import STANCES, payload, predicted, row

from detente.batch.columns import FIXED_COLUMNS
from detente.measure.periods import PERIODS
from detente.model.errors import InputError
from detente.report.rows.summary import summarise

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
    by_target = Counter(r["target"] for r in right)
    assert [by_target[code] for code in made["targets"]] == sorted(by_target.values(), reverse=True)
    for facet, column in (("target", "target"), ("publisher", "publisher"), ("document", "document")):
        assert {entry["name"]: [entry[s] for s in STANCES] for entry in made["composition"][facet]} == {
            name: [sum(r.get(column) == name and r["stance"] == s for r in right) for s in STANCES]
            for name in {r.get(column) for r in right} - {None}
        }
    assert {(d["source"], d["target"]): (d["cooperative"], d["hostile"]) for d in made["dyads"]} == {
        pair: tuple(
            sum((r["source"], r["target"]) == pair and r["stance"] == s for r in right) for s in STANCES[:2]
        )
        for pair in {(r["source"], r["target"]) for r in right if r["source"]}
    }


def distinct(rows, period):
    """Group the rows, all of one text, that are the same statement and prediction in the same period."""
    groups = defaultdict(list)
    for r in rows:
        start = r["date"] and start_of(r["date"], period)
        groups[r["target"], r["source"], r["stance"], start].append(r)
    return groups


def start_of(day, period):
    day = date.fromisoformat(day)
    steps = {
        "day": day,
        "week": day - timedelta(day.weekday()),
        "month": day.replace(day=1),
        "quarter": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    }
    return str(steps.get(period, day.replace(month=1, day=1)))


@given(st.lists(predicted, min_size=1, max_size=60), st.sampled_from(PERIODS))
def test_a_timeline_counts_the_rows_of_each_period(rows, period):
    made = payload(rows, period=period)
    found = {
        (line["target"], line["source"], made["periods"][point["period"]]): point
        for line in made["timeline"]
        for point in line["points"]
    }
    expected = Counter()
    for r in rows:
        if r["date"]:
            for source in {None, r["source"]}:
                expected[r["target"], source, start_of(r["date"], period), r["stance"]] += 1
    assert {key[:3] for key in expected} == set(found)
    for (target, source, start), point in found.items():
        counts = {s: expected[target, source, start, s] for s in STANCES}
        assert {s: point[s] for s in STANCES} == counts


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


def test_the_span_decides_the_period_unless_it_is_given():
    rows = [row(date="2001-01-01"), row(date="2004-01-01")] * 5
    assert payload(rows)["about"]["period"] == "month"
    assert len(payload(rows)["periods"]) == 37
    assert payload(rows, period="year")["periods"] == ["2001-01-01", "2002-01-01", "2003-01-01", "2004-01-01"]
    assert (payload(rows)["about"]["first"], payload(rows)["about"]["last"]) == ("2001-01-01", "2004-01-01")


def test_where_a_point_would_rest_on_few_rows_the_period_is_longer_as_long_as_some_are_left():
    rows = [row(date=f"{year}-{month:02}-09") for year in range(2001, 2006) for month in range(1, 13)]
    assert payload(rows)["about"]["period"] == "quarter"  # years would be five
    assert payload(rows * 2)["about"]["period"] == "quarter"
    assert payload(rows * 5)["about"]["period"] == "month"


def test_years_alone_make_a_timeline_of_years():
    made = payload([row(date="2001"), row(date="2002")] * 10 + [row(date="2002-05-06")])
    assert (made["about"]["period"], made["about"]["undated"]) == ("year", 0)


def test_a_rare_year_alone_is_undated_and_makes_no_peak_in_january():
    made = payload([row(date=f"2001-{month:02}-15") for month in range(1, 13)] * 3 + [row(date="2001")])
    assert (made["about"]["period"], made["about"]["undated"]) == ("month", 1)
    assert made["statements"][-1]["date"] == "2001"
    assert made["statements"][-1]["period"] is None


def test_rows_without_dates_have_no_timeline():
    made = payload([row()])
    assert (made["periods"], made["timeline"], made["about"]["period"], made["about"]["undated"]) == (
        [],
        [],
        None,
        1,
    )


def test_more_periods_than_a_page_holds_are_refused_with_the_way_out():
    rows = [row(date="1900-01-01"), row(date="2000-01-01")]
    with pytest.raises(InputError, match=r"period day: 1900-01-01 to 2000-01-01 would be 36,525 periods"):
        payload(rows, period="day")


def test_a_period_shorter_than_any_date_is_refused_with_the_way_out():
    with pytest.raises(InputError, match=r"period day: no date is as exact as that"):
        payload([row(date="2019-03"), row(date="2019-04")], period="day")


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
    about = payload(rows)["about"]
    assert about["predicted"] + about["failed"] + about["no_target"] == about["rows"] == len(rows)


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
    assert len(made["composition"]["publisher"]) == 41
    assert sum(sum(entry[s] for s in STANCES) for entry in made["composition"]["publisher"]) == 12_000
    assert sum(sum(entry[s] for s in STANCES) for entry in made["composition"]["target"]) == 12_000


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
