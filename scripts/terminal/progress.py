"""Progress bars on standard error, shown only on a terminal."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Final, TypeVar

from rich.console import RenderableType
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    track,
)
from rich.text import Text

from detente.model.errors import number_of
from detente.scripts.terminal.stderr import STDERR, is_watched

# Shows a stage, the fraction done (0 to 1, None if unknown), and the number of rows of each kind.
Show = Callable[[str, float | None, Mapping[str, int]], None]

Step = TypeVar("Step")

_WHOLE: Final = 1000


class Pace:
    """Rows per second and time left, measured since the first `update`; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._first: tuple[float, int, float | None] | None = None
        self.rate: float | None = None
        self.seconds_left: float | None = None

    def update(self, rows: int, fraction: float | None) -> None:
        """Record the number of rows so far, and the fraction of the input that they come from."""
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
    """Show rows, rate, time left and counts on a terminal; gives the function to call as work is done."""
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
            pace.update(sum(kinds.values()), fraction)
            bar.counts = number_of_each(kinds)
            bar.update(
                task,
                total=None if fraction is None else _WHOLE,
                completed=(fraction or 0) * _WHOLE,
                description=described(stage, fraction, kinds, pace),
            )

        yield show


def described(stage: str, fraction: float | None, kinds: Mapping[str, int], pace: Pace) -> str:
    """Describe the progress of a stage: fraction done, rows, rate and time left, as far as known."""
    texts = [stage] if fraction is None else [f"{stage} {fraction:.0%}"]
    if rows := sum(kinds.values()):
        texts.append(number_of(rows, "row"))
    if pace.rate:
        texts.append(f"{pace.rate:,.0f} per second")
    if pace.seconds_left is not None:
        texts.append(f"{timedelta(seconds=round(pace.seconds_left))} left")
    return "  ".join(texts)


def number_of_each(kinds: Mapping[str, int]) -> str:
    """Format the number of rows of each kind (`row_kind`), sorted by kind."""
    return ", ".join(
        number_of(number, kind) if kind == "error" else f"{number:,} {kind}"
        for kind, number in sorted(kinds.items())
    )


def summary(kinds: Mapping[str, int]) -> str:
    """Summarise the rows of a run in one line."""
    reason = " (the rows say why, in their column 'error')" if kinds.get("error") else ""
    return f"{number_of_each(kinds) or 'nothing to predict'}{reason}"


@contextmanager
def rows_read() -> Iterator[Callable[[int], None]]:
    """Show on a terminal how many rows were read; gives the function to call with their number."""
    with progress_bar() as show:
        yield lambda read: show("reading", None, {"read": read})


def steps_shown(steps: Iterable[Step], stage: str, *, total: int | None = None) -> Iterable[Step]:
    """Pass steps on, and show on a terminal how many of all are done; `total` is for steps without a length."""
    return track(
        steps, total=total, description=stage, console=STDERR, transient=True, disable=not is_watched()
    )


@contextmanager
def done_of_all(things: str) -> Iterator[Callable[[int, int], None]]:
    """Show how many "pairs" or other things are done on a terminal; gives the function to call with done and total."""
    columns = (
        BarColumn(),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f} " + things),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=STDERR, transient=True, disable=not is_watched()) as progress:
        task = progress.add_task("", total=0)
        yield lambda done, total: progress.update(task, completed=done, total=total)
