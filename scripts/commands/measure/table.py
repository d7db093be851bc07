"""`detente table`: predicted stances counted by source, target and period, for event data."""

from typing import Annotated

import typer

from detente.measure.dates import DATE_COLUMN
from detente.model.errors import number_of
from detente.scripts.terminal.extras import require_extra
from detente.scripts.terminal.measure_options import (
    DateColumn,
    DocumentColumn,
    GroupKeys,
    StoredRows,
    TableOutput,
)
from detente.scripts.terminal.options import DayAndMonth
from detente.scripts.terminal.stderr import tell
from detente.scripts.terminal.table_output import pick_columns, print_table


def table_cli(
    rows: StoredRows,
    by: GroupKeys = "source,target",
    output: TableOutput = None,
    cow: Annotated[
        bool, typer.Option("--cow", help="Add Correlates of War numbers and abbreviations.")
    ] = False,
    date_column: DateColumn = DATE_COLUMN,
    dates: DayAndMonth = None,
    document_column: DocumentColumn = None,
) -> None:
    """Count stances by source, target and period.

    With source and target in --by, each line is a directed dyad: who, toward whom. Figures are naive (not corrected by
    labels); `detente estimate` corrects them. Needs the extra `measure`: pip install '.[measure]'.
    """
    require_extra("measure")
    from detente.measure.rows.keys import split_names
    from detente.measure.rows.scan import ScanSettings, scan_rows
    from detente.measure.stance_counts import count_stances, counted_rows
    from detente.measure.stance_table import stance_table
    from detente.measure.table_files import check_table_file, write_table
    from detente.model.errors import InputError
    from detente.scripts.terminal.progress import rows_read

    keys = split_names(by)
    if not keys:
        raise InputError("--by is empty; give columns or periods, such as source,target,month")
    if output is not None:
        check_table_file(output, inputs=rows)
    with rows_read() as progress:
        scanned = scan_rows(
            rows,
            settings=ScanSettings(keys, date_column, document_column, date_order=dates),
            progress=progress,
        )
    counts = count_stances(scanned, keys)
    table = stance_table(counts.groups, by=keys, cow=cow).noted(scanned.cited())
    if output is None:
        shown = [name for name in table.columns if not name.startswith(("share_", "source_", "target_"))]
        print_table(pick_columns(table, table.columns if cow else shown))
    else:
        write_table(output, table)
        typer.echo(
            f"{output}  {number_of(len(table.rows), 'group')} of "
            f"{number_of(len(scanned) - counts.without_source, 'row')}"
        )
    if counts.without_source:
        tell(
            number_of(
                counts.without_source,
                "row without a source is left out: it is neutral",
                "rows without a source are left out: they are neutral",
            )
        )
    for line in counted_rows(scanned, keys).notes():
        tell(line)
