"""The pairs of a run: those it learns from, by labels or by a teacher, and those that choose its best state."""

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from detente.model.errors import InputError, number_of
from detente.model.labels import STANCES, TARGETS
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statement_id import statement_id
from detente.model.wording import Wording
from detente.train.config import DataConfig
from detente.train.documents.labelled_documents import are_documents, read_documents
from detente.train.labels.newsmtsc import read_newsmtsc
from detente.train.labels.pairs import LabelledPair, fold, read_pairs
from detente.train.labels.soft_labels import SoftPair, read_soft_labels
from detente.train.labels.splitting import split_pairs
from detente.train.scorers.context_pairs import context_pairs

_log = logging.getLogger(__name__)

_Pair = TypeVar("_Pair", LabelledPair, SoftPair)
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


def read_run_pairs(data: DataConfig, *, seed: int, wording: Wording | None = None) -> RunPairs:
    """Read the labelled files of a run; `seed` draws the statements that are held out.

    A file of labelled documents gives its pairs in context, worded by `wording`. Raises InputError
    where a file cannot be read, has errors, or nothing is left to learn from, and where documents are to be dev.
    Warns where statements of `dev` are learnt from too, and where no label of train has a stance.
    """
    train = [
        (path, _drawn(_read(path, data, wording or Wording()), data.shares.get(path, 1.0), seed))
        for path in data.train
    ]
    if data.held_out is None:
        run = RunPairs(train, [(path, _read_dev(path, data)) for path in data.dev])
        _warn_of_learnt_dev(run)
        _warn_of_missing_stances(run, data)
        return run
    for path in data.train:
        _refuse_documents(path, data)
    everything = [pair for _, pairs in train for pair in pairs]
    split = split_pairs(everything, dev=data.held_out, test=0, seed=seed)
    held = {fold(pair.text) for pair in split["dev"]}
    run = RunPairs(
        [(path, [pair for pair in pairs if fold(pair.text) not in held]) for path, pairs in train],
        [(path, [pair for pair in pairs if fold(pair.text) in held]) for path, pairs in train],
    )
    _warn_of_missing_stances(run, data)
    return run


def _warn_of_learnt_dev(run: RunPairs) -> None:
    held = {fold(pair.text) for pair in run.development}
    learnt = held & {fold(pair.text) for pair in run.training}
    if learnt:
        _log.warning(
            "%d of %d dev statements are in train too, so the scores on dev are too high and the calibration is too "
            "sure; `detente data check` names them",
            len(learnt),
            len(held),
        )


def _warn_of_missing_stances(run: RunPairs, data: DataConfig) -> None:
    missing = set(STANCES) - {pair.label for pair in run.training}
    if missing and not data.soft:
        _log.warning("no pair of train is labelled %s, which cannot be learnt", " or ".join(sorted(missing)))


def read_run_soft_pairs(data: DataConfig, pairs: RunPairs, *, seed: int = 0) -> list[SoftPair]:
    """Read the soft labels of a run, less those of dev statements, which would then choose what they have taught.

    `seed` draws the statements of a file of which only a share is wanted. Raises InputError where a file cannot be
    read, or has a soft label without text that no pair of `pairs` is for.
    """
    held = {statement_id(pair.text) for pair in pairs.development}
    labelled = {(statement_id(pair.text), pair.target) for pair in pairs.training}
    kept: list[SoftPair] = []
    for path in data.soft:
        read = read_soft_file(path, data, seed=seed)
        taught = [soft for soft in read if soft.statement not in held]
        if len(taught) < len(read):
            _log.warning("%s: %d soft labels of dev statements are left out", path, len(read) - len(taught))
        missing = sum(not soft.text and (soft.statement, soft.target) not in labelled for soft in taught)
        if missing:
            raise InputError(
                f"{path}: {number_of(missing, 'soft label has', 'soft labels have')} no text; join them to their "
                "statements first: "
                f"detente data hydrate {path} TEXTS... -o FILE"
            )
        kept += taught
    return kept


def read_soft_file(path: Path, data: DataConfig, *, seed: int) -> list[SoftPair]:
    """Read one file of soft labels, or the share of it that the run takes; raises InputError as `read_soft_labels`."""
    return _drawn(read_soft_labels(path)[: data.limit], data.shares.get(path, 1.0), seed)


def _drawn(pairs: list[_Pair], share: float, seed: int) -> list[_Pair]:
    """The pairs of the statements that are drawn: the same ones of every file, so that labels find soft labels."""
    if share == 1:
        return pairs
    return [pair for pair in pairs if _lot(pair, seed) < share]


def _lot(pair: LabelledPair | SoftPair, seed: int) -> float:
    statement = pair.statement if isinstance(pair, SoftPair) else statement_id(pair.text)
    drawn = hashlib.sha256(f"{seed} {statement}".encode()).digest()
    return int.from_bytes(drawn[:4], "big") / 2**32


def _read(path: Path, data: DataConfig, wording: Wording) -> list[LabelledPair]:
    if data.format == "pairs" and are_documents(path):
        documents = read_documents(path)[: data.limit]
        return list(context_pairs(documents, ActorFinder.from_files(), wording=wording))
    return _read_pairs(path, data)


def _read_dev(path: Path, data: DataConfig) -> list[LabelledPair]:
    _refuse_documents(path, data)
    return _read_pairs(path, data)


def _refuse_documents(path: Path, data: DataConfig) -> None:
    if data.format == "pairs" and are_documents(path):
        raise InputError(
            f"{path}: holds documents, which are only learnt from; dev is labelled pairs, and `detente evaluate` "
            "scores documents"
        )


def _read_pairs(path: Path, data: DataConfig) -> list[LabelledPair]:
    if data.format == "newsmtsc":
        return read_newsmtsc(path)[: data.limit]
    return read_pairs(path, allowed_targets=TARGETS if data.targets == "four" else None)[: data.limit]
