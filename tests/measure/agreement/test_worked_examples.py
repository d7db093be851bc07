"""The coefficients give the figures that the papers print, to the digit."""

import pytest

from detente.measure.agreement import Agreement, Ratings, compare_annotators
from examples import (
    COHEN,
    FLEISS,
    GWET_PARADOX,
    GWET_RATERS,
    KRIPPENDORFF_A,
    KRIPPENDORFF_B,
    KRIPPENDORFF_C,
    from_lines,
    from_table,
    transposed,
)


def overall(ratings: Ratings) -> Agreement:
    return compare_annotators(ratings, resamples=1)[0]


def printed(value, decimals: int) -> str:
    return f"{value.value:.{decimals}f}"


def test_cohen_1960_table_2():
    found = overall(from_table(COHEN))
    assert (printed(found.percent, 2), printed(found.cohen, 3)) == ("0.70", "0.492")


def test_fleiss_1971_table_1():
    found = overall(from_lines(transposed(FLEISS)))
    assert (found.units, found.labels) == (30, 180)
    assert (printed(found.percent, 4), printed(found.fleiss, 3)) == ("0.5556", "0.430")


@pytest.mark.parametrize(
    ("lines", "alpha"), [(KRIPPENDORFF_A, "0.095"), (KRIPPENDORFF_B, "0.692"), (KRIPPENDORFF_C, "0.743")]
)
def test_krippendorff_2011(lines, alpha):
    assert printed(overall(from_lines(lines)).alpha, 3) == alpha


def test_gwet_2008_paradox():
    found = overall(from_table(GWET_PARADOX))
    assert (printed(found.percent, 3), printed(found.cohen, 3), printed(found.ac1, 3)) == (
        "0.944",
        "-0.023",
        "0.941",
    )


def test_gwet_2014_four_raters_with_missing_values():
    found = overall(from_lines(GWET_RATERS))
    figures = [printed(one, 5) for one in (found.percent, found.ac1, found.fleiss, found.alpha)]
    assert figures == ["0.81818", "0.77544", "0.76117", "0.74342"]
