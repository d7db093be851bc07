"""A training config in the words of transformers."""

import math
import os
from typing import Any

import torch
from transformers import TrainingArguments

from detente.model.errors import ConfigError
from detente.train.config import TrainConfig
from detente.train.curves import chosen_trackers
from detente.train.precision import use_bf16
from detente.train.resume import STATES_FOLDER

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
        **_schedule(config, rows=rows),
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


def _schedule(config: TrainConfig, *, rows: int) -> dict[str, object]:
    """Evaluate and save at the same steps, so that the best evaluation is always a saved state."""
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
