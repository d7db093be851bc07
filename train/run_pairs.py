"""The labelled pairs of a run, file by file: those it learns from, and those that choose its best state."""

from dataclasses import dataclass
from pathlib import Path

from detente.model.labels import TARGETS
from detente.train.config import DataConfig
from detente.train.newsmtsc import read_newsmtsc
from detente.train.pairs import LabelledPair, fold, read_pairs
from detente.train.splitting import split_pairs

FilePairs = list[tuple[Path, list[LabelledPair]]]


@dataclass(frozen=True, slots=True)
class RunPairs:
    """The files of a run with the pairs taken from each; with `held_out`, `dev` has the files of `train` again."""

    train: FilePairs
    dev: FilePairs

    @property
    def training(self) -> list[LabelledPair]:
        """All pairs to learn from."""
        return [pair for _, pairs in self.train for pair in pairs]

    @property
    def development(self) -> list[LabelledPair]:
        """All pairs of dev."""
        return [pair for _, pairs in self.dev for pair in pairs]


def read_run_pairs(data: DataConfig, *, seed: int) -> RunPairs:
    """Read the labelled files of a run; `seed` draws the statements that are held out.

    Raises InputError where a file cannot be read, has faults, or nothing is left to learn from.
    """
    train = [(path, _read(path, data)) for path in data.train]
    if data.held_out is None:
        return RunPairs(train, [(path, _read(path, data)) for path in data.dev])
    everything = [pair for _, pairs in train for pair in pairs]
    split = split_pairs(everything, dev=data.held_out, test=0, seed=seed)
    held = {fold(pair.text) for pair in split["dev"]}
    return RunPairs(
        [(path, [pair for pair in pairs if fold(pair.text) not in held]) for path, pairs in train],
        [(path, [pair for pair in pairs if fold(pair.text) in held]) for path, pairs in train],
    )


def _read(path: Path, data: DataConfig) -> list[LabelledPair]:
    if data.format == "newsmtsc":
        return read_newsmtsc(path)[: data.limit]
    return read_pairs(path, allowed_targets=TARGETS if data.targets == "four" else None)[: data.limit]
