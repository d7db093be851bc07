"""A record of measurements: kept as JSON as the parts arrive, shown as Markdown and a picture."""

import json
from collections.abc import Sequence
from datetime import date
from math import isnan
from pathlib import Path
from statistics import median
from typing import Any

from detente.batch.whole_file import write_whole
from detente.model.checkpoint.folder import Checkpoint
from detente.model.checkpoint.known_scores import SPEED_FILE, KnownSpeed
from detente.train.export.measured_speed import speed_in
from speed.bars import bars_of
from speed.machine import describe_machine
from speed.plot import draw
from speed.tables import markdown

RECORD, REPORT, PICTURE = "inference.json", "inference.md", "inference.png"


def open_record(
    folder: Path, checkpoint: Checkpoint, *, command: str, parts: Sequence[str]
) -> dict[str, Any]:
    """Start a record for `checkpoint`, or resume the one in `folder`, keeping its parts other than `parts`.

    Raises ValueError where the folder's record is of another checkpoint or another machine, unless all of
    its parts are measured again.
    """
    fresh: dict[str, Any] = {
        "checkpoint": {"name": checkpoint.name, "fingerprint": checkpoint.fingerprint},
        "machine": describe_machine(),
        "date": date.today().isoformat(),
        "commands": dict.fromkeys(parts, command),
    }
    path = folder / RECORD
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    kept = {name: value for name, value in kept.items() if name not in parts}
    if not kept.keys() - fresh.keys() - {"bars"}:
        return fresh
    for name in ("checkpoint", "machine"):
        if kept[name] != fresh[name]:
            raise ValueError(f"{path}: its other parts are of another {name}; choose another folder")
    fresh["commands"] = kept["commands"] | fresh["commands"]
    return kept | fresh


def save_record(record: dict[str, Any], folder: Path) -> None:
    """Write `inference.json` and what `lay_out` makes of it into `folder`, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    record["bars"] = [bar._asdict() for bar in bars_of(record)]
    write_whole(folder / RECORD, json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    lay_out(record, folder)


def lay_out(record: dict[str, Any], folder: Path) -> None:
    """Write `inference.md`, `inference.png` and `speed.json`, as a checkpoint's card has it, into `folder`."""
    write_whole(folder / REPORT, markdown(record))
    if (speed := _known_speed(record)) is not None:
        write_whole(folder / SPEED_FILE, speed.to_json())
    beside = folder / f".part.{PICTURE}"
    draw(record, beside)
    if beside.is_file():
        beside.replace(folder / PICTURE)


def _known_speed(record: dict[str, Any]) -> KnownSpeed | None:
    if "comparison" not in record or isnan(median(record["comparison"]["contenders"][0]["pairs_a_second"])):
        return None
    return speed_in(record)
