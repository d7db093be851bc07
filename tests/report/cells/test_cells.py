import json
from collections import Counter, defaultdict
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batch.columns import FIXED_COLUMNS
from detente.measure.net.clustered_counts import count_clustered
from detente.report.cells.axes import Axes
from detente.report.cells.cells import count_cells
from detente.report.cells.page_cells import fitting_cells
from detente.report.cells.worth import worth_of
from detente.report.rows.row_counts import RowCounts, RowSettings
from detente.report.rows.time_axis import TimeAxis
from detente.report.summary.summary import summarise

STANCES = ("cooperative", "hostile", "neutral")
SCORES = {"cooperative": 1, "hostile": -1, "neutral": 0}


def row(number, stance, target, source, day, publisher, document):
    return dict.fromkeys(FIXED_COLUMNS) | {
        **{
            "document": f"{document}-{publisher}-{day}.txt",
            "position": number,
            "statement": f"No. {number}.",
        },
        **{"target": target, "stance": stance, "score": 0.8, "publisher": publisher},
        **{
            "source": None if stance == "neutral" else source,
            "date": None if day is None else f"2001-0{day}-01",
        },
    }


rows = st.lists(
    st.builds(
        row,
        st.integers(1, 30),
        st.sampled_from(STANCES),
        st.sampled_from(["US", "CN"]),
        st.sampled_from(["JP", "RU", None]),
        st.none() | st.integers(1, 4),
        st.sampled_from(["wire", "gazette", "", None]),
        st.sampled_from("ab"),
    ),
    min_size=1,
    max_size=60,
)


def made_of(given_rows):
    return summarise(iter(given_rows), inputs=["rows.jsonl"], settings=RowSettings("month")).payload()


def unfolded(made):
    """The cells of a page, as its scripts unfold them."""
    found = {}
    for run in made["cells"]["counts"]:
        width, period = (3 if run[2] == -1 else 2), -1
        for at in range(3, len(run), width + 1):
            period += run[at]
            found[(*run[:3], period)] = (*run[at + 1 : at + 1 + width], 0)[:3]
    return found


def keys_of(made, each):
    """The codes of a row, as the page has them."""
    publishers = made["cells"]["publishers"]
    day = each["date"]
    return (
        publishers.index(each["publisher"] or ""),
        made["targets"].index(each["target"]),
        -1 if not each["source"] else made["sources"].index(each["source"]),
        -1 if day is None else made["periods"].index(day),
    )


def firsts(given_rows):
    """The first row of each statement, target and prediction in each period."""
    found = {}
    for each in given_rows:
        found.setdefault(
            (each["date"], each["statement"], each["target"], each["source"], each["stance"]), each
        )
    return list(found.values())


@given(rows)
def test_cells_count_each_statement_once_in_a_period(given_rows):
    made = made_of(given_rows)
    expected = defaultdict(Counter)
    for each in firsts(given_rows):
        expected[keys_of(made, each)][each["stance"]] += 1
    assert unfolded(made) == {
        key: tuple(counts[stance] for stance in STANCES) for key, counts in expected.items()
    }


@given(rows, st.integers(2, 9))
def test_rows_that_are_repeated_change_no_cell(given_rows, times):
    assert made_of(given_rows * times)["cells"] == made_of(given_rows)["cells"]


@given(rows)
def test_what_occurs_again_is_listed_once_with_how_often(given_rows):
    made = made_of(given_rows)
    times = Counter(
        (each["date"], each["statement"], each["target"], each["source"], each["stance"])
        for each in given_rows
    )
    found = {
        (each["date"], each["text"], each["target"], each["source"], each["stance"]): each.get("times", 1)
        for each in made["statements"]
    }
    assert len(found) == len(made["statements"])
    shown = {(None if key[0] is None else key[0], *key[1:]): count for key, count in times.items()}
    assert found == shown


@given(rows)
def test_clusters_give_the_worth_of_a_target_that_its_documents_give(given_rows):
    made = made_of(given_rows)
    kept = [each for each in firsts(given_rows) if each["date"] is not None]
    groups = defaultdict(list)
    for each in kept:
        groups[each["target"], each["date"]].append(each)
    excess = cluster_sums(made)
    for (target, day), those in groups.items():
        key = (made["targets"].index(target), made["periods"].index(day))
        documents = sorted({each["document"] for each in those})
        counted = count_clustered(
            np.zeros(len(those), dtype=np.int64),
            np.array([documents.index(each["document"]) for each in those]),
            np.array([STANCES.index(each["stance"]) for each in those], dtype=np.int8),
            number=1,
        )
        sums, sizes = Counter(), Counter()
        for each in those:
            sums[each["document"]] += SCORES[each["stance"]]
            sizes[each["document"]] += 1
        alone = [SCORES[each["stance"]] for each in those]
        assert excess.get(key, [0, 0, 0, 0]) == [
            int(counted.documents[0]) - len(those),
            sum(value**2 for value in sums.values()) - sum(value**2 for value in alone),
            sum(sums[name] * sizes[name] for name in documents) - sum(alone),
            sum(value**2 for value in sizes.values()) - len(those),
        ]


def test_statements_of_documents_of_their_own_are_independent_ones():
    given_rows = [
        row(number, STANCES[number % 2], "CN", "US", 1, "wire", f"d{number}") for number in range(5)
    ]
    assert worth_of(made_cells(given_rows, ["wire"]), target=0) == pytest.approx(1)


def cluster_sums(made):
    """What documents add to each target and period, over publishers."""
    found = defaultdict(lambda: [0, 0, 0, 0])
    for run in made["cells"]["clusters"]:
        period = -1
        for at in range(3, len(run), 5):
            period += run[at]
            if run[1] >= 0 and run[2] == -2 and period >= 0:
                key = (run[1], period)
                found[key] = [
                    one + other for one, other in zip(found[key], run[at + 1 : at + 5], strict=True)
                ]
    return found


def test_cells_that_would_be_too_large_have_fewer_publishers_and_lose_no_statement():
    given_rows = [
        row(number, "hostile", "CN", "US", number % 4 + 1, f"Publisher {number % 30}", "a")
        for number in range(300)
    ]
    asked = []

    def count(names):
        asked.append(len(names))
        return made_cells(given_rows, names)

    cells, made = fitting_cells(count, [f"Publisher {number}" for number in range(30)], most_bytes=700)
    assert asked[0] == 30 > asked[-1]
    assert len(json.dumps(made, separators=(",", ":"))) <= 700
    assert cells.counts.sum() == 300
    assert cells.publishers[-1] is None


def made_cells(given_rows, names):
    counts = RowCounts(RowSettings("month"))
    for each in given_rows:
        counts.take(each)
    months = TimeAxis("month", [date(2001, month, 1).toordinal() for month in range(1, 5)])
    return count_cells(counts.kept.rows(), counts.series, axes=Axes(["CN"], ["US"], months), publishers=names)
