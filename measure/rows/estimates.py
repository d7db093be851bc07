"""From files of prediction rows and of hand labels to tables of corrected figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.measure.dates import DATE_COLUMN
from detente.measure.estimate import (
    EstimationRows,
    Group,
    GroupFit,
    ShareEstimate,
    difference_table,
    estimate_differences,
    estimate_shares,
    fit_groups,
    regress,
    regression_table,
    share_table,
)
from detente.measure.estimate.comparisons import pairs_to_compare
from detente.measure.estimate.figures import FIGURES, NET
from detente.measure.estimate.shares import HALF_WIDTH
from detente.measure.options import Method
from detente.measure.rows.covariates import read_covariates
from detente.measure.rows.estimate_warnings import group_warnings, row_warnings
from detente.measure.rows.lookup import pair_text
from detente.measure.rows.matching import match_labels
from detente.measure.rows.predicted import Progress
from detente.measure.rows.scan import ScannedRows, ScanSettings, scan_rows
from detente.measure.rows.settled import PairLabels, read_settled
from detente.measure.tables import Table, stack_tables
from detente.model.dates.date_forms import DateOrder
from detente.model.errors import InputError, number_of
from detente.model.labels import STANCES


@dataclass(frozen=True, slots=True)
class EstimateSettings:
    """What is estimated.

    `by` are the keys of the groups, `compare` those of them whose values are compared, `covariates` those of a
    regression of `outcome` (None for "net", and where there is no regression). `strata` are the keys that a stratified
    sample was drawn by. `figures` are the stances and "net" that are shown. `half_width` is the half of an interval
    that the number of further labels aims at. `date_order` is as for DateReader.
    """

    by: tuple[str, ...] = ()
    methods: tuple[Method, ...] = ("ppi",)
    compare: tuple[str, ...] = ()
    covariates: tuple[str, ...] = ()
    outcome: str | None = None
    strata: tuple[str, ...] = ()
    figures: tuple[str, ...] = tuple(FIGURES)
    half_width: float = HALF_WIDTH
    date_column: str = DATE_COLUMN
    document_column: str | None = None
    date_order: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class Estimates:
    """The tables, None where they were not asked for, and what a reader of them has to know.

    Where several methods were asked for, the first column of each table names the method.
    """

    shares: Table
    differences: Table | None
    regression: Table | None
    warnings: tuple[str, ...]


def estimate_rows(
    paths: Sequence[Path], labels: Path, *, settings: EstimateSettings, progress: Progress | None = None
) -> Estimates:
    """Estimate shares, net stances and what else is asked for from rows and hand labels, clustered by document.

    Rows are read once and kept as numbers; `progress` is called with the rows read. Raises InputError where a file
    cannot be read, labels do not fit the rows or each other, strata are given for labels of another design, a key is in
    no row, an outcome is given without a regression, or the regression cannot be told.
    """
    if settings.outcome is not None and not settings.covariates:
        raise InputError(
            "an outcome (--outcome, in Python outcome) has no effect without a regression: name its keys too "
            "(--regression, in Python covariates)"
        )
    settled, scanned, rows = _read(paths, labels, settings, progress)
    predicted = [STANCES[code] for code in scanned.stances]
    groups = scanned.groups(settings.by) if settings.by else None
    fits = {
        method: fit_groups(rows, groups, predicted=predicted, method=method) for method in settings.methods
    }
    shares = {method: _shares(fits[method], settings) for method in settings.methods}
    warnings = [
        *row_warnings(scanned, settled, rows),
        *group_warnings(shares[settings.methods[0]], settings.half_width),
    ]
    method = f"; method {', '.join(settings.methods)}"
    cited = scanned.cited(f"{method}, with {number_of(len(settled.rows), 'labelled pair')}")
    return Estimates(
        _stacked({method: share_table(those, by=settings.by) for method, those in shares.items()}).noted(
            cited
        ),
        _differences(scanned, fits, settings).noted(cited) if settings.compare else None,
        # It says itself how many labels it has: rows without a covariate are left out.
        _regression(scanned, rows, settings).noted(scanned.cited(method)) if settings.covariates else None,
        tuple(warnings),
    )


@dataclass(frozen=True, slots=True)
class NetStances:
    """Corrected net stances by group, without groups of fewer than two labelled documents; `labels` counts pairs."""

    groups: dict[Group, ShareEstimate]
    labels: int


def estimate_net_stances(scanned: ScannedRows, labels: Path, *, by: Sequence[str]) -> NetStances:
    """Estimate the net stance of each group of rows by hand labels (PPI).

    Raises InputError where the labels cannot be read, or do not fit the rows or each other.
    """
    settled = read_settled(labels)
    rows = match_labels(scanned, settled.rows, where=labels, strata=())
    predicted = [STANCES[code] for code in scanned.stances]
    fits = fit_groups(rows, scanned.groups(by), predicted=predicted)
    found = {
        one.group: one
        for one in estimate_shares(fits)
        if one.figure == NET and one.group and one.corrected is not None
    }
    return NetStances(found, len(settled.rows))


def _read(
    paths: Sequence[Path], labels: Path, settings: EstimateSettings, progress: Progress | None
) -> tuple[PairLabels, ScannedRows, EstimationRows]:
    settled = read_settled(labels)
    if settings.strata:
        _check_stratified(labels, settled)
    keys = tuple(dict.fromkeys((*settings.by, *settings.covariates, *settings.strata)))
    scanned = scan_rows(
        paths,
        settings=ScanSettings(
            keys, settings.date_column, settings.document_column, date_order=settings.date_order
        ),
        progress=progress,
    )
    return settled, scanned, match_labels(scanned, settled.rows, where=labels, strata=settings.strata)


def _check_stratified(path: Path, settled: PairLabels) -> None:
    # Strata that the design did not fix narrow intervals that chance has not narrowed.
    other = next((row for row in settled.rows if row.design != "stratified"), None)
    if other is not None:
        raise InputError(
            f"{path}: {pair_text(other)} was drawn by the design {other.design!r}; strata (--strata) are "
            "accepted only for labels that were all drawn by the design 'stratified'"
        )


def _shares(fits: Sequence[GroupFit], settings: EstimateSettings) -> list[ShareEstimate]:
    estimates = estimate_shares(fits, half_width=settings.half_width)
    return [one for one in estimates if one.figure in settings.figures]


def _differences(
    scanned: ScannedRows, fits: Mapping[Method, Sequence[GroupFit]], settings: EstimateSettings
) -> Table:
    groups = [one.group for one in next(iter(fits.values()))]
    pairs = [
        pair
        for key in settings.compare
        for pair in pairs_to_compare(groups, by=settings.by, key=key, in_time=key in scanned.periods)
    ]
    if not pairs:
        raise InputError(
            f"no two groups differ in {' or '.join(settings.compare)} alone; nothing can be compared"
        )
    tables = {}
    for method, those in fits.items():
        found = estimate_differences(those, pairs=pairs)
        tables[method] = difference_table(
            [one for one in found if one.figure in settings.figures], by=settings.by
        )
    return _stacked(tables)


def _regression(scanned: ScannedRows, rows: EstimationRows, settings: EstimateSettings) -> Table:
    covariates = read_covariates(scanned, settings.covariates)
    kept = rows.only(covariates.indices)
    tables = {
        method: regression_table(
            regress(kept, covariates.columns, outcome=settings.outcome or NET, method=method)
        )
        for method in settings.methods
    }
    table = _stacked(tables)
    if not covariates.without:
        return table
    without = "row without a value of each covariate is", "rows without a value of each covariate are"
    note = f"{number_of(covariates.without, *without)} left out."
    return table.noted(note)


def _stacked(tables: Mapping[Method, Table]) -> Table:
    if len(tables) == 1:
        return next(iter(tables.values()))
    return stack_tables({str(method): table for method, table in tables.items()}, name="method")
