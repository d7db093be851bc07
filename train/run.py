"""One training run from config to checkpoint: claimed, trained or resumed, calibrated, exported."""

import json
import logging
import signal
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from accelerate import PartialState
from transformers import PreTrainedTokenizerBase, set_seed

from detente.batch.whole_file import write_whole
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.classifier import StanceClassifier
from detente.model.encoders.torch_encoder import StanceNetwork
from detente.model.errors import number_of
from detente.model.prediction import Prediction
from detente.train.averaging import average_with, check_averaged
from detente.train.base.base_model import load_base_model, quiet_loading
from detente.train.base.layers import freeze_first_layers, set_dropout
from detente.train.config import TrainConfig
from detente.train.cpu_speed import keep_freed_memory, pool_dropout
from detente.train.curves import chosen_trackers, tracker_folders
from detente.train.evaluate.before_after import BeforeAfter, compare_before_after
from detente.train.evaluate.calibration import FEWEST_PAIRS, add_bias, fit_calibration
from detente.train.evaluate.evaluation import predict_labelled
from detente.train.export.card_phrases import KEPT_FROM
from detente.train.export.checkpoint import export_checkpoint
from detente.train.export.model_card import write_card
from detente.train.fine_tuning import goes_on_as, make_trainer, on_cpu, processes, wording_of
from detente.train.labels.hydration import read_statements
from detente.train.labels.soft_labels import SoftPair
from detente.train.provenance import (
    DescribedData,
    base_files,
    base_settings,
    describe_data,
    describe_machine,
    describe_training,
    file_name,
    package_versions,
    settings_of,
    sha256_of,
)
from detente.train.resume import (
    CHECKPOINT_FOLDER,
    METRICS_FILE,
    STATES_FOLDER,
    StateKeeper,
    claim_run_folder,
    last_whole_state,
    steps_done,
)
from detente.train.run_pairs import RunPairs, read_run_pairs, read_run_soft_pairs
from detente.train.trainer import DevLogits, StanceTrainer

