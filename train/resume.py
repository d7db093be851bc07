"""Finding the state an interrupted run can go on from, and refusing to mix two runs in one folder."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from detente.batch.whole_file import write_whole
from detente.model.errors import ConfigError
from detente.train.config import TrainConfig

STATES_FOLDER = "states"
METRICS_FILE = "metrics.json"
RESOLVED_CONFIG = "config.json"
# Trainer writes this file of a state last, so its presence marks a whole one.
LAST_WRITTEN = "trainer_state.json"
# Keys that leave the result as it is: a run may go on with other ones.
WATCHING = {"report_to"}


def claim_run_folder(config: TrainConfig, *, hashes: Sequence[tuple[str, str]], processes: int) -> None:
    """Write the resolved config into the run folder, or check that the one there is the same.

    A folder in which nothing was saved yet is free for any run, and a run may go on with other trackers.

    `hashes` are names and SHA-256 of the files that the run begins with, and `processes` how many share it:
    with other files or another number of them a run would not end as it began. Raises ConfigError naming the
    differing keys where the folder holds another run.
    """
    path = config.folder / RESOLVED_CONFIG
    resolved = config.model_dump(mode="json") | {
        "files": [list(named) for named in hashes],
        "processes": processes,
    }
    begun = last_whole_state(config.folder / STATES_FOLDER) or (config.folder / METRICS_FILE).is_file()
    if path.is_file() and begun:
        there = _completed(json.loads(path.read_text(encoding="utf-8")))
        keys = (resolved.keys() | there.keys()) - WATCHING
        if differing := sorted(key for key in keys if resolved.get(key) != there.get(key)):
            raise ConfigError(
                f"{config.folder} holds a run with another {', '.join(differing)}; "
                "give this run its own with run_folder=FOLDER, or remove that one"
            )
    config.folder.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(resolved, indent=2, sort_keys=True) + "\n")


def _completed(there: dict[str, Any]) -> dict[str, Any]:
    """Add the defaults of the keys that a config could not have yet when the run was begun."""
    known = {key: value for key, value in there.items() if key in TrainConfig.model_fields}
    try:
        return there | TrainConfig.model_validate(known).model_dump(mode="json")
    except ValidationError:
        return there  # of a version whose keys are no more: compared as it stands


def last_whole_state(states: Path) -> Path | None:
    """The newest state below `states` that was written to its end, or None."""
    found = [path.parent for path in states.glob(f"checkpoint-*/{LAST_WRITTEN}") if path.stat().st_size > 0]
    return max(found, key=lambda folder: int(folder.name.rpartition("-")[2]), default=None)
