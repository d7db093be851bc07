"""Shares and differences: what must hold whatever the data."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import made_rows

from detente.measure.estimate import (
    METHODS,
    EstimationRows,
    estimate_differences,
    estimate_shares,
    fit_groups,
    gather_rows,
    share_table,
    successive_pairs,
)
from detente.measure.estimate.figures import FIGURES, read_figure
from detente.model.errors import InputError
from detente.model.labels import STANCES

GROUPS = [("CN" if row % 3 else "US", f"2024-0{1 + row % 2}") for row in range(400)]


def by_figure(rows, **settings):
    return {one.figure: one for one in estimate_shares(fit_groups(rows, **settings)) if one.group == ()}


@pytest.mark.parametrize("method", METHODS)
@given(seed=st.integers(0, 10_000))
def test_all_rows_labelled_gives_the_mean_of_the_labels(method, seed):
    rows = made_rows(80, 80, seed=seed, lean=1.0)
    found = by_figure(rows, method=method)
    for code, stance in enumerate(STANCES):
        assert found[stance].corrected.value == pytest.approx((rows.labels == code).mean(), abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
@given(seed=st.integers(0, 10_000))
def test_shares_sum_to_one_and_the_net_stance_is_their_difference(method, seed):
    found = {
        name: one.corrected.value for name, one in by_figure(made_rows(seed=seed), method=method).items()
    }
    assert sum(found[stance] for stance in STANCES) == pytest.approx(1)
    assert found["net"] == pytest.approx(found["cooperative"] - found["hostile"])


@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing(seed):
    rows = made_rows(documents=90)
    order = np.random.default_rng(seed).permutation(len(rows))
    for method in METHODS:
        first, second = by_figure(rows, method=method), by_figure(rows.only(order), method=method)
        for name in FIGURES:
            assert first[name].corrected.value == pytest.approx(second[name].corrected.value, abs=1e-9)
            assert first[name].corrected.width == pytest.approx(second[name].corrected.width, abs=1e-9)


def test_the_hand_figure_weighs_labels_by_their_chance():
    rows = made_rows(4, 0)
    labelled = EstimationRows(
        rows.probabilities, np.array([0, 1, -1, -1]), np.array([0.25, 0.75, np.nan, np.nan]), np.arange(4)
    )
    found = by_figure(labelled, method="hand")
    # Weights 4 and 4/3.
    assert found["cooperative"].corrected.value == pytest.approx(0.75)
    assert found["net"].hand.value == pytest.approx(0.5)


def test_a_lean_of_the_predictions_is_taken_out():
    rows = made_rows(20_000, 3_000, lean=1.2)
    found = by_figure(rows)["hostile"]
    assert found.naive.value > 0.4
    assert found.corrected.low < 0.3 < found.corrected.high
    assert found.change == pytest.approx(found.corrected.value - found.naive.value)


def test_good_predictions_narrow_the_interval_and_useless_ones_do_not_widen_it():
    rows = made_rows(4_000, 300)
    useless = EstimationRows(rows.probabilities[::-1], rows.labels, rows.drawn, rows.clusters)
    good, bad = by_figure(rows)["neutral"], by_figure(useless)["neutral"]
    assert good.corrected.width < 0.85 * good.hand.width
    assert bad.corrected.width < 1.03 * bad.hand.width


def test_copies_of_one_document_bring_no_certainty():
    rows = made_rows(400, 120)
    copies = rows.only(np.repeat(np.arange(400), 5))
    once, more = by_figure(rows)["hostile"], by_figure(copies)["hostile"]
    assert more.corrected.value == pytest.approx(once.corrected.value)
    assert more.corrected.width == pytest.approx(once.corrected.width, rel=0.02)


@pytest.mark.parametrize("stratified", [False, True])
def test_a_row_that_stands_for_several_is_as_good_as_those(stratified):
    plain = made_rows(300, 60)
    stratum = np.asarray(plain.probabilities.argmax(axis=1), dtype=np.int64) if stratified else None
    counts = np.where(plain.labelled, 1, 1 + np.arange(300) % 4)
    parts = (plain.probabilities, plain.labels, plain.drawn)
    short = EstimationRows(*parts, plain.clusters, stratum, counts.astype(float))
    long = EstimationRows(*parts, plain.clusters, stratum).only(np.repeat(np.arange(300), counts))
    apart = EstimationRows(long.probabilities, long.labels, long.drawn, np.arange(len(long)), long.strata)
    for name, one in by_figure(short).items():
        other = by_figure(apart)[name]
        for kind in ("corrected", "hand"):
            for end in ("value", "low", "high"):
                assert getattr(getattr(one, kind), end) == pytest.approx(getattr(getattr(other, kind), end))
        assert one.naive.width == pytest.approx(other.naive.width, rel=0.02)


def test_strata_narrow_what_they_explain():
    plain = made_rows(3_000, 300)
    stratum = np.asarray(plain.probabilities.argmax(axis=1), dtype=np.int64)
    labelled = plain.labelled
    sizes, drawn = np.bincount(stratum), np.bincount(stratum[labelled])
    rate = (drawn / sizes)[stratum]
    rows = EstimationRows(
        plain.probabilities, plain.labels, np.where(labelled, rate, np.nan), plain.clusters, stratum
    )
    without = EstimationRows(rows.probabilities, rows.labels, rows.drawn, rows.clusters)
    assert by_figure(rows)["net"].hand.width < 0.9 * by_figure(without)["net"].hand.width


def test_groups_are_sorted_after_all_rows_and_estimated_from_their_own_labels():
    rows = made_rows()
    fits = fit_groups(rows, GROUPS, method="hand")
    assert [one.group for one in fits] == [(), *sorted(set(GROUPS))]
    members = np.array([group == ("US", "2024-01") for group in GROUPS])
    alone = fit_groups(rows.only(members), method="hand")[0]
    found = next(one for one in fits if one.group == ("US", "2024-01"))
    assert np.allclose(found.corrected.values, alone.corrected.values)


def test_a_group_with_one_label_has_only_a_naive_figure_and_says_so():
    rows = made_rows()
    lone = int(np.flatnonzero(rows.labelled)[0])
    unlabelled = np.flatnonzero(~rows.labelled)[:5]
    groups = [("lone",) if row == lone or row in unlabelled else ("rest",) for row in range(len(rows))]
    found = [one for one in estimate_shares(fit_groups(rows, groups)) if one.group == ("lone",)]
    assert {(one.corrected, one.hand, one.more_labels, one.change) for one in found} == {(None,) * 4}
    assert all("fewer than 2 labelled documents" in one.warning for one in found)
    assert all(one.naive is not None for one in found)


def test_few_labels_are_warned_of_with_how_many_more():
    found = by_figure(made_rows(20_000, 25))["net"]
    assert found.warning.startswith("labels of 25 documents are few")
    assert f"about {found.more_labels:,} more labels" in found.warning


def test_many_labels_of_few_documents_are_warned_of():
    assert "labels of 10 documents are few" in by_figure(made_rows(documents=10))["net"].warning
    assert by_figure(made_rows())["net"].warning is None


def test_too_few_rows_are_said_where_labels_cannot_help():
    found = by_figure(made_rows(100, 25))["net"]
    assert found.more_labels is None
    assert "no number of labels" in found.warning


def test_more_labels_than_there_are_rows_to_label_are_not_asked_for():
    # 241 more labels reach 0.05, and 1,423 would reach 0.035, if there were so many rows.
    fits = fit_groups(made_rows(1000, 50))
    needed = [
        next(one.more_labels for one in estimate_shares(fits, half_width=half) if one.figure == "net")
        for half in (0.05, 0.035)
    ]
    assert needed == [241, None]


def test_as_many_labels_as_asked_for_give_about_the_width_asked_for():
    few = estimate_shares(fit_groups(made_rows(30_000, 200)), half_width=0.03)[1]
    enough = estimate_shares(fit_groups(made_rows(30_000, 200 + few.more_labels)), half_width=0.03)[1]
    assert enough.corrected.width / 2 == pytest.approx(0.03, rel=0.15)


def test_a_difference_of_groups_is_that_of_their_shares():
    fits = fit_groups(made_rows(), GROUPS)
    pairs = successive_pairs([one.group for one in fits if one.group])
    assert pairs == [(("CN", "2024-02"), ("CN", "2024-01")), (("US", "2024-02"), ("US", "2024-01"))]
    shares = {(one.group, one.figure): one.corrected.value for one in estimate_shares(fits)}
    for one in estimate_differences(fits, pairs=pairs):
        expected = shares[one.first, one.figure] - shares[one.second, one.figure]
        assert one.corrected.value == pytest.approx(expected)
        assert 0 <= one.p_value <= 1


def test_a_group_less_itself_is_certainly_zero():
    fits = fit_groups(made_rows(), GROUPS)
    found = estimate_differences(fits, pairs=[(("US", "2024-01"), ("US", "2024-01"))])[0]
    # Only the pseudo-labels of the two figures, which are not shared, are left.
    assert found.naive.width == pytest.approx(0, abs=1e-9)
    assert found.corrected.value == 0


def test_predicted_stances_count_for_the_naive_figure():
    rows = made_rows()
    found = by_figure(rows, predicted=["hostile"] * len(rows))
    assert [found[name].naive.value for name in ("hostile", "net")] == pytest.approx([1.0, -1.0])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"method": "magic"}, "unknown method 'magic'"),
        ({"groups": [("a",)]}, "groups need 400 rows"),
        ({"groups": ["CN", ("CN", None)] * 200}, r"row 2: a group is a text or a tuple of texts"),
        ({"groups": [2024] * 400}, r"row 1: a group is a text or a tuple of texts.*not 2024"),
        ({"predicted": ["hostile"]}, "predicted stances need 400 rows"),
        ({"predicted": ["angry"] * 400}, "row 1: unknown stance 'angry'"),
    ],
)
def test_bad_settings_are_refused(settings, message):
    with pytest.raises(InputError, match=message):
        fit_groups(made_rows(), **settings)


def test_texts_are_groups_of_one_also_as_a_column_of_a_frame():
    texts = [target for target, _ in GROUPS]
    column = pd.Series(texts, index=range(len(texts), 0, -1))
    expected = fit_groups(made_rows(), [(text,) for text in texts])
    for groups in (texts, column):
        fits = fit_groups(
            made_rows(), groups, predicted=pd.Series(["neutral"] * len(texts), index=column.index)
        )
        assert [(one.group, one.rows) for one in fits] == [(one.group, one.rows) for one in expected]
    assert estimate_differences(expected, pairs=[("CN", "US")]) == estimate_differences(
        expected, pairs=[(("CN",), ("US",))]
    )
    assert successive_pairs(["2024-10", "2024-09"]) == [(("2024-10",), ("2024-09",))]


def test_no_label_at_all_is_refused():
    with pytest.raises(InputError, match="no row is labelled"):
        fit_groups(made_rows(50, 0))


def test_an_unknown_group_of_a_difference_is_refused():
    with pytest.raises(InputError, match="no rows of the group"):
        estimate_differences(fit_groups(made_rows(), GROUPS), pairs=[(("XX",), ())])


def test_a_share_that_came_out_below_zero_is_told_and_not_cut_in_silence():
    draw = np.random.default_rng(1)
    truth = draw.choice(3, size=300, p=[0.02, 0.38, 0.6])
    scores = np.exp(draw.normal(size=(300, 3)) + 2 * np.eye(3)[truth])
    rows = gather_rows(
        scores / scores.sum(axis=1, keepdims=True),
        [STANCES[stance] if row < 30 else None for row, stance in enumerate(truth)],
        p_drawn=[0.1 if row < 30 else None for row in range(300)],
        clusters=range(300),
    )
    found = {one.figure: one for one in estimate_shares(fit_groups(rows))}
    assert (found["cooperative"].corrected.value, found["hostile"].uncut) == (0, None)
    assert found["cooperative"].uncut < 0
    notes = [row[-1] or "" for row in share_table(list(found.values())).rows]
    assert [" before it was cut at the end of the scale" in note for note in notes] == [
        True,
        False,
        False,
        False,
    ]


def test_one_document_has_no_naive_interval_and_two_have_that_of_their_difference():
    rows = made_rows(40, 0)
    labels, drawn = np.zeros(40, dtype=np.int64), np.ones(40)
    stances = ["hostile"] * 10 + ["neutral"] * 30
    for documents, missing in ((1, True), (2, False)):
        clusters = np.arange(40) // 10 if documents == 2 else np.zeros(40, dtype=np.int64)
        kept = EstimationRows(rows.probabilities, labels, drawn, np.minimum(clusters, 1))
        found = by_figure(kept, predicted=stances)["hostile"].naive
        assert found.value == 0.25
        assert np.isnan(found.low) == np.isnan(found.high) == missing
    naive = fit_groups(kept, predicted=stances)[0].naive
    # Of two documents, 10 hostile rows and 30 others: each moves the share by 10 * 0.75 / 40, doubled as one is free.
    assert read_figure(naive, "hostile").variance == pytest.approx(2 * 2 * (10 * 0.75 / 40) ** 2)


def test_rows_without_a_period_are_compared_with_none():
    assert successive_pairs([("CN", ""), ("CN", "2023"), ("CN", "2024")]) == [
        (("CN", "2024"), ("CN", "2023"))
    ]
