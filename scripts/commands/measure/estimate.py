"""`detente estimate`: shares and net stances that hand labels correct."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.measure.dates import DATE_COLUMN
from detente.measure.options import FIGURE_NAMES, METHODS, FigureName
from detente.scripts.terminal.extras import require_extra
from detente.scripts.terminal.measure_options import (
    DateColumn,
    DocumentColumn,
    GoldLabels,
    GroupKeys,
    StoredRows,
    TableOutput,
)
from detente.scripts.terminal.options import DayAndMonth
from detente.scripts.terminal.stderr import tell
from detente.scripts.terminal.table_output import beside, pick_columns, print_table

if TYPE_CHECKING:
    from detente.measure.rows.estimates import Estimates, EstimateSettings

Outcome = Annotated[
    FigureName | None, typer.Option(metavar="FIGURE", help="Outcome of the regression. Default: net.")
]


def estimate_cli(
    rows: StoredRows,
    labels: GoldLabels,
    by: GroupKeys = "target",
    output: TableOutput = None,
    method: Annotated[
        str, typer.Option(metavar="METHODS", help="ppi, dsl or hand (labels alone); comma-separated.")
    ] = "ppi",
    figure: Annotated[
        str, typer.Option(metavar="FIGURES", help="Estimates to show; comma-separated. Default: all.")
    ] = "",
    compare: Annotated[
        str,
        typer.Option(metavar="KEYS", help="Add differences between periods or values; comma-separated."),
    ] = "",
    regression: Annotated[
        str, typer.Option(metavar="KEYS", help="Add a regression on these keys; comma-separated.")
    ] = "",
    outcome: Outcome = None,
    strata: Annotated[
        str, typer.Option(metavar="KEYS", help="Keys that a stratified sample was drawn by; comma-separated.")
    ] = "",
    half_width: Annotated[
        float, typer.Option(metavar="SHARE", help="Say how many more labels would give intervals of ± this.")
    ] = 0.05,
    date_column: DateColumn = DATE_COLUMN,
    dates: DayAndMonth = None,
    document_column: DocumentColumn = None,
) -> None:
    """Estimate stances, corrected by hand labels.

    Intervals are 95 % and allow for statements of one document being alike. With -o out.csv, --compare and --regression
    write out-differences.csv and out-regression.csv. Needs the extra `measure`: pip install '.[measure]'.
    """
    require_extra("measure")
    from detente.measure.rows.estimates import EstimateSettings
    from detente.measure.rows.keys import split_names

    settings = EstimateSettings(
        by=split_names(by),
        methods=split_names(method, accepted=METHODS) or METHODS[:1],
        compare=split_names(compare),
        covariates=split_names(regression),
        outcome=outcome,
        strata=split_names(strata),
        figures=split_names(figure, accepted=FIGURE_NAMES) or FIGURE_NAMES,
        half_width=half_width,
        date_column=date_column,
        document_column=document_column,
        date_order=dates,
    )
    _check_outputs(output, settings, inputs=[*rows, labels])
    estimates = _estimate(rows, labels, settings)
    _print(estimates, settings)
    for warning in estimates.warnings:
        tell(warning)
    if output is not None:
        _write(output, estimates)


def _check_outputs(output: Path | None, settings: "EstimateSettings", *, inputs: Sequence[Path]) -> None:
    # Before the rows are read, which may take a minute.
    from detente.measure.table_files import check_table_file

    if output is None:
        return
    further = {"differences": settings.compare, "regression": settings.covariates}
    for path in (output, *(beside(output, name) for name, keys in further.items() if keys)):
        check_table_file(path, inputs=inputs)


def _estimate(rows: list[Path], labels: Path, settings: "EstimateSettings") -> "Estimates":
    from detente.measure.rows.estimates import estimate_rows
    from detente.scripts.terminal.progress import rows_read

    with rows_read() as progress:
        return estimate_rows(rows, labels, settings=settings, progress=progress)


def _print(estimates: "Estimates", settings: "EstimateSettings") -> None:
    method = ("method",) if len(settings.methods) > 1 else ()
    keys = (*method, *settings.by, "rows", "labels")
    shown = (*keys, "figure", "corrected", "naive", "change")
    print_table(pick_columns(estimates.shares, shown, values_only=("naive",)), keys=len(keys))
    if estimates.differences is not None:
        keys = (*method, *settings.by, *(f"less {name}" for name in settings.by))
        shown = (*keys, "figure", "corrected", "p", "naive")
        typer.echo()
        print_table(pick_columns(estimates.differences, shown, values_only=("naive",)), keys=len(keys))
    if estimates.regression is not None:
        shown = (*method, "term", "corrected", "standard error", "p", "naive")
        typer.echo()
        print_table(pick_columns(estimates.regression, shown, values_only=("naive",)))


def _write(output: Path, estimates: "Estimates") -> None:
    from detente.measure.table_files import write_table

    further = {"differences": estimates.differences, "regression": estimates.regression}
    write_table(output, estimates.shares)
    typer.echo(output)
    for name, table in further.items():
        if table is not None:
            write_table(beside(output, name), table)
            typer.echo(beside(output, name))
