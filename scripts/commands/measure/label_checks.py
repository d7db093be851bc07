"""`detente label agree` and `detente label suspects`: what labels are worth."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.model.errors import number_of
from detente.scripts.terminal.extras import require_extra
from detente.scripts.terminal.measure_options import TableOutput
from detente.scripts.terminal.table_output import pick_columns, print_table

if TYPE_CHECKING:
    from detente.measure.agreement import Agreement
    from detente.measure.exchange import LabelRow
    from detente.measure.rows.lookup import PredictedPair
    from detente.measure.statement_key import PairKey


AnnotatedFiles = Annotated[
    list[Path], typer.Argument(metavar="LABELS", help="Labels, one file or several.", show_default=False)
]


def agree_cli(
    labels: AnnotatedFiles,
    rows: Annotated[
        list[Path] | None,
        typer.Option("--rows", metavar="ROWS", help="Compare with these predictions too; repeatable."),
    ] = None,
    disagreements: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Sheet of disputed pairs to write: .csv, .xlsx or .jsonl."),
    ] = None,
    output: TableOutput = None,
) -> None:
    """Measure how far annotators agree.

    Intervals are 95 %, by resampling documents. Fill in the sheet of --disagreements and give it to
    `detente label import`: those labels overrule the others.
    """
    require_extra("measure")
    from detente.measure.agreement.adjudication import undecided, write_disputed
    from detente.measure.agreement.label_ratings import compare_labels, read_annotated
    from detente.measure.exchange.label_files import refuse_present, sheet_form
    from detente.measure.table_files import check_table_file

    if disagreements is not None:
        sheet_form(disagreements)
        refuse_present([disagreements])
    if output is not None:
        check_table_file(output, inputs=[*labels, *(rows or ())])
    given = read_annotated(labels)
    predicted = _look_up(rows, given) if rows else None
    compared = compare_labels(given, predicted)
    _print(compared)
    if output is not None:
        _write(output, compared)
    if disagreements is not None:
        typer.echo(f"{disagreements}  {number_of(write_disputed(disagreements, given), 'pair')} to decide")
    elif number := undecided(given):
        typer.echo(
            f"{number_of(number, 'pair has', 'pairs have')} labels that disagree; --disagreements FILE lists them"
        )


def _look_up(paths: Sequence[Path], labels: "Sequence[LabelRow]") -> "dict[PairKey, PredictedPair]":
    from detente.measure.rows.lookup import look_up_pairs
    from detente.scripts.terminal.progress import rows_read

    with rows_read() as progress:
        return look_up_pairs(paths, labels, progress=progress)


def _print(compared: "Mapping[str, Sequence[Agreement]]") -> None:
    from detente.measure.agreement.tables import agreement_table
    from detente.measure.tables import Table

    for names, agreements in compared.items():
        # A target and a source may have the same code.
        shown = [
            replace(one, group=f"source {one.group}") if one.kind == "source" else one for one in agreements
        ]
        table = agreement_table(shown)
        several = any(one.kind == "pair" for one in agreements)
        kappa = "Fleiss' kappa" if several else "Cohen's kappa"
        kept = ("group", "units", "share that agrees", kappa, "Gwet's AC1", "Krippendorff's alpha")
        heads = ("", "pairs", "agree", kappa, "AC1", "alpha")
        typer.echo(f"{names}:")
        print_table(Table(heads, pick_columns(table, kept).rows))
        typer.echo()


def _write(output: Path, compared: "Mapping[str, Sequence[Agreement]]") -> None:
    from detente.measure.agreement.tables import agreement_table
    from detente.measure.table_files import write_table
    from detente.measure.tables import stack_tables

    tables = {names: agreement_table(agreements) for names, agreements in compared.items()}
    write_table(output, stack_tables(tables, name="between"))
    typer.echo(output)


def suspects_cli(
    labels: AnnotatedFiles,
    rows: Annotated[
        list[Path],
        typer.Option(
            "--rows",
            metavar="ROWS",
            help="Predictions of a checkpoint that has not seen the labels; repeatable.",
            show_default=False,
        ),
    ],
    output: TableOutput = None,
) -> None:
    """List labels that look wrong.

    Labels that a checkpoint contradicts more surely than its usual errors explain (confident learning). Look at
    both: the checkpoint may be the one that is wrong.
    """
    require_extra("measure")
    from detente.measure.agreement.label_ratings import read_annotated
    from detente.measure.rows.suspect_labels import find_suspect_labels, suspect_table
    from detente.measure.table_files import check_table_file, write_table

    if output is not None:
        check_table_file(output, inputs=[*labels, *rows])
    given = read_annotated(labels)
    found = find_suspect_labels(given, _look_up(rows, given))
    table = suspect_table(given, found)
    if output is None:
        print_table(pick_columns(table, ("target", "annotator", "label", "likely", "p_likely", "statement")))
    else:
        write_table(output, table)
        typer.echo(output)
    checked = number_of(len(given), "label")
    looks = "looks" if len(found.suspects) == 1 else "look"
    typer.echo(
        f"{len(found.suspects):,} of {checked} {looks} wrong; by the checkpoint's probabilities "
        f"{found.wrong_share:.0%} are"
    )
