"""One epoch of training over a few batches, in one setting, timed.

    python training_process.py OUTPUT BASE_MODEL SETTING PAIRS BATCH

SETTING is JSON: `precision` and `group_by_length` as in a config, `pool_dropout` and `keep_memory` true or false.
Trains on PAIRS of the project's own pairs, after two batches to warm up, and writes the seconds and the pairs a
second to OUTPUT. Every setting has the same pairs, network, loss and optimiser.
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transformers import PreTrainedTokenizerBase, TrainerCallback
from transformers.trainer_utils import IntervalStrategy, SaveStrategy

from detente.model.encoders.torch_encoder import StanceNetwork
from detente.train.base.base_model import load_base_model
from detente.train.config import DataConfig, TrainConfig
from detente.train.cpu_speed import keep_freed_memory, pool_dropout
from detente.train.fine_tuning import make_trainer
from detente.train.labels.pairs import LabelledPair, read_pairs

DATA = Path(__file__).parents[2] / "data"
WARM_UP_BATCHES = 2


class _Clock(TrainerCallback):
    # Times the epoch alone, without what the trainer does before and after.
    seconds: float = 0.0
    _started: float = 0.0

    def on_epoch_begin(self, *_: object, **__: object) -> None:
        self._started = time.perf_counter()

    def on_epoch_end(self, *_: object, **__: object) -> None:
        self.seconds = time.perf_counter() - self._started


def main(output: Path, base_model: str, setting: dict[str, Any], pairs: int, batch: int) -> None:
    """Train, and write what it took."""
    drawn = random.Random(13).sample(read_pairs(DATA / "train.jsonl"), pairs)
    with tempfile.TemporaryDirectory() as folder:
        config = _config(base_model, setting, batch, Path(folder))
        network, tokenizer = load_base_model(
            base_model,
            run_folder=Path(folder),
            texts=(pair.text for pair in drawn),
            seed=config.seed,
            max_tokens=config.max_tokens,
        )
        if setting["keep_memory"]:
            keep_freed_memory()
        if setting["pool_dropout"]:
            pool_dropout(network)
        train(config, network, tokenizer, drawn[: WARM_UP_BATCHES * batch])
        seconds = train(config, network, tokenizer, drawn)
    output.write_text(json.dumps({"seconds": seconds, "pairs_a_second": pairs / seconds}), encoding="utf-8")


def train(
    config: TrainConfig,
    network: StanceNetwork,
    tokenizer: PreTrainedTokenizerBase,
    pairs: Sequence[LabelledPair],
) -> float:
    """Train one epoch on `pairs` without scoring or saving anything; returns its seconds."""
    trainer = make_trainer(config, network, tokenizer, train_pairs=list(pairs), dev_pairs=list(pairs[:1]))
    trainer.args.eval_strategy = IntervalStrategy.NO
    trainer.args.save_strategy = SaveStrategy.NO
    trainer.args.load_best_model_at_end = False
    clock = _Clock()
    trainer.add_callback(clock)
    trainer.train()
    return clock.seconds


def _config(base_model: str, setting: dict[str, Any], batch: int, folder: Path) -> TrainConfig:
    return TrainConfig(
        name="speed",
        base_model=base_model,
        data=DataConfig(train=[DATA / "train.jsonl"], dev=[DATA / "dev.jsonl"]),
        run_folder=folder,
        epochs=1,
        batch_size=batch,
        precision=setting["precision"],
        group_by_length=setting["group_by_length"],
        device="cpu",
        report_to=["none"],
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
