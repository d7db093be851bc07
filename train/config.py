"""What a training config may say; everything else is refused."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Rate = Annotated[float, Field(gt=0, lt=1)]
Count = Annotated[int, Field(ge=1)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DataConfig(_Section):
    """Files of labelled pairs; relative paths start at the folder the command runs in."""

    train: Annotated[list[Path], Field(min_length=1)]
    dev: Annotated[list[Path], Field(min_length=1)]
    limit: Count | None = None
    """Take only the first pairs of each file: for trying a config out."""


class WordingConfig(_Section):
    """How a pair is put to the network; the checkpoint keeps it."""

    opening: str = "[ "
    closing: str = " ]"
    target: Annotated[str, Field(pattern=r"^[^{}]*\{name\}[^{}]*$")] = "{name}"
    unmarked: Share = 0.1
    """Share of training pairs left without marks, so that unmarked use works too."""


class OptimiserConfig(_Section):
    """AdamW with linear warm-up and decay."""

    learning_rate: Rate = 5e-5
    weight_decay: Annotated[float, Field(ge=0)] = 0.01
    warmup: Annotated[float, Field(ge=0, lt=1)] = 0.06
    """Share of all steps over which the learning rate rises."""
    max_grad_norm: Annotated[float, Field(gt=0)] = 1.0


class ObjectiveConfig(_Section):
    """The loss: cross-entropy on the stance plus a weighted one on the source."""

    source_weight: Annotated[float, Field(ge=0)] = 0.3
    label_smoothing: Share = 0.0
    class_weights: Literal["none", "balanced"] = "none"


class CalibrationConfig(_Section):
    """What is fitted on dev after training."""

    too_close: Share = 0.1
    """Share of dev pairs, the least sure ones, that the threshold declares too close to call."""


class TrainConfig(_Section):
    """One training run."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
    """Names the checkpoint and, unless `run_folder` is given, the run folder."""
    base_model: str
    """A hub name, a folder, `published` to go on from the shipped checkpoint, or `random` for a tiny one."""
    data: DataConfig
    run_folder: Path | None = None
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 13
    epochs: Annotated[float, Field(gt=0, le=1000)] = 3
    batch_size: Count = 32
    gradient_accumulation: Count = 1
    max_tokens: Annotated[int, Field(ge=16, le=512)] = 192
    evaluations_an_epoch: Count = 1
    """How often dev is scored and the state saved; the best of these becomes the checkpoint."""
    precision: Literal["auto", "bf16", "fp32"] = "auto"
    device: Literal["auto", "cpu"] = "auto"
    group_by_length: bool = True
    report_to: list[str] = Field(default_factory=list)
    """Trackers by name, as transformers knows them: tensorboard, wandb, mlflow."""
    wording: WordingConfig = WordingConfig()
    optimiser: OptimiserConfig = OptimiserConfig()
    objective: ObjectiveConfig = ObjectiveConfig()
    calibration: CalibrationConfig = CalibrationConfig()

    @property
    def folder(self) -> Path:
        """The run folder."""
        return self.run_folder or Path("runs") / self.name
