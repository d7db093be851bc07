from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from detente.report.rows.tallies import DistinctCount, Tally, shown


@given(st.lists(st.integers(0, 20).map(str)), st.integers(2, 30), st.integers(1, 10))
def test_no_row_is_lost_and_none_is_counted_twice(names, capacity, number):
    tally = Tally(capacity=capacity)
    for name in names:
        tally.add(name)
    found = list(tally.most_frequent(number))
    exact = Counter(names)
    assert sum(count for _, (count,) in found) == len(names)
    assert all(count <= exact[name] for name, (count,) in found if name is not None)
    if len(exact) <= capacity:
        assert [count for name, (count,) in found if name] == sorted(exact.values(), reverse=True)[:number]


def test_names_are_bounded_and_frequent_ones_stay():
    tally = Tally(capacity=100)
    for n in range(10_000):
        tally.add("often")
        tally.add(f"once {n}")
    assert len(tally) <= 100
    assert next(tally.most_frequent(1)) == ("often", (10_000,))


def test_distinct_values_are_exact_up_to_the_capacity_and_at_least_that_beyond():
    distinct = DistinctCount(capacity=3)
    for value in ["a", "b", "a", "c", "b"]:
        distinct.add(value)
    assert (len(distinct), distinct.at_least) == (3, False)
    distinct.add("d")
    assert (len(distinct), distinct.at_least) == (3, True)


def test_what_is_shown_is_short_and_on_one_line():
    assert shown("a\nb") == "a b"
    assert shown("x" * 300) == "x" * 199 + "…"
    assert shown(["\ud800"]) == "['\\ud800']"
    assert shown("서울 🙂‍↔️") == "서울 🙂‍↔️"
