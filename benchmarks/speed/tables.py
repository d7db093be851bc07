"""A record of measurements as Markdown."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from speed.bars import bars_of

Record = Mapping[str, Any]
CONTENDER_COLUMNS = (
    "", "pairs a second, start included", "without the start", "start, s", "memory, MB",
    "détente's rate over it, start included", "without the start", "equal labels",
)  # fmt: skip
SIZE_COLUMNS = ("statements", "", "pairs", "seconds", "pairs a second", "memory, MB", "second half")


def markdown(record: Record) -> str:
    """The whole report: the bars first, then each part that the record has, the machine last."""
    parts = [f"# Speed of {record['checkpoint']['name']}", "## In short", bars_table(record)]
    if "comparison" in record:
        parts += _comparison(record["comparison"])
    if "cold_start" in record:
        parts.append(_cold_start(record["cold_start"]))
    if "sizes" in record:
        parts.append(_sizes(record["sizes"]))
    parts.append(machine_text(record["machine"], list(dict.fromkeys(record["commands"].values()))))
    return "\n\n".join(parts) + "\n"


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, left: int = 1) -> str:
    """A Markdown table, its first `left` columns aligned left and the others right."""
    lines = [header, ["---"] * left + ["---:"] * (len(header) - left), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def bars_table(record: Record) -> str:
    """What was measured for each bar, and whether it is met."""
    rows = [(bar.bar, bar.measured, "yes" if bar.met else "no") for bar in bars_of(record)]
    return table(["bar", "measured", "met"], rows)


def _comparison(part: Record) -> Iterator[str]:
    tokens = part["rows"]["tokens"]
    yield (
        f"## The same {part['rows']['pairs']:,} pairs, file to file\n\n"
        f"All different, drawn from the project's own statements: {tokens['mean']:.1f} tokens on average "
        f"({tokens['least']} to {tokens['most']}). {part['rounds']} rounds in turns; medians, and in brackets the "
        "least and the most. The start is what the same command takes for one pair. The last two columns: how many "
        "times détente's rate is of this one, round by round, and the share of labels equal to détente's."
    )
    yield table(CONTENDER_COLUMNS, [_contender(row) for row in part["contenders"]])
    yield (
        f"Batch sizes were tried once each on {part['tried_pairs']:,} of the pairs; pairs a second without the start:"
    )
    sizes = list(dict.fromkeys(size for tried in part["tried"] for size in tried["rates"]))
    yield table(
        ["", *(f"batch {size}" for size in sizes)],
        [(tried["name"], *(_rate(tried["rates"].get(size)) for size in sizes)) for tried in part["tried"]],
    )


def _contender(row: Record) -> tuple[str, ...]:
    own = row["ratios"] is None
    return (
        row["name"],
        spread(row["pairs_a_second_whole"], ".0f"),
        spread(row["pairs_a_second"], ".0f"),
        f"{median(row['start_seconds']):.2f}",
        _megabytes(row),
        "" if own else spread(row["ratios_whole"], ".1f"),
        "" if own else spread(row["ratios"], ".1f"),
        "" if own else f"{row['equal_labels']:.2%}",
    )


def _cold_start(part: Sequence[Record]) -> str:
    header = ("", f"median of {len(part[0]['seconds'])}, s", "least, s", "most, s", "memory, MB")
    rows = [
        (row["name"], *(f"{figure(row['seconds']):.2f}" for figure in (median, min, max)), _megabytes(row))
        for row in part
    ]
    return "## One sentence from the shell\n\n" + table(header, rows)


def _sizes(runs: Sequence[Record]) -> str:
    rows = [
        (
            f"{run['statements']:,}",
            run["name"],
            f"{run['pairs']:,}",
            f"{run['seconds']:,.1f}",
            _rate(run["rate"]),
            _megabytes(run),
            "" if run["second_half"] is None else f"{run['second_half']:.1%}",
        )
        for run in runs
    ]
    return (
        "## Time and memory against size\n\n"
        "Different statements, one file each, their targets found by détente; the pipeline is given worded pairs. The "
        "rate is without the start. The last column is the second half's rate as a share of the first half's.\n\n"
        + table(SIZE_COLUMNS, rows)
    )


def machine_text(machine: Record, commands: Sequence[str]) -> str:
    """The machine of `describe_machine` and the commands that measured on it, as a section."""
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    off = f"; switched off: {', '.join(machine['switched_off'])}" if "switched_off" in machine else ""
    cores = f"{machine['cores']} core{'' if machine['cores'] == 1 else 's'}"
    told = "".join(f"\n    {command}\n" for command in commands).rstrip()
    return (
        f"## Machine\n\n{machine['processor']} (family/model/stepping {machine['family_model_stepping']}; "
        f"{', '.join(machine['flags'])}{off}), {cores}, {machine['memory_bytes'] / 1e9:.0f} GB, "
        f"{machine['system']}, Python {machine['python']}, {versions}. Measured by\n{told}"
    )


def spread(values: Sequence[float], form: str) -> str:
    """The median, and in brackets the least and the most."""
    return f"{median(values):{form}} ({min(values):{form}}-{max(values):{form}})"


def _megabytes(row: Record) -> str:
    return f"{row['peak_bytes'] / 1e6:.0f}"


def _rate(rate: float | None) -> str:
    return "" if rate is None else f"{rate:,.0f}"
