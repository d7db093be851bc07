"""Saving the state of a run that is stopped, finding it again, and refusing to mix two runs in one folder."""

import json
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, Final

import torch
from pydantic import ValidationError
from torch import distributed
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from detente.batch.whole_file import write_whole
from detente.model.errors import ConfigError
from detente.train.config import TrainConfig

CHECKPOINT_FOLDER = "checkpoint"
STATES_FOLDER = "states"
METRICS_FILE = "metrics.json"
RESOLVED_CONFIG = "config.json"
# Trainer writes this file of a state last, so its presence marks a whole one.
LAST_WRITTEN = "trainer_state.json"
# A config of any version has these keys.
_KEYS_OF_ANY_RUN: Final = {"name", "base_model", "data"}
# Keys that leave the result as it is: a run may be resumed with other ones.
WATCHING = {"report_to"}
# Keys that act when training has ended: until then they may be others.
AT_THE_END = {"averaged_with", "averaged_share"}
SAVED_EVERY: Final = 600.0
"""Seconds from one saved state to the next, where the next evaluation is further away."""
_SIGNALS: Final = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def claim_run_folder(config: TrainConfig, *, hashes: Sequence[tuple[str, str]], processes: int) -> None:
    """Write the resolved config into the run folder, or check that the one there is the same.

    A folder in which nothing was saved yet is free for any run, and a run may be resumed with other trackers, and
    with other checkpoints to be averaged with.

    `hashes` are names and SHA-256 of the files that the run begins with, and `processes` how many share it:
    with other files or another number of them a run would not end as it began. Raises ConfigError naming the
    differing keys where the folder holds another run, and where it holds files of something else that a run would
    overwrite.
    """
    there = _claim_in(config.folder)
    resolved = config.model_dump(mode="json") | {
        "files": [list(named) for named in hashes],
        "processes": processes,
    }
    finished = (config.folder / METRICS_FILE).is_file()
    begun = last_whole_state(config.folder / STATES_FOLDER) or finished
    if there is not None and begun:
        there = _completed(there)
        keys = (resolved.keys() | there.keys()) - WATCHING - (set() if finished else AT_THE_END)
        if differing := sorted(key for key in keys if resolved.get(key) != there.get(key)):
            raise ConfigError(
                f"{config.folder} holds a run with another {', '.join(differing)}; "
                "give this run its own with run_folder=FOLDER, or remove that one"
            )
    config.folder.mkdir(parents=True, exist_ok=True)
    write_whole(config.folder / RESOLVED_CONFIG, json.dumps(resolved, indent=2, sort_keys=True) + "\n")


def _claim_in(folder: Path) -> dict[str, Any] | None:
    """The resolved config of the run in a folder; None where nothing is in the way of one.

    Raises ConfigError where `folder` is that of something else, such as a base model, which has a config.json too.
    """
    there: Any = None
    with suppress(FileNotFoundError, ValueError):
        there = json.loads((folder / RESOLVED_CONFIG).read_text(encoding="utf-8"))
    if isinstance(there, dict) and there.keys() >= _KEYS_OF_ANY_RUN:
        return there
    for name in (RESOLVED_CONFIG, METRICS_FILE, CHECKPOINT_FOLDER, STATES_FOLDER):
        if (folder / name).exists():
            raise ConfigError(
                f"{folder}: is no run folder, and its {name} would be overwritten; give run_folder=FOLDER"
            )
    return None


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


def steps_done(state: Path) -> tuple[int, int]:
    """The step at which a state was saved, and the last step of its run."""
    content = json.loads((state / LAST_WRITTEN).read_text(encoding="utf-8"))
    return content["global_step"], content["max_steps"]


class StateKeeper(TrainerCallback):
    """Saves the state of a run between evaluations: by time, and when a signal asks the run to stop.

    `stopped_by` is the signal that ended the training, None where it ran to its end.
    """

    def __init__(self, *, every: float = SAVED_EVERY) -> None:
        """Save a state at least every `every` seconds."""
        self.stopped_by: int | None = None
        self._every = every
        self._stopping = False
        self._saved_at = time.monotonic()
        self._handlers: dict[int, Any] = {}

    @contextmanager
    def stopping_on_signals(self) -> Iterator[None]:
        """Let the first signal in this block stop the training after a step; a second one acts as it did before."""
        if threading.current_thread() is not threading.main_thread():
            yield  # Python gives signals to the main thread alone
            return
        handlers = {number: signal.getsignal(number) for number in _SIGNALS}
        # An ignored signal stays ignored, as nohup and background jobs of a shell want it.
        self._handlers = {
            number: handler for number, handler in handlers.items() if handler != signal.SIG_IGN
        }
        for number in self._handlers:
            signal.signal(number, self._ask_to_stop)
        try:
            yield
        finally:
            self._restore()

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the signature is signal's
        self.stopped_by = number
        self._restore()

    def _restore(self) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def on_step_end(
        self,
        args: TrainingArguments,
        state: TrainerState,  # noqa: ARG002 - Trainer passes it
        control: TrainerControl,
        **_: Any,
    ) -> None:
        """Ask for a state where a signal came to any of the processes, or where the time is up."""
        late = time.monotonic() - self._saved_at >= self._every
        self._stopping, late = _any_process(self.stopped_by is not None, late, device=args.device)
        if self._stopping or late:
            control.should_save = True

    def on_save(
        self,
        args: TrainingArguments,  # noqa: ARG002
        state: TrainerState,  # noqa: ARG002
        control: TrainerControl,
        **_: Any,
    ) -> None:
        """Stop only now: the saved state must not say that training had ended."""
        self._saved_at = time.monotonic()
        if self._stopping:
            control.should_training_stop = True
            self.stopped_by = self.stopped_by or signal.SIGTERM


def _any_process(*flags: bool, device: torch.device) -> list[bool]:
    # All processes must save and stop at the same step.
    if not (distributed.is_available() and distributed.is_initialized()):
        return list(flags)
    common = torch.tensor(flags, dtype=torch.uint8, device=device)
    distributed.all_reduce(common, op=distributed.ReduceOp.MAX)
    return [bool(flag) for flag in common.tolist()]
