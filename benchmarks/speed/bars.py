"""The bars that a record is held against, and what it says of each."""

from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any, NamedTuple

Record = Mapping[str, Any]
RATIO, EQUAL, CEILING, COLD_START = 7.0, 0.99, 0.60, 1.2
GROWTH, MEMORY, HALF = 1.20, 600e6, 0.10
# What the memory of the largest input is compared with.
SMALL_INPUT = 10_000


class Bar(NamedTuple):
    """A bar in words, what was measured, in words, and whether it is met."""

    bar: str
    measured: str
    met: bool


def bars_of(record: Record) -> list[Bar]:
    """The bars of the parts that a record has."""
    found: list[Bar] = []
    if "comparison" in record:
        found += _comparison(record["comparison"])
    if "cold_start" in record:
        found += _cold_start(record["cold_start"])
    if "sizes" in record:
        found += _sizes(record)
    return found


def _comparison(part: Record) -> Iterator[Bar]:
    rival = next(row for row in part["contenders"] if row["name"] == part["rival"])
    for what, key in (("file to file, start included", "ratios_whole"), ("without the start", "ratios")):
        ratio = median(rival[key])
        yield Bar(
            f"pairs a second, {what}: at least {RATIO:g} times those of {part['rival']}",
            f"{ratio:.1f} times",
            ratio >= RATIO,
        )
    equal = rival["equal_labels"]
    yield Bar(f"labels equal to the pipeline's: at least {EQUAL:.0%}", f"{equal:.2%}", equal >= EQUAL)
    if "ceiling" in part:  # only records of version 0.2 have it
        share = median(part["ceiling"]["share"]["int8"])
        yield Bar(f"share of the int8 ceiling: {CEILING:.0%} aimed at", f"{share:.0%}", share >= CEILING)


def _cold_start(part: list[Record]) -> Iterator[Bar]:
    for row in part:
        seconds = median(row["seconds"])
        yield Bar(
            f"one sentence from the shell, {row['name']}: at most {COLD_START:g} s",
            f"{seconds:.2f} s",
            seconds <= COLD_START,
        )


def _sizes(record: Record) -> Iterator[Bar]:
    ours = {run["statements"]: run for run in record["sizes"] if run["name"] == "detente"}
    largest = max(ours)
    peak = ours[largest]["peak_bytes"]
    yield Bar(
        f"peak memory at {largest:,} statements: under {MEMORY / 1e6:.0f} MB",
        f"{peak / 1e6:.0f} MB",
        peak < MEMORY,
    )
    if SMALL_INPUT in ours and largest > SMALL_INPUT:
        growth = peak / ours[SMALL_INPUT]["peak_bytes"]
        yield Bar(
            f"peak memory at {largest:,} over that at {SMALL_INPUT:,}: at most {GROWTH - 1:.0%} more",
            f"{growth - 1:+.0%}",
            growth <= GROWTH,
        )
    if (second := ours[largest]["second_half"]) is not None:
        yield Bar(
            f"second half of {largest:,} statements: within {HALF:.0%} of the first half's rate",
            f"{second - 1:+.1%}",
            abs(second - 1) <= HALF,
        )