_log = logging.getLogger(__name__)

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run ended with: the checkpoint folder and the dev scores of the state that was kept.

    `before_after` compares it on dev with the détente checkpoint that the run started from, if it started from one.
    """

    checkpoint: Path
    dev: dict[str, float]
    before_after: BeforeAfter | None = None


@dataclass(frozen=True, slots=True)
class PreparedRun:
    """Network, tokenizer and pairs of a run, and what its checkpoint will say of where it comes from.

    `base` are the settings of the détente checkpoint that the run starts from, if it starts from one, and `before` are
    its predictions for the pairs of dev, in the main process. All of it is read as the run begins, since a file may be
    another one when training ends.
    """

    config: TrainConfig
    network: StanceNetwork
    tokenizer: PreTrainedTokenizerBase
    pairs: RunPairs
    soft_pairs: list[SoftPair]
    data: DescribedData
    training: dict[str, Any]
    base: CheckpointSettings | None
    before: list[Prediction] | None


def train(config: TrainConfig, *, version: str, tell: Tell = _log.info) -> RunResult:
    """Run `config` to a checkpoint in its run folder, or resume it where it was interrupted.

    `version` is written into the checkpoint; `tell` is given a line where a run is resumed, stopped or finished
    already. A finished run is returned as it is. SIGINT, SIGTERM and SIGHUP end the training after a step with its
    state saved, and then act as they would without this function. Raises ConfigError where the run folder holds another
    run, the base model cannot be loaded or a tracker is not installed, InputError where data is wrong.
    """
    chosen_trackers(config.report_to)  # a missing one is an error before the data is read
    config = goes_on_as(config, base_settings(config.base_model))
    pairs = read_run_pairs(config.data, seed=config.seed, wording=wording_of(config))
    soft_pairs = read_run_soft_pairs(config.data, pairs, seed=config.seed)
    _claim(config)
    if not PartialState().is_main_process:
        tell = _log.debug
    if (config.folder / METRICS_FILE).is_file():
        tell(f"{config.folder}: this run is finished; to train again, give run_folder=FOLDER")
        return _finished(config)
    run = _prepare(config, pairs, soft_pairs)
    trainer = _fit(run, tell)
    average_with(
        trainer.accelerator.unwrap_model(trainer.model),
        checkpoints=config.averaged_with,
        share=config.averaged_share,
    )
    dev = trainer.predict_dev()
    changed = None
    if trainer.is_world_process_zero():
        changed = _finish(run, trainer, dev, version=version, tell=tell)
    trainer.accelerator.wait_for_everyone()
    return RunResult(config.folder / CHECKPOINT_FOLDER, dev.scores, changed)


def _claim(config: TrainConfig) -> None:
    files = (*config.data.files, *config.cut.texts, *base_files(config.base_model))
    hashes = [(file_name(path), sha256_of(path)) for path in files]
    # Of several processes one claims the folder first and the others find the claim to be theirs.
    with PartialState(cpu=on_cpu(config)).local_main_process_first():
        claim_run_folder(config, hashes=hashes, processes=processes())


def _finished(config: TrainConfig) -> RunResult:
    metrics = json.loads((config.folder / METRICS_FILE).read_text(encoding="utf-8"))
    changed = metrics.get("before_after")
    return RunResult(
        open_checkpoint(config.folder / CHECKPOINT_FOLDER).folder,
        metrics["kept"],
        BeforeAfter.from_content(changed) if changed else None,
    )


def _prepare(config: TrainConfig, pairs: RunPairs, soft_pairs: list[SoftPair]) -> PreparedRun:
    base = base_settings(config.base_model)
    before = None
    if base is not None and PartialState().is_main_process:
        before = _predict(config.base_model, pairs)
    set_seed(config.seed)
    network, tokenizer = load_base_model(
        config.base_model,
        run_folder=config.folder,
        texts=[
            *(pair.text for pair in pairs.training),
            *(soft.text for soft in soft_pairs),
            *(text for path in config.cut.texts for text in read_statements(path)),
        ],
        seed=config.seed,
        max_tokens=config.max_tokens,
        cut=config.cut,
    )
    check_averaged(network, tokenizer, checkpoints=config.averaged_with)
    if config.frozen_layers is not None:
        freeze_first_layers(network.stance_model, config.frozen_layers)
    if config.dropout is not None:
        set_dropout(network, config.dropout)
    if on_cpu(config):
        keep_freed_memory()
        pool_dropout(network)
    return PreparedRun(
        config,
        network,
        tokenizer,
        pairs,
        soft_pairs,
        data=describe_data(config, pairs),
        training=describe_training(config, processes=processes()),
        base=base,
        before=before,
    )


def _predict(checkpoint: str | Path, pairs: RunPairs) -> list[Prediction]:
    with quiet_loading():
        return predict_labelled(StanceClassifier.from_pretrained(checkpoint), pairs.development)


def _fit(run: PreparedRun, tell: Tell) -> StanceTrainer:
    config, states = run.config, run.config.folder / STATES_FOLDER
    trainer = make_trainer(
        config,
        run.network,
        run.tokenizer,
        train_pairs=run.pairs.training,
        dev_pairs=run.pairs.development,
        soft_pairs=run.soft_pairs,
    )
    keeper = StateKeeper()
    trainer.add_callback(keeper)
    state = last_whole_state(states)
    if state is not None:
        tell("{}: resuming after step {} of {}".format(config.folder, *steps_done(state)))
    with tracker_folders(config), keeper.stopping_on_signals():
        trainer.train(resume_from_checkpoint=str(state) if state else None)
    if keeper.stopped_by is not None:
        if state := last_whole_state(states):
            saved = "{}: stopped after step {} of {}".format(config.folder, *steps_done(state))
            tell(f"{saved}, which is saved; the same command resumes the run")
        signal.raise_signal(keeper.stopped_by)
    return trainer


def _finish(
    run: PreparedRun, trainer: StanceTrainer, dev: DevLogits, *, version: str, tell: Tell
) -> BeforeAfter | None:
    config, training = run.config, {**run.training, "dev": dev.scores}
    calibration = fit_calibration(dev, too_close=config.calibration.too_close, base=run.base)
    if calibration.kept_from is not None:
        training[KEPT_FROM] = calibration.kept_from
        tell(
            f"{number_of(len(dev.labels), 'dev pair is', 'dev pairs are')} too few to calibrate on (at least "
            f"{FEWEST_PAIRS}); "
            + (
                "the probabilities are those of the network, and no pair is too close to call"
                if run.base is None
                else f"temperature and threshold kept from: {calibration.kept_from}"
            )
        )
    trained = trainer.accelerator.unwrap_model(trainer.model).cpu()
    add_bias(trained, calibration.bias)
    settings = settings_of(config, calibration=calibration, data=run.data, training=training, version=version)
    checkpoint = config.folder / CHECKPOINT_FOLDER
    with quiet_loading():
        agreement = export_checkpoint(
            trained, run.tokenizer, settings=settings, folder=checkpoint, gate=run.pairs.development
        )
    write_card(open_checkpoint(checkpoint))
    changed = _compare(run, checkpoint, fitted_to=config.keep == "best" or calibration.kept_from is None)
    metrics = {
        "kept": dev.scores,
        "evaluations": [entry for entry in trainer.state.log_history if "eval_macro_f1" in entry],
        "agreement": asdict(agreement),
        "calibration": {"pairs": len(dev.labels), "kept_from": calibration.kept_from},
        "before_after": changed.content() if changed else None,
        "machine": describe_machine(),
        "versions": package_versions(),
    }
    write_whole(config.folder / METRICS_FILE, json.dumps(metrics, indent=2, sort_keys=True) + "\n")
    return changed


def _compare(run: PreparedRun, checkpoint: Path, *, fitted_to: bool) -> BeforeAfter | None:
    if run.base is None or run.before is None:
        return None
    return compare_before_after(
        f"{run.base.name} {run.base.version}",
        run.pairs.development,
        before=run.before,
        after=_predict(checkpoint, run.pairs),
        fitted_to=fitted_to,
    )
