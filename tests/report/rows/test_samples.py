from collections import Counter, defaultdict
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from detente.batch.columns import FIXED_COLUMNS
from detente.measure.dates import Exactness, RowDate
from detente.report.rows.samples import Samples
from detente.report.rows.series import Series

KINDS = [
    Series("CN", source, column, number)
    for number, (source, column) in enumerate(
        (source, column) for source in ("US", "JP") for column in (0, 1)
    )
]


def offered(rows, most, pairs=None):
    samples = Samples(lambda: None, most)
    for number, (kind, score) in enumerate(rows):
        cells = dict.fromkeys(FIXED_COLUMNS) | {"score": score}
        samples.offer(cells, KINDS[kind], None, None, pair=pairs[number] if pairs else number)
    return [(place, KINDS.index(sample.series), sample.score) for place, sample in samples.ranked(None)]


offers = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20).map(lambda n: n / 20)), max_size=80)


@given(offers, st.integers(1, 10))
def test_rows_kept_in_passing_are_those_that_would_be_chosen_of_all(rows, most):
    by_kind = defaultdict(list)
    for place, (kind, score) in enumerate(rows, start=1):
        by_kind[kind].append((-score, place, kind))
    ranked = sorted((rank, *held) for alike in by_kind.values() for rank, held in enumerate(sorted(alike)))
    assert offered(rows, most) == [(place, kind, -unsure) for _, unsure, place, kind in ranked[:most]]


@given(offers)
def test_all_rows_are_kept_where_they_fit(rows):
    assert sorted(place for place, _, _ in offered(rows, 80)) == list(range(1, len(rows) + 1))


@given(st.lists(st.integers(0, 5), max_size=40))
def test_of_rows_with_the_same_pair_the_first_is_kept(pairs):
    kept = offered([(0, 0.5)] * len(pairs), 80, pairs)
    assert sorted(number for number, _, _ in kept) == sorted(pairs.index(pair) + 1 for pair in set(pairs))


def test_repeats_take_no_room_from_other_statements():
    kept = offered([(0, 0.9)] * 50 + [(0, 0.5)] * 9, 10, [0] * 50 + list(range(1, 10)))
    assert sorted(number for number, _, _ in kept) == [1, *range(51, 60)]


def test_repeats_in_different_periods_are_all_kept():
    samples = Samples(lambda: "year", 10)
    for year in (2001, 2002, 2002):
        day = RowDate(date(year, 3, 4).toordinal(), Exactness.DAY)
        samples.offer(dict.fromkeys(FIXED_COLUMNS), KINDS[0], day, None, pair=7)
    assert sorted(number for number, _ in samples.ranked("year")) == [1, 2]


def test_a_rare_kind_has_its_place_beside_a_frequent_one():
    kept = Counter(kind for _, kind, _ in offered([(0, 0.9)] * 500 + [(1, 0.4)] * 3, 10))
    assert kept == {0: 7, 1: 3}


def test_of_one_kind_the_surest_are_kept():
    kept = offered([(0, n % 97 / 97) for n in range(970)], 10)
    assert {score for _, _, score in kept} == {96 / 97}


def test_rows_less_sure_than_one_that_their_kind_lost_are_not_held():
    passes = []
    samples = Samples(lambda: passes.append(len(passes)), 10)
    # The first 20 rows of both kinds fill the memory, and 10 of them are lost: those below 0.75.
    scores = [1 - n / 20 for n in range(10) for _ in range(2)] + [0.7] * 2000
    for number, score in enumerate(scores):
        samples.offer(
            dict.fromkeys(FIXED_COLUMNS) | {"score": score}, KINDS[number % 2], None, None, pair=number
        )
    assert len(passes) == 1
    assert [sample.score for _, sample in samples.ranked(None)] == scores[:10]


def test_rows_without_a_score_come_last():
    assert [score for _, _, score in offered([(0, None), (0, float("inf")), (0, 0.3)], 3)] == [
        0.3,
        None,
        None,
    ]
