"""The keys of a training config; any other is refused."""

import reprlib
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

Share = Annotated[float, Field(ge=0, le=1)]
Rate = Annotated[float, Field(gt=0, lt=1)]
Count = Annotated[int, Field(ge=1)]
TRACKERS: Final = ("tensorboard", "wandb", "mlflow")
"""Trackers by the name of the package that each needs."""


def _names_of_trackers(value: object) -> object:
    names = [value] if isinstance(value, str) else value
    if names == ["none"]:
        return []
    if isinstance(names, list | tuple):
        for name in names:
            if name not in ("auto", *TRACKERS):
                raise PydanticCustomError(
                    "tracker",
                    "{name} is not accepted; accepted are none by itself, auto (tensorboard where it is "
                    "installed), and any of {trackers}, each with its package: pip install NAME",
                    {"name": reprlib.repr(name), "trackers": ", ".join(TRACKERS)},
                )
    return names


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _no_truth_value_for_a_number(cls, value: object, info: ValidationInfo) -> object:
        # pydantic would take true for 1.
        if isinstance(value, bool) and cls.model_fields[str(info.field_name)].annotation is not bool:
            raise PydanticCustomError(
                "truth_value", "{value} is not accepted here", {"value": str(value).lower()}
            )
        return value


class DataConfig(_Section):
    """Files of labelled pairs; relative paths start at the folder the command runs in."""

    train: Annotated[list[Path], Field(min_length=1)]
    dev: list[Path] = Field(default_factory=list)
    """Files of pairs that choose the best state and calibrate it; else `held_out`."""
    held_out: Annotated[float, Field(gt=0, lt=1)] | None = None
    """Share of the statements of `train` that is kept back as dev, where there are no files for it."""
    format: Literal["pairs", "newsmtsc"] = "pairs"
    """`pairs` are the project's own labelled pairs; `newsmtsc` files of that data set, with targets of any name."""
    targets: Literal["four", "any"] = "four"
    """Which targets labels may name: US, CN, KP and KR, or any."""
    soft: list[Path] = Field(default_factory=list)
    """Files of a teacher's soft labels (`detente data soft-label`): for pairs of `train`, or for others."""
    limit: Count | None = None
    """Take only the first pairs, or documents, of each file: for trying a config out."""
    shares: dict[Path, Share] = Field(default_factory=dict)
    """Of these files of `train` and `soft`, take only such a share of the statements, drawn by the seed."""

    @model_validator(mode="after")
    def _has_dev(self) -> Self:
        if bool(self.dev) == (self.held_out is not None):
            raise PydanticCustomError(
                "dev", "give either dev, a list of files, or held_out, a share of train"
            )
        return self

    @model_validator(mode="after")
    def _shares_of_files(self) -> Self:
        for path in self.shares:
            if path not in (*self.train, *self.soft):
                raise PydanticCustomError(
                    "shares",
                    "shares: {path} is none of the files of train and soft",
                    {"path": str(path)},
                )
        return self

    @property
    def any_target(self) -> bool:
        """Whether labels may name other targets than the four."""
        return self.targets == "any" or self.format == "newsmtsc"

    @property
    def files(self) -> tuple[Path, ...]:
        """All files of the run."""
        return (*self.train, *self.dev, *self.soft)


class CutConfig(_Section):
    """What is cut off the base model before training; nothing by default."""

    layers: Count | None = None
    """Keep only the first layers."""
    vocabulary: Count | None = None
    """Keep only the word pieces that the texts of the run use most, about this many."""
    texts: list[Path] = Field(default_factory=list)
    """Files of further statements, labelled or not, whose word pieces count too."""

    @model_validator(mode="after")
    def _texts_are_used(self) -> Self:
        if self.texts and self.vocabulary is None:
            raise PydanticCustomError("texts", "texts choose word pieces; give cut.vocabulary too")
        return self


