"""Puts what the benchmarks of speed measured into docs/performance.md.

    python benchmarks/performance_page.py

Between the page's two marks it writes, for each folder of docs/scores/performance that holds a record of
`benchmarks/inference.py`, its picture, its bars and a link to its report, then the table of
`benchmarks/training_speed.py`, if there is one. Nothing is measured.
"""

import json
from pathlib import Path
from typing import Any

from speed.record import PICTURE, RECORD, REPORT
from speed.tables import bars_table

from detente.batch.whole_file import write_whole

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
SCORES = "scores/performance"
TRAINING = "training.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
# What the picture shows of each part, for those who do not see it.
SHOWN = {
    "comparison": "Bars: pairs a second of détente, of the pipeline and of the unsorted graph, beside what matrix "
    "products alone would allow.",
    "sizes": "Lines: seconds and peak memory against the number of statements.",
}
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
    sections = [section for path in found for section in _checkpoint(path, docs)]
    training = docs / SCORES / TRAINING
    if training.is_file():
        lines = training.read_text(encoding="utf-8").splitlines()
        table = "\n".join(line for line in lines if line.startswith("|"))
        sections += ["## Training", table, f"[The whole report]({SCORES}/{TRAINING}) names the machine."]
    return sections


def _checkpoint(path: Path, docs: Path) -> list[str]:
    record = json.loads(path.read_text(encoding="utf-8"))
    folder = path.parent.relative_to(docs).as_posix()
    shown = " ".join(words for part, words in SHOWN.items() if part in record)
    picture = [f"![{shown}]({folder}/{PICTURE})"] if (path.parent / PICTURE).is_file() else []
    return [
        f"## {record['checkpoint']['name']} on {_kind_of_processor(record['machine'])}",
        *picture,
        bars_table(record),
        f"[The whole report]({folder}/{REPORT}) has every contender, the ceiling, all sizes and the machine.",
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
