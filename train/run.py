"""One training run from config to checkpoint: claimed, trained or resumed, calibrated, exported."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from accelerate import PartialState
from transformers import set_seed

from detente.model.checkpoint.folder import open_checkpoint
from detente.train.base_cut import freeze_first_layers
from detente.train.base_model import load_base_model
from detente.train.config import TrainConfig
from detente.train.cpu_speed import keep_freed_memory, pool_dropout
from detente.train.curves import chosen_trackers, tracker_folders
from detente.train.evaluate.class_bias import add_bias, fit_bias
from detente.train.export.checkpoint import Agreement, export_checkpoint
from detente.train.export.model_card import write_card
from detente.train.files import write_whole
from detente.train.fine_tuning import make_trainer, on_cpu, processes
from detente.train.labels.run_pairs import read_run_pairs, read_run_soft_pairs
from detente.train.provenance import (
    base_files,
    describe_data,
    describe_machine,
    describe_training,
    file_name,
    package_versions,
    settings_of,
    sha256_of,
)
from detente.train.resume import METRICS_FILE, STATES_FOLDER, claim_run_folder, last_whole_state

CHECKPOINT_FOLDER = "checkpoint"


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run ended with: the checkpoint folder and the dev scores of the state that was kept."""

    checkpoint: Path
    dev: dict[str, float]


def train(config: TrainConfig, *, version: str) -> RunResult:
    """Run `config` to a checkpoint in its run folder; goes on where an interrupted run stopped.

    `version` is written into the checkpoint. A finished run is returned as it is. Raises ConfigError
    where the run folder holds another run, the base model cannot be loaded or a tracker is not installed,
    InputError where data is wrong.
    """
    chosen_trackers(config.report_to)  # a missing one is told before the data is read
    pairs = read_run_pairs(config.data, seed=config.seed)
    train_pairs, dev_pairs = pairs.training, pairs.development
    soft_pairs = read_run_soft_pairs(config.data, pairs)
    hashes = [
        (file_name(path), sha256_of(path)) for path in (*config.data.files, *base_files(config.base_model))
    ]
    # Of several processes one claims the folder first and the others find the claim to be theirs.
    with PartialState(cpu=on_cpu(config)).local_main_process_first():
        claim_run_folder(config, hashes=hashes, processes=processes())
    metrics_path = config.folder / METRICS_FILE
    if metrics_path.is_file():
        kept = json.loads(metrics_path.read_text(encoding="utf-8"))["kept"]
        return RunResult(open_checkpoint(config.folder / CHECKPOINT_FOLDER).folder, kept)
    # Told now: a file may be another one when training ends.
    data, training = describe_data(config, pairs), describe_training(config, processes=processes())
    set_seed(config.seed)
    network, tokenizer = load_base_model(
        config.base_model,
        run_folder=config.folder,
        texts=[*(pair.text for pair in train_pairs), *(soft.text for soft in soft_pairs)],
        seed=config.seed,
        max_tokens=config.max_tokens,
        cut=config.cut,
    )
    if config.frozen_layers is not None:
        freeze_first_layers(network.stance_model, config.frozen_layers)
    if on_cpu(config):
        keep_freed_memory()
        pool_dropout(network)
    trainer = make_trainer(
        config, network, tokenizer, train_pairs=train_pairs, dev_pairs=dev_pairs, soft_pairs=soft_pairs
    )
    state = last_whole_state(config.folder / STATES_FOLDER)
    with tracker_folders(config):
        trainer.train(resume_from_checkpoint=str(state) if state else None)
    dev = trainer.judge_dev()
    checkpoint = config.folder / CHECKPOINT_FOLDER
    if trainer.is_world_process_zero():
        trained = trainer.accelerator.unwrap_model(trainer.model).cpu()
        bias = fit_bias(dev.stance, dev.labels)
        add_bias(trained, bias)
        settings = settings_of(
            config, dev._replace(stance=dev.stance + bias), data=data, training=training, version=version
        )
        agreement = export_checkpoint(
            trained,
            tokenizer,
            settings=settings,
            folder=checkpoint,
            gate=dev_pairs,
        )
        write_card(open_checkpoint(checkpoint))
        _write_metrics(metrics_path, trainer.state.log_history, dev.scores, agreement)
    trainer.accelerator.wait_for_everyone()
    return RunResult(checkpoint, dev.scores)


def _write_metrics(
    path: Path, history: list[dict[str, float]], kept: dict[str, float], agreement: Agreement
) -> None:
    content = {
        "kept": kept,
        "evaluations": [entry for entry in history if "eval_macro_f1" in entry],
        "agreement": asdict(agreement),
        "machine": describe_machine(),
        "versions": package_versions(),
    }
    write_whole(path, json.dumps(content, indent=2, sort_keys=True) + "\n")
