"""`detente report`: prediction rows in, one page of charts, tables and statements out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.batch.readers.stored_rows import read_rows
from detente.batch.records import Row
from detente.batch.sinks.sinks import checked_format
from detente.measure.date_forms import DateOrder
from detente.model.checkpoint.folder import Checkpoint, open_checkpoint
from detente.model.checkpoint.known_scores import known_scores
from detente.model.checkpoint.shipped import shipped_checkpoints
from detente.model.errors import InputError, missing_file
from detente.model.text.actor_finder import ActorFinder
from detente.report.rows.periods import Period
from detente.scripts.terminal.extras import REPORT_MODULES, require_extra
from detente.scripts.terminal.pages import check_page
from detente.scripts.terminal.stderr import tell

# Rows between two looks at the terminal, which costs more than counting a row.
ROWS_A_GLANCE = 5000


def report_cli(
    rows: Annotated[
        list[Path],
        typer.Argument(
            metavar="ROWS...",
            help="What `detente predict -o` wrote: .jsonl, .csv, .tsv, .parquet, .xlsx.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The page to write, .html.", show_default=False)
    ],
    period: Annotated[
        Period | None,
        typer.Option(
            help="What the timeline counts by. Default: by the span of the dates.", show_default=False
        ),
    ] = None,
    date_column: Annotated[
        str | None,
        typer.Option(help="The column of the date. Default: date.", show_default=False),
    ] = None,
    dates: Annotated[
        DateOrder | None,
        typer.Option(help="How to read 03/04/2024. Default: as 31/12/2024 shows.", show_default=False),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Leave out rows before: 2024, 2024-03, ...", show_default=False),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Leave out rows after.", show_default=False)
    ] = None,
    publisher_column: Annotated[
        str | None, typer.Option(help="The column of the publisher. Default: publisher.", show_default=False)
    ] = None,
    checkpoint: Annotated[
        str,
        typer.Option(
            "--checkpoint", "-c", help="Whose known scores to tell: published, a folder, a hub name."
        ),
    ] = "published",
    actors: Annotated[
        list[Path] | None,
        typer.Option(
            "--actors", help="A file that extends the actor list, as for predict.", show_default=False
        ),
    ] = None,
) -> None:
    """Make a page from prediction rows: stances over time, who toward whom, and the statements behind them.

    The page is one file that needs no network. Needs pip install '.[report]'.
    """
    require_extra("report", REPORT_MODULES)
    about = report(
        rows,
        output,
        period=period,
        date_column=date_column,
        dates=dates,
        since=since,
        until=until,
        publisher_column=publisher_column,
        checkpoint=checkpoint,
        actors=actors or [],
    )
    typer.echo(f"{output} ({output.stat().st_size / 1e6:.1f} MB)")
    for line in date_lines(about):
        tell(line)


def report(
    rows: Sequence[Path],
    output: Path,
    *,
    period: Period | None = None,
    date_column: str | None = None,
    dates: DateOrder | None = None,
    since: str | None = None,
    until: str | None = None,
    publisher_column: str | None = None,
    checkpoint: str = "published",
    actors: Sequence[Path] = (),
) -> dict[str, Any]:
    """Summarise the prediction rows of files, one after another, write the page to `output`, and return its facts.

    Where `dates` is None and some dates show the order of day and month, the rows are read again with it.

    The page shows the known scores of `checkpoint`, or of a shipped one, if it made the rows. The other
    options are those of `summarise` and `DateWindow.of`. Raises InputError if a file does not hold prediction rows,
    if there is no row, or if `output` cannot be a page; CheckpointError and ActorsError if those are not found.
    """
    from detente.report.page import write_page
    from detente.report.rows.date_window import DateWindow
    from detente.report.rows.report_page import report_page
    from detente.report.rows.summary import Summary, summarise

    _check_files(rows, output)
    finder = ActorFinder.from_files(*actors)
    found = open_checkpoint(checkpoint)

    def summary_with(order: DateOrder | None) -> Summary:
        return summarise(
            _watched(row for path in rows for row in read_rows(path)),
            inputs=[str(path) for path in rows],
            known_scores=_scores_by_name(found),
            period=period,
            date_column=date_column,
            publisher_column=publisher_column,
            date_order=order,
            window=DateWindow.of(since, until),
            finder=finder,
        )

    summary = summary_with(dates)
    if summary.about["unclear_dates"] and summary.about["shown_date_order"]:
        summary = summary_with(summary.about["shown_date_order"])
    write_page(report_page(summary.payload()), output)
    return summary.about


def date_lines(about: Mapping[str, Any]) -> list[str]:
    """Say how many rows are dated, how their dates were read, and how many were left out by date."""
    lines = [f"{about['dated']:,} of {about['predicted']:,} rows dated"]
    if (order := about["date_order"]) is not None:
        lines[0] += f"; dates such as 03/04/2024 are read {order}"
    if about["unclear_dates"]:
        lines.append(
            f"{about['unclear_dates']:,} rows have a date such as 03/04/2024, which could be March or April: "
            "give --dates day-first or month-first"
        )
    if about["outside"]:
        lines.append(
            f"{about['outside']:,} rows left out by --since and --until, {about['outside_undated']:,} of them "
            "without a date"
        )
    return lines


def _scores_by_name(checkpoint: Checkpoint) -> dict[str, list[dict[str, Any]]]:
    # Rows name the checkpoint that made them, so those of a shipped one need no option.
    shipped = [open_checkpoint(each.folder) for each in shipped_checkpoints()]
    return {each.name: known_scores(each.folder) for each in (*shipped, checkpoint)}


def _check_files(rows: Sequence[Path], output: Path) -> None:
    # Before the rows are read, which may take a minute.
    check_page(output)
    for path in rows:
        if not path.is_file():
            raise InputError(f"{missing_file(path)}; give what `detente predict … -o FILE` wrote")
        checked_format(path)


def _watched(rows: Iterable[Row]) -> Iterator[Row]:
    """Hand rows on, showing how many there were where a person watches."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} rows"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("")
        for number, row in enumerate(rows, start=1):
            if not number % ROWS_A_GLANCE:
                progress.update(task, completed=number)
            yield row
