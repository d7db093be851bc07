"""Puts what the benchmarks of speed measured into docs/performance.md.

    python benchmarks/performance_page.py

Between the page's two marks it writes a table of the comparisons, with a line for each folder of
docs/scores/performance that holds one by `benchmarks/inference.py`, then picture and bars of each record of long
inputs, then the table of `benchmarks/training_speed.py`, if there is one. Nothing is measured.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from speed.bars import bars_of
from speed.record import PICTURE, RECORD, REPORT
from speed.tables import bars_table, table

from detente.batch.whole_file import write_whole

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
SCORES = "scores/performance"
TRAINING = "training.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
COLUMNS = (
    "checkpoint", "processor", "pairs a second", "start included", "times the pipeline", "start included",
    "same stance as the pipeline", "one sentence, s", "memory, MB", "bars met", "",
)  # fmt: skip
SIZES_SHOWN = "Lines: seconds and peak memory against the number of statements."
# The instructions that multiply int8, fastest first, and how a heading tells them.
INT8_KINDS = (
    ("amx_int8", "with AMX"),
    ("avx512_vnni", "with VNNI, without AMX"),
    ("avx_vnni", "with VNNI, without AVX-512"),
    ("avx2", "with AVX2 alone"),
)


def main() -> None:
    """Write the page anew."""
    write_whole(PAGE, with_figures(PAGE.read_text(encoding="utf-8"), PAGE.parent))


def with_figures(page: str, docs: Path) -> str:
    """The page with the figures that lie in `docs`; raises ValueError where it has not both marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page has no {BEGIN} with {END} after it")
    return before + "\n\n".join([BEGIN, *figures(docs), END]) + after


def figures(docs: Path) -> list[str]:
    """The sections of what was measured, checkpoints by the names of their folders; none where nothing was."""
    found = sorted((docs / SCORES).glob(f"*/{RECORD}"))
    records = [(path.parent, json.loads(path.read_text(encoding="utf-8"))) for path in found]
    compared = [_compared(record, folder) for folder, record in records if "comparison" in record]
    sections = ["## Speed", table(COLUMNS, compared, left=2)] if compared else []
    for folder, record in records:
        if "sizes" in record:
            sections += _long_inputs(record, folder)
    training = docs / SCORES / TRAINING
    if training.is_file():
        lines = training.read_text(encoding="utf-8").splitlines()
        rows = "\n".join(line for line in lines if line.startswith("|"))
        sections += ["## Training", rows, f"[The whole report]({SCORES}/{TRAINING}) names the machine."]
    return sections


def _compared(record: dict[str, Any], folder: Path) -> Sequence[str]:
    """The line of one comparison: rates without and with the start, and beside the pipeline's best."""
    part = record["comparison"]
    own = part["contenders"][0]
    rival = next(row for row in part["contenders"] if row["name"] == part["rival"])
    bars = bars_of(record)
    links = [f"[report]({SCORES}/{folder.name}/{REPORT})"]
    if (folder / PICTURE).is_file():
        links.append(f"[chart]({SCORES}/{folder.name}/{PICTURE})")
    return (
        record["checkpoint"]["name"],
        _kind_of_processor(record["machine"]),
        f"{median(own['pairs_a_second']):,.0f}",
        f"{median(own['pairs_a_second_whole']):,.0f}",
        f"{median(rival['ratios']):.1f}",
        f"{median(rival['ratios_whole']):.1f}",
        f"{rival['equal_labels']:.2%}",
        ", ".join(f"{median(row['seconds']):.2f}" for row in record.get("cold_start", [])),
        f"{own['peak_bytes'] / 1e6:.0f}",
        f"{sum(bar.met for bar in bars)} of {len(bars)}",
        ", ".join(links),
    )


def _long_inputs(record: dict[str, Any], folder: Path) -> list[str]:
    picture = [f"![{SIZES_SHOWN}]({SCORES}/{folder.name}/{PICTURE})"] if (folder / PICTURE).is_file() else []
    return [
        f"## Long inputs: {record['checkpoint']['name']} on {_kind_of_processor(record['machine'])}",
        *picture,
        bars_table(record),
        f"[The whole report]({SCORES}/{folder.name}/{REPORT}) has all sizes and the machine.",
    ]


def _kind_of_processor(machine: dict[str, Any]) -> str:
    """The name of a processor with the fastest of its instructions for int8, which decides most of the speed."""
    flags = set(machine["flags"])
    kind = next((told for flag, told in INT8_KINDS if flag in flags), "without AVX2")
    off = ", the faster ones switched off" if "switched_off" in machine else ""
    family = "/".join(machine["family_model_stepping"].split("/")[:2])
    return f"{machine['processor']} ({family}), {kind}{off}"


if __name__ == "__main__":
    main()
