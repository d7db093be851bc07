"""Where a run's training curves go: TensorBoard, Weights & Biases or MLflow, into the run folder."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from transformers import TrainerControl, TrainerState, TrainingArguments
from transformers.integrations.integration_utils import TensorBoardCallback

from detente.model.errors import ConfigError, missing_modules
from detente.train.config import TrainConfig

CURVES_FOLDER = "curves"


def chosen_trackers(names: Sequence[str]) -> list[str]:
    """The trackers that `report_to` of a config means on this machine, each once.

    Raises ConfigError where one that is named is not installed; `auto` leaves TensorBoard out instead.
    """
    named = [name for name in names if name != "auto"]
    if missing := missing_modules(named):
        raise ConfigError(
            f"report_to: {', '.join(missing)} not installed: pip install {' '.join(missing)}, "
            "or train without with report_to=none"
        )
    found = ["tensorboard"] if "auto" in names and not missing_modules(["tensorboard"]) else []
    return list(dict.fromkeys(found + named))


def curve_callbacks(config: TrainConfig) -> list[TensorBoardCallback]:
    """The callback that writes TensorBoard's curves into the run folder, where they are wanted.

    transformers makes those of the other trackers itself, by their names.
    """
    wanted = "tensorboard" in chosen_trackers(config.report_to)
    return [FolderCallback(curves_folder(config))] if wanted else []


def curves_folder(config: TrainConfig) -> Path:
    """The folder of the run that holds its curves."""
    return config.folder / CURVES_FOLDER


class FolderCallback(TensorBoardCallback):
    """TensorBoard's curves in one folder, where a resumed run draws over what it does again."""

    def __init__(self, folder: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.logging_dir = str(folder)

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Open the folder; steps after the one from which the run resumes are removed from it."""
        if state.is_world_process_zero:
            self.tb_writer = self._SummaryWriter(log_dir=self.logging_dir, purge_step=state.global_step + 1)
        super().on_train_begin(args, state, control, **kwargs)  # type: ignore[no-untyped-call]


@contextmanager
def tracker_folders(config: TrainConfig) -> Iterator[None]:
    """Point W&B and MLflow, where named, at the run folder until the block ends, in their own variables.

    A variable that is set is left alone, so that a server or project of the user's own is used.
    """
    chosen = chosen_trackers(config.report_to)
    folder = curves_folder(config).absolute()
    settings = {
        "wandb": {"WANDB_DIR": str(folder), "WANDB_PROJECT": "detente"},
        "mlflow": {"MLFLOW_TRACKING_URI": f"sqlite:///{folder / 'mlflow.db'}"},
    }
    wanted = {key: value for name in chosen for key, value in settings.get(name, {}).items()}
    ours = {key: value for key, value in wanted.items() if key not in os.environ}
    if ours:
        folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(ours)
    try:
        yield
    finally:
        for key in ours:
            os.environ.pop(key, None)
