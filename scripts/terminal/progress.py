"""Progress bars on standard error; nothing at all where that is no terminal."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from rich.console import RenderableType
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from detente.scripts.terminal.stderr import STDERR, is_watched

# Shows a stage, which part of it is done (0 to 1, None if that cannot be told), and what the rows came to.
Show = Callable[[str, float | None, Mapping[str, int]], None]

_WHOLE: Final = 1000


class Pace:
    """Rows a second, and the time that is left, since the first look; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._first: tuple[float, int, float | None] | None = None
        self.rate: float | None = None
        self.seconds_left: float | None = None

    def look(self, rows: int, fraction: float | None) -> None:
        """Take note of how many rows there are, and which part of the input they come from."""
        now = self._clock()
        if self._first is None:
            self._first = (now, rows, fraction)
            return
        start, rows_then, fraction_then = self._first
        if now <= start:
            return
        self.rate = (rows - rows_then) / (now - start)
        self.seconds_left = None
        if fraction is not None and fraction_then is not None and fraction > fraction_then:
            self.seconds_left = (now - start) * (1 - fraction) / (fraction - fraction_then)


class _Bar(Progress):
    """A bar with a line of counts below it."""

    counts = ""

    def get_renderables(self) -> Iterable[RenderableType]:
        yield from super().get_renderables()
        if self.counts:
            yield Text(self.counts, style="dim", no_wrap=True, overflow="ellipsis")


@contextmanager
def progress_bar() -> Iterator[Show]:
    """Show rows, rate, time left and counts where a person watches; gives what to call as work is done."""
    if not is_watched():
        yield lambda _stage, _fraction, _kinds: None
        return
    columns = (
        SpinnerColumn(),
        BarColumn(bar_width=24),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    with _Bar(*columns, console=STDERR, transient=True) as bar:
        task = bar.add_task("")
        paces: dict[str, Pace] = {}

        def show(stage: str, fraction: float | None, kinds: Mapping[str, int]) -> None:
            pace = paces.setdefault(stage, Pace())
            pace.look(sum(kinds.values()), fraction)
            bar.counts = listed(kinds)
            bar.update(
                task,
                total=None if fraction is None else _WHOLE,
                completed=(fraction or 0) * _WHOLE,
                description=described(stage, fraction, kinds, pace),
            )

        yield show


def described(stage: str, fraction: float | None, kinds: Mapping[str, int], pace: Pace) -> str:
    """Say how far a stage is: the part done, the rows, their rate, and the time left, as far as known."""
    parts = [stage] if fraction is None else [f"{stage} {fraction:.0%}"]
    if rows := sum(kinds.values()):
        parts.append(f"{rows:,} rows")
    if pace.rate:
        parts.append(f"{pace.rate:,.0f} a second")
    if pace.seconds_left is not None:
        parts.append(f"{timedelta(seconds=round(pace.seconds_left))} left")
    return "  ".join(parts)


def listed(kinds: Mapping[str, int]) -> str:
    """Put counts of rows into words, in order of their kinds (`row_kind`)."""
    return ", ".join(f"{number:,} {kind}" for kind, number in sorted(kinds.items()))


def summary(kinds: Mapping[str, int]) -> str:
    """Say what the rows of a run came to."""
    reason = " (the column error says why)" if kinds.get("error") else ""
    return f"{listed(kinds) or 'nothing to judge'}{reason}"


@contextmanager
def pairs_done() -> Iterator[Callable[[int, int], None]]:
    """Show how many pairs are judged of how many, where a person watches; gives what to call with both."""
    columns = (
        BarColumn(),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f} pairs"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=STDERR, transient=True, disable=not is_watched()) as progress:
        task = progress.add_task("", total=0)
        yield lambda done, total: progress.update(task, completed=done, total=total)
