"""How far a long job has come: rows, rate and stances so far, on a terminal only."""

from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from detente.model.batch.records import Row


def row_kind(row: Row) -> str:
    """What a prediction row came to: a stance, "no target" or "error"."""
    if row["error"] is not None:
        return "error"
    return "no target" if row["stance"] is None else str(row["stance"])


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
