"""Scores against values worked out by hand, and intervals against what they must contain."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score

from detente.train.evaluate import bootstrap
from detente.train.evaluate.bootstrap import interval
from detente.train.evaluate.outcomes import NO_SOURCE, Outcomes
from detente.train.evaluate.reliability import (
    brier_score,
    calibration_error,
    confident_accuracy,
    decided_scores,
    reliability_bins,
    uncalibrated,
)
from detente.train.evaluate.scores import (
    DyadScores,
    accuracy,
    confusion,
    dyad_accuracy,
    dyad_scores,
    kappa,
    label_scores,
    macro_f1,
    macro_f1_difference,
    source_accuracy,
)

C, H, N = 0, 1, 2


def outcomes(truth, predicted, *, top=0.8, statements=None, true_sources=None, predicted_sources=None):
    rows = len(truth)
    top = np.broadcast_to(top, rows)
    probabilities = np.repeat(((1 - top) / 2)[:, None], 3, axis=1)
    probabilities[np.arange(rows), predicted] = top
    none = [NO_SOURCE] * rows
    return Outcomes(
        np.array(truth),
        np.array(predicted),
        probabilities,
        np.array(true_sources or none),
        np.array(predicted_sources or none),
        np.arange(rows) if statements is None else np.array(statements),
    )


SIX = outcomes([C, C, H, H, N, N], [C, H, H, H, N, C])


def test_macro_f1_is_the_mean_of_the_f1_of_each_stance():
    # cooperative 1/2 and 1/2, hostile 2/3 and 1, neutral 1 and 1/2
    assert macro_f1(SIX).value == pytest.approx((1 / 2 + 4 / 5 + 2 / 3) / 3)


def test_precision_recall_and_support_of_each_stance():
    scores = label_scores(SIX)
    assert (scores["hostile"].precision, scores["hostile"].recall) == (pytest.approx(2 / 3), 1)
    assert (scores["neutral"].precision, scores["neutral"].recall) == (1, 0.5)
    assert [score.support for score in scores.values()] == [2, 2, 2]


def test_confusion_has_a_row_a_label():
    assert confusion(SIX) == [[1, 1, 0], [0, 2, 0], [1, 0, 1]]


def test_macro_f1_leaves_out_stances_that_no_pair_has():
    assert macro_f1(outcomes([H, H], [H, N])).value == pytest.approx(2 / 3)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=40))
def test_macro_f1_agrees_with_scikit_learn(rows):
    truth, predicted = map(list, zip(*rows, strict=True))
    expected = f1_score(truth, predicted, labels=sorted(set(truth)), average="macro", zero_division=0)
    assert macro_f1(outcomes(truth, predicted)).value == pytest.approx(expected)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=40))
def test_kappa_agrees_with_scikit_learn(rows):
    truth, predicted = map(list, zip(*rows, strict=True))
    found = kappa(outcomes(truth, predicted))
    if len({*truth, *predicted}) == 1:
        assert found is None
    else:
        assert found == pytest.approx(cohen_kappa_score(truth, predicted))


def test_dyads_count_right_stances_and_right_sources():
    # The sources are US, US, CN, author; the neutral pair is no dyad.
    made = outcomes(
        [H, H, C, H, N],
        [H, H, N, C, N],
        true_sources=[0, 0, 1, 8, NO_SOURCE],
        predicted_sources=[0, 1, NO_SOURCE, 8, NO_SOURCE],
    )
    assert dyad_scores(made, ["CN", "CN", "US", "US", "KR"]) == {
        "US > CN": DyadScores(pairs=2, stance_right=2, both_right=1),
        "CN > US": DyadScores(pairs=1, stance_right=0, both_right=0),
        "author > US": DyadScores(pairs=1, stance_right=0, both_right=0),
    }
    assert next(iter(dyad_scores(made, ["CN", "CN", "US", "US", "KR"]))) == "US > CN"


def test_calibration_error_is_the_gap_between_sureness_and_accuracy():
    # one bin holds 0.9 twice, right once: gap 0.4; another 0.5 twice, right twice: gap 0.5
    made = outcomes([C, C, C, C], [C, H, C, C], top=[0.9, 0.9, 0.5, 0.5])
    assert calibration_error(made) == pytest.approx((0.4 * 2 + 0.5 * 2) / 4)


def test_full_sureness_falls_into_the_last_bin():
    assert calibration_error(outcomes([C, H], [C, H], top=1.0)) == 0


def test_a_reliability_bin_has_its_pairs_their_sureness_and_their_accuracy():
    found = reliability_bins(outcomes([C, C, C], [C, H, C], top=[0.9, 0.88, 0.5]))
    assert [(one.pairs, one.confidence, one.accuracy.value) for one in found] == [
        (1, pytest.approx(0.5), 1.0),
        (2, pytest.approx(0.89), 0.5),
    ]
    assert [(one.low, one.high) for one in found] == [(7 / 15, 8 / 15), (13 / 15, 14 / 15)]


@given(st.lists(st.tuples(st.booleans(), st.floats(0.34, 1.0)), min_size=1, max_size=60))
def test_the_bins_hold_every_pair_and_their_weighted_gap_is_the_calibration_error(rows):
    right, top = zip(*rows, strict=True)
    made = outcomes([C] * len(rows), [C if hit else H for hit in right], top=list(top))
    bins = reliability_bins(made)
    assert sum(found.pairs for found in bins) == len(rows)
    gap = sum(found.pairs * abs(found.accuracy.value - found.confidence) for found in bins) / len(rows)
    assert gap == pytest.approx(calibration_error(made))
    for found in bins:
        assert found.low <= found.confidence <= found.high + 1e-12
        assert 0 <= found.accuracy.low <= found.accuracy.value <= found.accuracy.high <= 1


def test_the_interval_of_a_bin_is_wilsons():
    # 8 of 10: Wilson's interval, as printed in tables of it
    (found,) = reliability_bins(outcomes([C] * 10, [C] * 8 + [H] * 2))
    assert (found.accuracy.low, found.accuracy.high) == (
        pytest.approx(0.4902, abs=1e-4),
        pytest.approx(0.9433, abs=1e-4),
    )


@pytest.mark.parametrize(("predicted", "share"), [(C, 1.0), (H, 0.0)])
def test_the_interval_of_a_bin_ends_where_all_pairs_are_right_or_none_is(predicted, share):
    (found,) = reliability_bins(outcomes([C] * 10, [predicted] * 10))
    assert found.accuracy.value == share
    assert found.accuracy.high - found.accuracy.low == pytest.approx(0.2775, abs=1e-4)
    assert share in (found.accuracy.low, found.accuracy.high)


@given(st.lists(st.tuples(*[st.floats(-8, 8)] * 3), min_size=1, max_size=20), st.floats(0.25, 8))
def test_uncalibrated_undoes_the_temperature(rows, temperature):
    def softmax(logits):
        shares = np.exp(logits)
        return shares / shares.sum(axis=1, keepdims=True)

    logits = np.array(rows)
    made = replace(outcomes([C] * len(rows), [C] * len(rows)), probabilities=softmax(logits / temperature))
    found = uncalibrated(made, temperature=temperature).probabilities
    np.testing.assert_allclose(found, softmax(logits), atol=1e-9)


def test_a_stance_that_is_ruled_out_stays_so_before_calibration():
    found = uncalibrated(outcomes([C], [C], top=1.0), temperature=2.0)
    assert found.probabilities.tolist() == [[1.0, 0.0, 0.0]]


def test_pairs_that_are_too_close_are_left_out_of_the_decided_ones():
    made = outcomes([C] * 4, [C, C, H, H], top=[0.9, 0.8, 0.6, 0.5])
    found = decided_scores(made, too_close_below=0.6)
    assert (found.coverage, found.accuracy) == (0.75, pytest.approx(2 / 3))
    assert found.too_close_accuracy == 0
    assert decided_scores(made, too_close_below=0.95).accuracy is None
    assert decided_scores(made, too_close_below=0.1).too_close_accuracy is None


def test_brier_score_of_a_sure_hit_a_sure_miss_and_a_shrug():
    assert brier_score(outcomes([C], [C], top=1.0)) == 0
    assert brier_score(outcomes([C], [H], top=1.0)) == 2
    assert brier_score(outcomes([C], [C], top=1 / 3)) == pytest.approx(2 / 3)


def test_confident_accuracy_leaves_out_the_least_sure_fifth():
    made = outcomes([C] * 5, [C, C, C, C, H], top=[0.9, 0.8, 0.95, 0.7, 0.6])
    assert confident_accuracy(made) == 1


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (source_accuracy, 1 / 2),  # of the two pairs with a source whose stance is right
        (dyad_accuracy, 1 / 3),  # of the three pairs with a source
    ],
)
def test_sources_are_scored_among_right_stances_and_dyads_as_a_whole(score, expected):
    made = outcomes(
        [C, C, H, N, H],
        [C, C, N, N, H],
        true_sources=[0, 1, 2, NO_SOURCE, NO_SOURCE],
        predicted_sources=[0, 2, 2, NO_SOURCE, 3],
    )
    found = score(made)
    assert found is not None
    assert found.value == pytest.approx(expected)


def test_source_and_dyad_accuracy_are_none_where_nothing_counts():
    assert source_accuracy(outcomes([N], [N])) is None
    assert dyad_accuracy(outcomes([N], [N])) is None


@given(st.integers(0, 1000), st.integers(20, 120))
def test_an_interval_covers_its_score(seed, rows):
    draw = np.random.default_rng(seed)
    truth = draw.integers(0, 3, rows)
    predicted = np.where(draw.random(rows) < 0.7, truth, draw.integers(0, 3, rows))
    made = outcomes(truth, predicted, statements=np.arange(rows) // 2)
    for score in (macro_f1(made), accuracy(made)):
        assert 0 <= score.low <= score.value <= score.high <= 1


def test_an_interval_is_as_wide_as_theory_says():
    made = outcomes([C] * 400, [C] * 200 + [H] * 200)
    found = accuracy(made)
    assert found.high - found.low == pytest.approx(2 * 1.96 * 0.5 / 20, rel=0.08)


def test_pairs_of_one_statement_are_drawn_together():
    # Each statement counts four times, so there is a quarter of the evidence and twice the width.
    truth, predicted = [C] * 400, ([C] * 4 + [H] * 4) * 50
    alone = accuracy(outcomes(truth, predicted))
    together = accuracy(outcomes(truth, predicted, statements=np.arange(400) // 4))
    assert (together.high - together.low) / (alone.high - alone.low) == pytest.approx(2, rel=0.1)


def test_resamples_draw_as_many_statements_as_there_are():
    seen = []

    def first_column(sums):
        seen.append(sums)
        return sums[:, 0]

    found = interval(np.ones((30, 1)), np.arange(30) // 2, first_column)
    assert sum(len(sums) for sums in seen) >= bootstrap.RESAMPLES
    assert all((sums == 30).all() for sums in seen)
    assert (found.low, found.value, found.high) == (30, 30, 30)


def test_one_statement_alone_has_the_score_for_an_interval():
    found = accuracy(outcomes([C, H], [C, C], statements=[0, 0]))
    assert (found.low, found.value, found.high) == (0.5, 0.5, 0.5)


def test_one_seed_gives_one_interval():
    many = outcomes([C, H, N] * 40, [C, H, C, C, N, N] * 20)
    assert macro_f1(many, seed=1) == macro_f1(many, seed=1)
    assert macro_f1(many, seed=1) != macro_f1(many, seed=2)


def test_a_system_is_no_better_than_itself():
    found = macro_f1_difference(SIX, SIX)
    assert (found.value, found.low, found.high, found.p_not_better) == (0, 0, 0, 1)


def test_a_clearly_better_system_is_told():
    truth = [C, H, N] * 40
    good, poor = outcomes(truth, truth), outcomes(truth, [C, H, C] * 40)
    found = macro_f1_difference(good, poor)
    assert found.value == pytest.approx(1 - (2 / 3 + 1) / 3)
    assert 0 < found.low < found.high
    assert found.p_not_better == 0
