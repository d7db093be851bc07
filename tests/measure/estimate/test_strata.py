"""Groups that cut across the strata of a sample, against the textbook."""

import numpy as np
import pytest

from detente.measure.estimate import EstimationRows, GroupFit, fit_groups
from detente.measure.estimate.figures import read_difference, read_figure
from detente.measure.estimate.weights import strata_warning

COUNT, LABELS = 20_000, 400
STRATA = np.arange(COUNT) % 2
# A fifth of each stratum.
GROUP = np.arange(COUNT) // 2 % 5 == 0


def drawn(*, groups: list[str] | None) -> tuple[EstimationRows, dict[tuple[str, ...], GroupFit]]:
    """Rows of two strata, one mostly cooperative and the other mostly hostile, half of the labels in each."""
    draw = np.random.default_rng(4)
    truth = np.where(draw.random(COUNT) < 0.9, STRATA, 1 - STRATA)
    chosen = np.concatenate(
        [draw.permutation(np.flatnonzero(stratum == STRATA))[: LABELS // 2] for stratum in (0, 1)]
    )
    labels, chances = np.full(COUNT, -1), np.full(COUNT, np.nan)
    labels[chosen], chances[chosen] = truth[chosen], LABELS / COUNT
    rows = EstimationRows(np.full((COUNT, 3), 1 / 3), labels, chances, np.arange(COUNT), STRATA)
    return rows, {one.group: one for one in fit_groups(rows, groups, method="hand")}


def textbook(rows: EstimationRows, scores: np.ndarray) -> float:
    """The variance of a weighted sum of scores in a stratified sample (Cochran 1977, section 5.3)."""
    total = 0.0
    for stratum in (0, 1):
        inside = scores[rows.labelled & (stratum == STRATA)] * (COUNT / LABELS)
        total += len(inside) * inside.var(ddof=1)
    return total


def linear(rows: EstimationRows, group: np.ndarray) -> np.ndarray:
    """How far each row moves the net stance of a group: 0 for rows outside it."""
    net = np.array([1.0, -1.0, 0.0, 0.0])[rows.labels]
    inside = group & rows.labelled
    return np.where(group, net - net[inside].mean(), 0.0) / (inside.sum() * COUNT / LABELS)


def without_pseudo_label(fit) -> float:
    net = np.array([1.0, -1.0, 0.0])
    return read_figure(fit, "net").variance - float(fit.pseudo[0, 0] * (net @ fit.errors @ net))


def test_strata_spare_all_rows_the_differences_between_them():
    rows, fits = drawn(groups=None)
    found = without_pseudo_label(fits[()].corrected)
    within = textbook(rows, linear(rows, np.full(COUNT, True)))
    assert within < found < 1.1 * within


def test_strata_spare_a_group_that_cuts_across_them_no_more_than_the_textbook_says():
    rows, fits = drawn(groups=np.where(GROUP, "in", "out").tolist())
    for group, name in ((GROUP, "in"), (~GROUP, "out")):
        found = without_pseudo_label(fits[(name,)].corrected)
        assert found == pytest.approx(textbook(rows, linear(rows, group)), rel=0.08)


def test_strata_spare_nothing_of_a_difference_between_groups_that_cut_across_them():
    rows, fits = drawn(groups=np.where(GROUP, "in", "out").tolist())
    first, second = fits[("in",)].corrected, fits[("out",)].corrected
    expected = textbook(rows, linear(rows, GROUP) - linear(rows, ~GROUP))
    pseudo = sum(read_figure(fit, "net").variance - without_pseudo_label(fit) for fit in (first, second))
    assert read_difference(first, second, "net").variance - pseudo == pytest.approx(expected, rel=0.08)


def test_a_stratum_whose_labels_have_two_probabilities_is_told():
    rows, _ = drawn(groups=None)
    assert strata_warning(rows) is None
    rows.drawn[np.flatnonzero(rows.labelled)[0]] /= 2
    assert "different p_drawn" in str(strata_warning(rows))
