"""A config, its data and a network made into a Hugging Face trainer that is ready to run."""

import math
import os
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import torch
from transformers import PreTrainedTokenizerBase, TrainingArguments

from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.encoders.torch_encoder import StanceNetwork
from detente.model.errors import ConfigError
from detente.model.labels import STANCES
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statement_id import statement_id
from detente.model.wording import Wording
from detente.train.config import TrainConfig
from detente.train.cpu_speed import use_bf16
from detente.train.curves import chosen_trackers, curve_callbacks
from detente.train.dataset import make_dataset, word_pairs
from detente.train.labels.pairs import LabelledPair
from detente.train.labels.soft_labels import SoftPair
from detente.train.objective import Teaching, make_objective
from detente.train.resume import STATES_FOLDER
from detente.train.trainer import PairCollator, StanceTrainer


def wording_of(config: TrainConfig) -> Wording:
    """The wording a run trains with, as its checkpoint will keep it."""
    section = config.wording
    return Wording(
        opening=section.opening,
        closing=section.closing,
        target=section.target,
        context_end=section.context_end,
        question=section.question,
    )


def goes_on_as(config: TrainConfig, base: CheckpointSettings | None) -> TrainConfig:
    """The config with the wording and the languages of `base`, the checkpoint that the run starts from, if any.

    What a config names itself stays. Another wording than the one learnt would lose what a checkpoint knows of
    documents, and other languages would have it refuse those that it reads.
    """
    if base is None:
        return config
    named = config.wording.model_fields_set
    learnt = {name: text for name, text in asdict(base.wording).items() if name not in named}
    languages = config.languages if "languages" in config.model_fields_set else list(base.languages)
    wording = config.wording.model_copy(update=learnt)
    return config.model_copy(update={"wording": wording, "languages": languages})


def make_trainer(
    config: TrainConfig,
    network: StanceNetwork,
    tokenizer: PreTrainedTokenizerBase,
    *,
    train_pairs: list[LabelledPair],
    dev_pairs: list[LabelledPair],
    soft_pairs: Sequence[SoftPair] = (),
) -> StanceTrainer:
    """Lay data, objective and settings into a trainer that is ready to run.

    Pairs that only the teacher predicted follow the labelled ones.
    """
    finder, wording = ActorFinder.from_files(), wording_of(config)
    teacher = {(soft.statement, soft.target): soft for soft in soft_pairs}
    labelled = {(statement_id(pair.text), pair.target) for pair in train_pairs}
    all_pairs: list[LabelledPair | SoftPair] = list(train_pairs)
    all_pairs += (soft for key, soft in teacher.items() if key not in labelled)
    marked = word_pairs(
        all_pairs,
        finder=finder,
        wording=wording,
        max_tokens=config.max_tokens,
        unmarked=config.wording.unmarked,
        seed=config.seed,
    )
    dev_marked = word_pairs(dev_pairs, finder=finder, wording=wording, max_tokens=config.max_tokens)
    training_set = make_dataset(
        all_pairs, marked, tokenizer=tokenizer, max_tokens=config.max_tokens, teacher=teacher
    )
    dev_set = make_dataset(dev_pairs, dev_marked, tokenizer=tokenizer, max_tokens=config.max_tokens)
    objective = make_objective(
        training_set["labels"],
        classes=len(STANCES),
        teaching=Teaching(**config.distillation.model_dump()),
        **config.objective.model_dump(),
    )
    return StanceTrainer(
        model=network,
        args=training_arguments(config, rows=len(training_set)),
        train_dataset=training_set,
        eval_dataset=dev_set,
        data_collator=PairCollator(tokenizer),
        objective=objective,
        group_by_length=config.group_by_length,
        callbacks=curve_callbacks(config),
    )


LOGGED_EVERY = 50
"""Steps between two points of the training loss; fewer where dev is scored more often."""


def training_arguments(config: TrainConfig, *, rows: int) -> TrainingArguments:
    """The Trainer's arguments for `config` and `rows` training pairs."""
    cpu = on_cpu(config)
    arguments: dict[str, Any] = {
        "output_dir": str(config.folder / STATES_FOLDER),
        "seed": config.seed,
        "num_train_epochs": config.epochs,
        "per_device_train_batch_size": config.batch_size,
        "per_device_eval_batch_size": 64,
        "gradient_accumulation_steps": config.gradient_accumulation,
        "learning_rate": config.optimiser.learning_rate,
        "weight_decay": config.optimiser.weight_decay,
        "warmup_steps": config.optimiser.warmup,
        "max_grad_norm": config.optimiser.max_grad_norm,
        "lr_scheduler_type": "linear",
        "bf16": use_bf16(config.precision, "cpu" if cpu else "cuda"),
        "use_cpu": cpu,
        # TensorBoard is not named here: transformers would choose its folder.
        "report_to": [name for name in chosen_trackers(config.report_to) if name != "tensorboard"],
        "run_name": config.name,
        "label_names": ["labels", "source_labels"],
        "remove_unused_columns": False,
        "metric_for_best_model": "macro_f1",
        "load_best_model_at_end": config.keep == "best",
        "save_total_limit": 2,
        "dataloader_pin_memory": not cpu,
        # Named for several processes only: a single one would look for a group that was never formed.
        "ddp_backend": "gloo" if cpu and processes() > 1 else None,
        **evaluation_schedule(config, rows=rows),
    }
    try:
        return TrainingArguments(**arguments)
    except (ValueError, ImportError, RuntimeError) as error:
        raise ConfigError(f"the Trainer refuses this config: {error}") from error


def on_cpu(config: TrainConfig) -> bool:
    """Whether the run is to use the CPU, by its config or for want of anything else."""
    return config.device == "cpu" or not torch.cuda.is_available()


def processes() -> int:
    """How many processes share the run, as torchrun and accelerate tell each of them."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def evaluation_schedule(config: TrainConfig, *, rows: int) -> dict[str, object]:
    """Have the Trainer evaluate and save at the same steps, so that the best evaluation is always a saved state."""
    rows_a_step = config.batch_size * config.gradient_accumulation * processes()
    steps_an_epoch = math.ceil(rows / rows_a_step)
    every = max(1, math.ceil(steps_an_epoch / config.evaluations_an_epoch))
    return {
        "eval_strategy": "steps",
        "eval_steps": every,
        "save_strategy": "steps",
        "save_steps": every,
        "logging_steps": min(LOGGED_EVERY, every),
    }
