"""How far a long job has come: rows, rate and stances so far, on a terminal only."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from detente.model.batch.records import Row
from detente.model.batch.rows import row_kind


def counted(rows: Iterable[Row], kinds: Counter[str]) -> Iterator[Row]:
    """Hand rows on, counting their kinds into `kinds` and showing the counts where a person watches."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed:,.0f} rows"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("")
        for row in rows:
            kinds[row_kind(row)] += 1
            described = "  ".join(f"{kind} {number:,}" for kind, number in sorted(kinds.items()))
            progress.update(task, advance=1, description=described)
            yield row


@contextmanager
def pairs_done() -> Iterator[Callable[[int, int], None]]:
    """Show how many pairs are judged of how many, where a person watches; gives what to call with both."""
    columns = (
        BarColumn(),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f} pairs"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=0)
        yield lambda done, total: progress.update(task, completed=done, total=total)
