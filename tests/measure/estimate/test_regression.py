"""A corrected regression agrees with plain least squares where that is known to be right."""

import numpy as np
import pandas as pd
import pytest
from samples import made_rows

from detente.measure.estimate import METHODS, estimate_differences, fit_groups, regress, regression_table
from detente.measure.tables import to_markdown
from detente.model.errors import InputError

ROWS = made_rows(600, 200)
YEARS = [2000 + row % 20 for row in range(600)]
TARGETS = ["CN" if row % 2 else "US" for row in range(600)]


@pytest.mark.parametrize("method", METHODS)
def test_with_all_rows_labelled_it_is_least_squares_on_the_labels(method):
    rows = made_rows(300, 300)
    years = np.array(YEARS[:300], dtype=float)
    design = np.stack([np.ones(300), years - years.mean()], axis=1)
    outcome = (rows.labels == 0).astype(float) - (rows.labels == 1)
    expected = np.linalg.lstsq(design, outcome, rcond=None)[0]
    found = regress(rows, {"year": list(years)}, method=method)
    assert [term.corrected.value for term in found.terms] == pytest.approx(list(expected))


def test_a_category_is_the_difference_of_its_groups():
    found = regress(ROWS, {"target": TARGETS}, outcome="hostile")
    fits = fit_groups(ROWS, [(target,) for target in TARGETS])
    gap = next(
        one for one in estimate_differences(fits, pairs=[(("US",), ("CN",))]) if one.figure == "hostile"
    )
    assert found.references == {"target": "CN"}
    assert [term.term for term in found.terms] == ["(constant)", "target: US"]
    assert found.terms[1].corrected.value == pytest.approx(gap.corrected.value)
    assert found.terms[1].corrected.width == pytest.approx(gap.corrected.width, rel=0.05)
    assert found.terms[1].naive.value == pytest.approx(gap.naive.value)


def test_a_covariate_may_be_a_column_of_a_frame():
    columns = pd.DataFrame({"target": TARGETS, "year": YEARS}, index=range(600, 0, -1))
    found = regress(ROWS, {name: columns[name] for name in columns})
    assert found == regress(ROWS, {"target": TARGETS, "year": YEARS})
    with pytest.raises(InputError, match="row 600: 'x' is not a number"):
        regress(ROWS, {"year": pd.Series([*YEARS[1:], "x"], index=columns.index)})


def test_the_table_tells_what_it_rests_on():
    text = to_markdown(regression_table(regress(ROWS, {"target": TARGETS, "year": YEARS})))
    assert "600 rows, 200 labels in 200 documents" in text
    assert "target against CN" in text
    assert "year from 2009.5" in text


def test_dates_far_from_zero_lose_no_precision():
    days = [738_000 + row % 5 for row in range(600)]
    near, far = regress(ROWS, {"day": [row % 5 for row in range(600)]}), regress(ROWS, {"day": days})
    for one, other in zip(near.terms, far.terms, strict=True):
        assert one.corrected.value == pytest.approx(other.corrected.value, rel=1e-9)
        assert one.standard_error == pytest.approx(other.standard_error, rel=1e-9)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"outcome": "netto"}, "unknown outcome 'netto'"),
        ({"covariates": {"year": YEARS[1:]}}, "'year' has 599 rows, not 600"),
        ({"covariates": {"year": [*YEARS[1:], "x"]}}, "row 600: 'x' is not a number"),
        ({"covariates": {"year": [float("nan"), *YEARS[1:]]}}, "row 1: is not a finite number"),
        ({"covariates": {"one": YEARS, "two": YEARS}}, "depend on each other"),
        ({"covariates": {"rare": ["a"] * 599 + ["b"]}}, "cannot tell"),
    ],
)
def test_what_cannot_be_regressed_is_refused(settings, message):
    labelled_last = ROWS.labels.copy()
    labelled_last[-1] = -1
    rows = type(ROWS)(ROWS.probabilities, labelled_last, ROWS.drawn, ROWS.clusters)
    with pytest.raises(InputError, match=message):
        regress(rows, settings.get("covariates", {"year": YEARS}), outcome=settings.get("outcome", "net"))
