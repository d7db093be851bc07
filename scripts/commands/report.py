"""`detente report`: reads prediction rows and writes a page of charts, tables and statements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.batch.readers.formats import TABLES, accepted_kinds, ending_of
from detente.batch.records import Row
from detente.batch.unread_dates import UnreadDates
from detente.measure.dates import date_advice
from detente.measure.periods import Period
from detente.measure.rows.predicted import counted, read_files
from detente.model.errors import InputError, missing_file, number_of
from detente.model.text.list_file import paths_of
from detente.scripts.terminal.extras import require_extra
from detente.scripts.terminal.measure_options import DocumentColumn
from detente.scripts.terminal.options import Actors, DayAndMonth, Names, PageOutput
from detente.scripts.terminal.pages import check_page
from detente.scripts.terminal.progress import rows_read
from detente.scripts.terminal.stderr import tell

if TYPE_CHECKING:
    from detente.report.summary.from_files import ReportSettings

ReportRows = Annotated[
    list[Path],
    typer.Argument(
        metavar="ROWS",
        help="Output of `detente predict -o`, one file or several: .jsonl, .csv, .tsv, .parquet, .xlsx.",
        show_default=False,
    ),
]
HandLabels = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Hand labels from `detente label import`, to correct the timeline."),
]
EventTable = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Events to mark on the timeline: a table with date and label."),
]


def report_cli(
    rows: ReportRows,
    output: PageOutput,
    period: Annotated[
        Period | None,
        typer.Option(
            metavar="PERIOD", help="day, week, month, quarter or year. Default: by the range of dates."
        ),
    ] = None,
    date_column: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Date column. Default: date.")
    ] = None,
    dates: DayAndMonth = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Leave out rows before this date: 2024, 2024-03, ...")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Leave out rows after this date.")] = None,
    publisher_column: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Publisher column. Default: publisher.")
    ] = None,
    document_column: DocumentColumn = None,
    labels: HandLabels = None,
    events: EventTable = None,
    checkpoint: Annotated[
        str, typer.Option("--checkpoint", "-c", metavar="CHECKPOINT", help="Checkpoint whose scores to show.")
    ] = "published",
    actors: Actors = None,
    names: Names = "en",
) -> None:
    """Make a report page from prediction rows.

    It shows stances over time, who toward whom, and the statements. One file, no network.
    """
    require_extra("report")
    if labels is not None:
        require_extra("measure")
    from detente.report.summary.from_files import ReportSettings

    settings = ReportSettings(
        period=period,
        date_column=date_column,
        date_order=dates,
        since=since,
        until=until,
        publisher_column=publisher_column,
        document_column=document_column,
        labels=labels,
        events=events,
        checkpoint=checkpoint,
        actors=actors or (),
        names=names,
    )
    about = report(rows, output, settings=settings)
    typer.echo(f"{output} ({output.stat().st_size / 1e6:.1f} MB)")
    for line in (*date_lines(about), *publisher_lines(about)):
        tell(line)


def report(
    rows: str | Path | Sequence[str | Path],
    output: str | Path,
    *,
    settings: "ReportSettings | None" = None,
) -> dict[str, Any]:
    """Summarise the prediction rows of one file or several, write the page to `output`, and return its facts.

    Raises what `summarise_files` raises, and InputError if a file does not hold prediction rows or if `output` cannot
    be written.
    """
    from detente.report.page import write_page
    from detente.report.summary.from_files import ReportSettings, summarise_files
    from detente.report.summary.report_page import report_page

    files = _checked_files(rows, Path(output))
    summary = summarise_files(files, _read_watched, settings=settings or ReportSettings())
    write_page(report_page(summary.payload()), output)
    return summary.about


def date_lines(about: Mapping[str, Any]) -> list[str]:
    """Say how many rows are dated, how their dates were read, and how many were left out by date."""
    lines = [f"{about['dated']:,} of {number_of(about['predicted'], 'row')} dated"]
    if about["failed"]:
        lines.append(
            f"{number_of(about['failed'], 'row')} left out, with an error or an unknown stance; the page lists which"
        )
    if (order := about["date_order"]) is not None:
        lines[0] += f"; dates such as 03/04/2024 are read {order}"
    unread = UnreadDates(about["unread_dates"], about["unclear_dates"], about["unread_date"])
    lines += date_advice(unread, about["likely_date_columns"])
    if about["outside"]:
        lines.append(
            f"{number_of(about['outside'], 'row')} left out by --since and --until, "
            f"{about['outside_undated']:,} of them without a date"
        )
    return lines


def publisher_lines(about: Mapping[str, Any]) -> list[str]:
    """Name the columns that may hold publishers, where no row has one."""
    likely = about["likely_publisher_columns"]
    columns = "column" if len(likely) == 1 else "columns"
    return (
        [
            f"no row has a publisher, but the rows have the {columns} {' and '.join(map(repr, likely))}: name one with "
            "--publisher-column"
        ]
        if likely
        else []
    )


def _checked_files(rows: str | Path | Sequence[str | Path], output: Path) -> tuple[Path, ...]:
    # Before the rows are read, which can take a minute.
    check_page(output)
    files = paths_of(rows)
    for path in files:
        if not path.is_file():
            raise InputError(f"{missing_file(path)}; give an output file of `detente predict -o`")
        if ending_of(path) not in TABLES:
            raise InputError(
                f"{path}: no table of prediction rows; give an output file of `detente predict -o`: "
                f"{accepted_kinds(TABLES)}"
            )
    return files


def _read_watched(paths: Iterable[Path]) -> Iterator[Row]:
    """Read rows, and show their number on a terminal."""
    with rows_read() as progress:
        yield from counted(read_files(paths), progress)
