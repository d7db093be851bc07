"""Shares, net stances, differences and regressions, corrected by hand labels with known chances of being drawn."""

from detente.measure.estimate.groups import GroupFit, fit_groups
from detente.measure.estimate.regression import Regression, RegressionTerm, regress
from detente.measure.estimate.rows import EstimationRows, gather_rows
from detente.measure.estimate.shares import (
    DifferenceEstimate,
    ShareEstimate,
    estimate_differences,
    estimate_shares,
    successive_pairs,
)
from detente.measure.estimate.tables import difference_table, regression_table, share_table
from detente.measure.estimate.weights import strata_warning, weights_warning
from detente.measure.options import METHODS, Method
from detente.measure.types import Group

__all__ = [
    "METHODS",
    "DifferenceEstimate",
    "EstimationRows",
    "Group",
    "GroupFit",
    "Method",
    "Regression",
    "RegressionTerm",
    "ShareEstimate",
    "difference_table",
    "estimate_differences",
    "estimate_shares",
    "fit_groups",
    "gather_rows",
    "regress",
    "regression_table",
    "share_table",
    "strata_warning",
    "successive_pairs",
    "weights_warning",
]
