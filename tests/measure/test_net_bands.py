from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from detente.measure.net import known_confusion
from detente.measure.net.known_confusion import KnownConfusion, widen
from detente.measure.net.net_bands import NetBand, net_bands
from detente.measure.net.net_intervals import NetStance
from detente.measure.net.student import student_quantile
from detente.model.checkpoint.known_scores import known_scores
from detente.model.checkpoint.shipped import shipped_checkpoints

TABLE = ((80, 4, 16), (3, 90, 7), (10, 10, 180))
KNOWN = KnownConfusion("test.jsonl", TABLE)

rows = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 4), st.integers(0, 30), st.integers(0, 2)),
    min_size=1,
    max_size=40,
)


def bands(
    rows: list[tuple[int, int, int, int]], *, of_dyads: bool = False, confusion: KnownConfusion | None = None
) -> dict[int, NetBand]:
    """The bands of rows of a group, a document, a pair and a stance each."""
    groups, documents, pairs, stances = (np.array(column) for column in zip(*rows, strict=True))
    names, codes = np.unique(groups, return_inverse=True)
    found = net_bands(
        codes.reshape(-1),
        documents=documents,
        pairs=pairs.astype(np.uint64),
        stances=stances.astype(np.int8),
        number=len(names),
        of_dyads=of_dyads,
        confusion=confusion,
    )
    return dict(zip(names.tolist(), found, strict=True))


def alone(stances: str) -> list[tuple[int, int, int, int]]:
    return [(0, number, number, "chn".index(letter)) for number, letter in enumerate(stances)]


@given(rows, st.integers(2, 26))
def test_repeated_rows_change_nothing(rows, times):
    assert bands(rows * times, confusion=KNOWN) == bands(rows, confusion=KNOWN)


@given(rows, st.randoms(use_true_random=False))
def test_a_band_holds_its_centre_and_no_group_sees_another(rows, random):
    found = bands(rows, confusion=KNOWN)
    for group, band in found.items():
        assert -1 <= band.low <= band.net <= band.high <= 1
        own = [row for row in rows if row[0] == group]
        assert bands(own, confusion=KNOWN)[group] == pytest.approx(band)
        assert band.statements == len({pair for _, _, pair, _ in own})


def test_a_statement_counts_for_the_document_that_has_it_first():
    one = bands([(0, 0, 7, 0), (0, 1, 7, 1), (0, 2, 8, 0)])[0]
    assert (one.net, one.statements, one.documents) == (1, 2, 2)


def test_alike_rows_of_few_documents_are_worth_less_than_rows_that_stand_alone():
    loose = bands(alone("c" * 20 + "h" * 20))[0]
    lumped = bands([(0, row // 10, row, 0 if row < 20 else 1) for row in range(40)])[0]
    assert lumped.net == loose.net == 0
    assert lumped.high > 2 * loose.high


@pytest.mark.parametrize("of_dyads", [False, True])
def test_a_known_confusion_keeps_the_centre_and_leaves_a_floor_that_no_number_of_rows_removes(of_dyads: bool):
    many = alone("c" * 3000 + "h" * 5000)
    chance = bands(many, of_dyads=of_dyads)[0]
    known = bands(many, of_dyads=of_dyads, confusion=KNOWN)[0]
    assert known.net == chance.net
    assert chance.high - chance.low < 0.05 < 0.3 < known.high - known.low < 0.6


def test_more_errors_and_fewer_labels_make_wider_bands():
    many = alone("c" * 300 + "h" * 500 + "n" * 500)
    worse = KnownConfusion("worse", ((60, 14, 26), (13, 70, 17), (30, 30, 140)))
    fewer = KnownConfusion("fewer", ((8, 0, 2), (0, 9, 1), (1, 1, 18)))
    widths = [
        band.high - band.low
        for band in (bands(many, confusion=each)[0] for each in (None, KNOWN, fewer, worse))
    ]
    assert widths == sorted(widths)


def test_with_a_table_of_any_size_the_reach_allows_for_how_well_the_lean_is_known(monkeypatch):
    monkeypatch.setattr(known_confusion, "LEAN", 0.025)
    monkeypatch.setattr(known_confusion, "LEAN_ERROR", 0.025)
    nine_of_ten = KnownConfusion("large", ((9e8, 1e8, 0), (1e8, 9e8, 0), (0, 0, 1e9)))
    found = nine_of_ten.allow_for_target(NetStance(0.0, 0.0, 0.0), counts=(30, 70, 0))
    # One in ten is off by 2, so the mean squared error is 0.4, and the standard error is the root of 0.025 * 0.4.
    # The table is as good as exact, so the degrees of freedom are 2 / (0.025 / 0.025)**2: Student's 97.5 % point of 2.
    assert (found.low, found.high) == pytest.approx((-4.30265 * 0.1, 4.30265 * 0.1), rel=1e-4)


def test_distances_add_up_as_squares_do_on_each_side():
    assert widen(NetStance(0.5, 0.2, 0.54), 0.4) == pytest.approx((0.5, 0.0, 0.5 + (0.04**2 + 0.4**2) ** 0.5))
    assert widen(NetStance(0.9, 0.8, 1.0), 0.4).high == 1


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 7.5, 30, 1000])
def test_quantiles_are_those_of_student(freedom: float):
    assert float(student_quantile(freedom)) == pytest.approx(stdtrit(freedom, 0.975), rel=2e-4)


def test_shipped_checkpoints_have_a_known_confusion_of_all_their_pairs():
    for shipped in shipped_checkpoints():
        scores = known_scores(Path(shipped.folder))
        known = KnownConfusion.from_scores(scores)
        assert known is not None
        assert (known.data, known.pairs) == (scores[0]["data"], scores[0]["pairs"])
        right = sum(known.table[stance][stance] for stance in range(3))
        assert right / known.pairs == pytest.approx(scores[0]["accuracy"]["value"], abs=1e-6)
    assert KnownConfusion.from_scores([]) is None