class WordingConfig(_Section):
    """How a pair is worded for the network; the checkpoint keeps it."""

    opening: str = "[ "
    closing: str = " ]"
    target: Annotated[str, Field(pattern=r"^[^{}]*\{name\}[^{}]*$")] = "{name}"
    context_end: Annotated[str, Field(min_length=1)] = " "
    """Stands between what came before in a document and the statement."""
    question: str = ""
    """Opens the text in which the network is asked whether a statement means a target it does not name; labelled
    documents then teach the answer too."""
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
    consistency: Annotated[float, Field(ge=0)] = 0.0
    """Weight of how far two passes of a batch with other dropout disagree (Liang and others 2021, R-Drop); above 0
    a step takes twice as long."""


class DistillationConfig(_Section):
    """How much a student follows the soft labels of `data.soft`; without them it has no effect."""

    weight: Share = 0.5
    """Share of the loss of a labelled pair that the teacher gets where it predicted the pair too."""
    temperature: Annotated[float, Field(ge=1, le=20)] = 2.0
    """Softens the probabilities of both, so that the teacher's doubts are learnt with its answers."""


class CalibrationConfig(_Section):
    """What is fitted on dev after training."""

    too_close: Share = 0.1
    """Share of dev pairs, the least sure ones, that the threshold declares too close to call."""


class TrainConfig(_Section):
    """One training run."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
    """Names the checkpoint and, unless `run_folder` is given, the run folder."""
    base_model: str
    """A hub name, a folder, `published` to start from the shipped checkpoint, or `random` for a tiny one."""
    cut: CutConfig = CutConfig()
    frozen_layers: Annotated[int, Field(ge=0)] | None = None
    """Leave the embeddings and so many of the first layers as they are; without it, all is trained."""
    dropout: Share | None = None
    """Share of activations that training drops; without it, what the base model was trained with."""
    data: DataConfig
    languages: Annotated[list[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]], Field(min_length=1)] = ["en"]
    """Languages of the statements, ISO 639-1: the checkpoint says which it was trained on. A run that starts from a
    checkpoint of détente has its languages and its `wording`, unless a config names its own."""
    run_folder: Path | None = None
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 13
    epochs: Annotated[float, Field(gt=0, le=1000)] = 3
    batch_size: Count = 32
    gradient_accumulation: Count = 1
    max_tokens: Annotated[int, Field(ge=16, le=512)] = 192
    evaluations_an_epoch: Count = 1
    """How often dev is scored and the state saved."""
    keep: Literal["best", "last"] = "best"
    """Which state becomes the checkpoint: of those saved, the one with the highest macro-F1 on dev, or the last."""
    averaged_with: list[Path] = Field(default_factory=list)
    """Checkpoints that started from the same base model; theirs and the weights of this run are averaged at its end."""
    averaged_share: Rate | None = None
    """How much these count in the mean, all together; without it, each counts as much as this run."""
    precision: Literal["auto", "bf16", "fp32"] = "auto"
    device: Literal["auto", "cpu"] = "auto"
    group_by_length: bool = True
    report_to: Annotated[list[str], BeforeValidator(_names_of_trackers)] = ["auto"]
    """Trackers that draw the curves: `none`, or of tensorboard, wandb, mlflow; `auto` is TensorBoard if installed."""
    wording: WordingConfig = WordingConfig()
    optimiser: OptimiserConfig = OptimiserConfig()
    objective: ObjectiveConfig = ObjectiveConfig()
    distillation: DistillationConfig = DistillationConfig()
    calibration: CalibrationConfig = CalibrationConfig()

    @model_validator(mode="after")
    def _share_is_used(self) -> Self:
        if self.averaged_share is not None and not self.averaged_with:
            raise PydanticCustomError("averaged_share", "averaged_share needs checkpoints in averaged_with")
        return self

    @property
    def folder(self) -> Path:
        """The run folder."""
        return self.run_folder or Path("runs") / self.name
