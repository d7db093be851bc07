"""The Hugging Face Trainer with a second head, our objective, and an order of batches that survives a restart."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, cast

import numpy as np
import torch
from datasets import Dataset
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, f1_score
from torch.utils.data import Sampler
from transformers import (
    EvalPrediction,
    Trainer,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
)

from detente.train.objective import Objective, TeacherLogits

# Batches sorted together: enough to group lengths well, few enough that batches still vary.
POOL_BATCHES = 50


class LengthGroupedSampler(Sampler[int]):
    """Yields row numbers so that rows of one batch have like lengths.

    The order depends on `seed` and the epoch only, never on a global random state, so that a resumed
    run sees the rest of the order of the interrupted one.
    """

    def __init__(self, lengths: Sequence[int], *, batch_size: int, seed: int) -> None:
        self._lengths = list(lengths)
        self._batch_size = batch_size
        self._seed = seed
        self._epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Choose the order of epoch `epoch`, counted from 0."""
        self._epoch = epoch

    def __len__(self) -> int:
        return len(self._lengths)

    def __iter__(self) -> Iterator[int]:
        generator = torch.Generator().manual_seed(self._seed * 100_003 + self._epoch)
        shuffled = torch.randperm(len(self._lengths), generator=generator).tolist()
        batches: list[list[int]] = []
        pool = self._batch_size * POOL_BATCHES
        for start in range(0, len(shuffled), pool):
            rows = sorted(shuffled[start : start + pool], key=lambda row: -self._lengths[row])
            batches += [rows[at : at + self._batch_size] for at in range(0, len(rows), self._batch_size)]
        # A short last batch stays last, so that no later batch straddles two lengths.
        full = [batch for batch in batches if len(batch) == self._batch_size]
        short = [batch for batch in batches if len(batch) < self._batch_size]
        for number in torch.randperm(len(full), generator=generator).tolist():
            yield from full[number]
        for batch in short:
            yield from batch


BothHeads = tuple[NDArray[Any], NDArray[Any]]
# What a batch holds for the loss and not for the network; the first two every batch, the others a taught one.
_LOSS_INPUTS = ("labels", "source_labels", "taught", "teacher_stance", "teacher_source")
SCORES = ("macro_f1", "accuracy", "source_accuracy")


class DevLogits(NamedTuple):
    """Logits and labels of the development set, (rows, classes) and (rows,), in its order, and their scores."""

    stance: NDArray[np.float32]
    source: NDArray[np.float32]
    labels: NDArray[np.int64]
    source_labels: NDArray[np.int64]
    scores: dict[str, float]


class StanceTrainer(Trainer):
    """Trains a StanceNetwork on datasets made by `make_dataset`."""

    def __init__(self, *, objective: Objective, group_by_length: bool, **trainer_arguments: Any) -> None:
        super().__init__(compute_metrics=stance_metrics, **trainer_arguments)
        self._objective = objective
        self._group_by_length = group_by_length

    def compute_loss(
        self,
        model: torch.nn.Module,
        inputs: dict[str, torch.Tensor],
        return_outputs: bool = False,  # noqa: FBT001, FBT002 - the signature is Trainer's
        num_items_in_batch: torch.Tensor | int | None = None,  # noqa: ARG002 - Trainer passes it
    ) -> Any:
        """The objective's loss of one batch, with both heads' logits where Trainer asks for outputs."""
        network_inputs = {name: value for name, value in inputs.items() if name not in _LOSS_INPUTS}
        loss_of = self._objective.loss
        if self._objective.consistency and model.training:
            loss_of = self._objective.loss_of_two_passes
            # One pass of twice the rows: dropout differs between its halves.
            network_inputs = {name: torch.cat([value, value]) for name, value in network_inputs.items()}
        stance, source = model(**network_inputs)
        taught = inputs.get("taught")
        loss = loss_of(
            stance,
            source,
            labels=inputs["labels"],
            source_labels=inputs["source_labels"],
            teacher=None
            if taught is None
            else TeacherLogits(inputs["teacher_stance"], inputs["teacher_source"], taught),
        )
        return (loss, {"stance": stance, "source": source}) if return_outputs else loss

    def _get_train_sampler(self, train_dataset: Dataset | None = None) -> Sampler[int] | None:
        dataset = cast(Dataset, self.train_dataset if train_dataset is None else train_dataset)
        lengths = dataset["length"] if self._group_by_length else [0] * len(dataset)
        sampler = LengthGroupedSampler(
            lengths,
            batch_size=self.args.train_batch_size * self.args.world_size,
            seed=self.args.seed,
        )
        self.add_callback(_EpochOfSampler(sampler))
        return sampler

    def predict_dev(self) -> DevLogits:
        """Predict the development set with the network as it stands."""
        predicted = self.predict(cast(Dataset, self.eval_dataset))
        stance, source = (
            np.asarray(logits, dtype=np.float32) for logits in cast(BothHeads, predicted.predictions)
        )
        labels, source_labels = cast(BothHeads, predicted.label_ids)
        metrics = cast(dict[str, float], predicted.metrics)
        scores = {name: round(metrics[f"test_{name}"], 6) for name in SCORES}
        return DevLogits(stance, source, labels, source_labels, scores)


class _EpochOfSampler(TrainerCallback):
    # The Trainer passes the epoch only to a sampler that it finds, and it finds none where several processes
    # resume in the middle of an epoch.
    def __init__(self, sampler: LengthGroupedSampler) -> None:
        self._sampler = sampler

    def on_epoch_begin(
        self,
        args: TrainingArguments,  # noqa: ARG002 - Trainer passes it, as it does the rest
        state: TrainerState,
        control: TrainerControl,  # noqa: ARG002
        **_: Any,
    ) -> None:
        self._sampler.set_epoch(int(state.epoch or 0))


class PairCollator:
    """Pads tokenized pairs to the longest of their batch and lays labels into tensors."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def __call__(self, rows: list[dict[str, Any]]) -> dict[str, torch.Tensor]:
        """Collate rows of `make_dataset` into tensors of (rows, tokens) and (rows,)."""
        names = [name for name in self._tokenizer.model_input_names if name in rows[0]]
        batch = self._tokenizer.pad(
            [{name: row[name] for name in names} for row in rows], return_tensors="pt"
        )
        for name in _LOSS_INPUTS:
            if name in rows[0]:
                batch[name] = torch.tensor([row[name] for row in rows])
        return dict(batch)


def stance_metrics(prediction: EvalPrediction) -> dict[str, float]:
    """Macro-F1 and accuracy of the stance, and accuracy of the source where there is one and the stance is right.

    Macro-F1 is the mean over the stances in the labels, as `detente evaluate` has it.
    """
    stance, source = (
        np.asarray(logits).argmax(axis=-1) for logits in cast(BothHeads, prediction.predictions)
    )
    labels, source_labels = cast(BothHeads, prediction.label_ids)
    held = (source_labels >= 0) & (stance == labels)
    return {
        "macro_f1": float(f1_score(labels, stance, labels=np.unique(labels), average="macro")),
        "accuracy": float(accuracy_score(labels, stance)),
        "source_accuracy": float((source[held] == source_labels[held]).mean()) if held.any() else 0.0,
    }
