"""`detente label`: rows drawn to be labelled by hand, written for the people who label, and read back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.measure.dates import DATE_COLUMN
from detente.measure.options import EXPORT_FORMS, Allocation, Design, ExportForm
from detente.measure.periods import Period
from detente.model.errors import number_of
from detente.scripts.commands.measure.label_checks import agree_cli, suspects_cli
from detente.scripts.terminal.measure_options import DateColumn
from detente.scripts.terminal.options import DayAndMonth, output_option
from detente.scripts.terminal.stderr import tell

if TYPE_CHECKING:
    from detente.measure.exchange import ImportedLabels
    from detente.measure.sampling import DrawSettings, Sample

app = typer.Typer(help="Draw, export, import and check hand labels.", no_args_is_help=True)

Output = Annotated[Path, output_option("The file to write.")]
OneRowsFile = Annotated[
    Path, typer.Argument(metavar="ROWS", help="Rows from `detente predict`.", show_default=False)
]
DrawnSample = Annotated[
    Path, typer.Argument(metavar="SAMPLE", help="What `label sample` wrote.", show_default=False)
]

StratumPeriod = Annotated[
    Period | None, typer.Option(metavar="PERIOD", help="What `period` means in --by. Default: month.")
]
StratumAllocation = Annotated[
    Allocation | None,
    typer.Option(
        metavar="ALLOCATION", help="proportional to the size of a stratum (the default), or equal for all."
    ),
]
StratumMinimum = Annotated[
    int | None, typer.Option(metavar="N", help="Fewest pairs to draw from a stratum. Default: 2.")
]


@app.command("sample")
def sample_cli(
    rows: OneRowsFile,
    output: Output,
    number: Annotated[int, typer.Option("--number", "-n", metavar="N", help="How many pairs to draw.")] = 300,
    design: Annotated[
        Design,
        typer.Option(
            metavar="DESIGN",
            help="random, stratified and doubt suit estimates; least-sure, disagreement and diversity suit training.",
        ),
    ] = "random",
    by: Annotated[
        str,
        typer.Option(
            metavar="KEYS",
            help="Columns that make the strata (groups to draw from), comma-separated; `period` comes from the date.",
        ),
    ] = "",
    period: StratumPeriod = None,
    date_column: DateColumn = DATE_COLUMN,
    dates: DayAndMonth = None,
    allocation: StratumAllocation = None,
    minimum: StratumMinimum = None,
    other: Annotated[
        Path | None,
        typer.Option(
            metavar="ROWS", help="Rows of a second checkpoint, for disagreement.", show_default=False
        ),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the draw.")] = 13,
    show_predicted: Annotated[
        bool, typer.Option("--show-predicted", help="Show the predictions beside the rows.")
    ] = False,
) -> None:
    """Draw rows to label by hand.

    Each row carries its probability of being drawn, which estimates need.
    """
    from detente.measure.exchange.label_files import refuse_present, sheet_form, write_label_rows
    from detente.measure.rows.keys import split_names
    from detente.measure.sampling import DrawSettings

    sheet_form(output)
    refuse_present([output])
    settings = DrawSettings(
        design=design,
        by=split_names(by),
        period=period,
        allocation=allocation,
        minimum=minimum,
        other=other,
        seed=seed,
        with_predictions=show_predicted,
        date_column=date_column,
        date_order=dates,
    )
    sample = _draw(rows, number, settings)
    write_label_rows(output, sample.rows, mark=True)
    _print_sample(output, sample)


def _draw(rows: Path, number: int, settings: "DrawSettings") -> "Sample":
    from detente.measure.sampling import draw_sample
    from detente.scripts.terminal.progress import rows_read

    with rows_read() as progress:
        return draw_sample(rows, number, settings=settings, progress=progress)


def _print_sample(output: Path, sample: "Sample") -> None:
    typer.echo(
        f"{output}  {len(sample.rows):,} of {number_of(sample.population, 'pair')} "
        f"({number_of(sample.duplicates, 'duplicate row')} and "
        f"{sample.left_out:,} without a target or with an error left out)"
    )
    for note in sample.notes:
        tell(note)
    if sample.hint is not None:
        typer.echo(sample.hint)
        typer.echo(
            "chosen for training: these rows have no probability of being drawn, and no estimate can use them"
        )


@app.command("export")
def export_cli(
    sample: DrawnSample,
    output: Output,
    form: Annotated[
        ExportForm | None,
        typer.Option(
            "--format", metavar="FORMAT", help=f"{', '.join(EXPORT_FORMS)}. Default: by the file extension."
        ),
    ] = None,
    annotators: Annotated[
        list[str] | None,
        typer.Option(
            "--annotator",
            metavar="NAME",
            help="Write a sheet for this annotator; repeatable.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write a sample as files for the annotators."""
    from detente.measure.exchange import export_rows, read_label_rows

    rows = read_label_rows(sample)
    for path in export_rows(rows, output, form=form, annotators=annotators or ()):
        typer.echo(f"{path}  {number_of(len(rows), 'row')}" if path.suffix != ".xml" else str(path))


@app.command("import")
def import_cli(
    sample: DrawnSample,
    output: Output,
    responses: Annotated[
        list[Path] | None,
        typer.Argument(metavar="ANSWERS", help="Filled-in files; none if SAMPLE itself is filled in."),
    ] = None,
    annotators: Annotated[
        list[str] | None,
        typer.Option(
            "--annotator",
            metavar="NAME",
            help="Annotator of each file that names none, in order; repeatable.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Join filled-in labels to their sample."""
    from detente.measure.exchange import import_labels, write_label_rows
    from detente.measure.exchange.label_files import refuse_present, sheet_form
    from detente.model.errors import InputError

    sheet_form(output)
    refuse_present([output])
    imported = import_labels(sample, responses or (), annotators=annotators or ())
    if not imported.rows:
        raise InputError(
            f"no label in {', '.join(map(str, responses or [sample]))}: fill in the column label; nothing was written"
        )
    write_label_rows(output, imported.rows)
    _print_imported(output, imported)


def _print_imported(output: Path, imported: "ImportedLabels") -> None:
    typer.echo(
        f"{output}  {number_of(len(imported.rows), 'label')} of "
        f"{number_of(imported.pairs - imported.unlabelled, 'pair')}"
    )
    counts = (imported.labelled, imported.empty, imported.skipped)
    for name in dict.fromkeys(name for count in counts for name in count):
        labelled, empty, skipped = (count[name] for count in counts)
        typer.echo(
            f"  {name or '(no name)'}: {number_of(labelled, 'label')}, {empty:,} left empty, {skipped:,} skipped"
        )
    if imported.without_source:
        tell(
            number_of(
                imported.without_source,
                "label that is not neutral names no source",
                "labels that are not neutral name no source",
            )
        )
    if imported.unlabelled:
        tell(
            f"{imported.unlabelled:,} of {number_of(imported.pairs, 'pair')} without a label: p_drawn holds for the "
            "sample as a whole, so label the rest before you estimate"
        )


app.command("agree")(agree_cli)
app.command("suspects")(suspects_cli)
