"""Where a checkpoint comes from, in words that hold on any machine: data files by name and hash, settings."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from detente.model.checkpoint.settings import SETTINGS_FILE, CheckpointSettings
from detente.model.checkpoint.shipped import shipped_folder
from detente.train.config import TrainConfig
from detente.train.labels.pairs import LabelledPair
from detente.train.labels.run_pairs import RunPairs
from detente.train.labels.soft_labels import SoftPair, read_soft_labels

BASE_FILES: Final = (SETTINGS_FILE, "config.json", "model.safetensors")
DescribedData = dict[str, list[dict[str, Any]]]
"""Of each split, its files: name, hash, pairs and statements used."""


def file_name(path: Path) -> str:
    """Name a file: with its folders below the working folder, alone elsewhere, since paths differ by machine."""
    here = Path.cwd()
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - links are kept as they are named
    return absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else path.name


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def describe_data(config: TrainConfig, pairs: RunPairs) -> DescribedData:
    """Each data file of a run by split: name, hash, pairs and statements used."""
    limit = config.data.limit
    described = {
        "train": [_describe_file(path, taken) for path, taken in pairs.train],
        "dev": [_describe_file(path, taken) for path, taken in pairs.dev],
    }
    if config.data.soft:
        described["soft"] = [
            _describe_file(path, read_soft_labels(path)[:limit]) for path in config.data.soft
        ]
    return described


def base_files(base_model: str) -> list[Path]:
    """The files of a base model that say which one it is, where it is a folder or shipped; none of a hub's."""
    folder = _base_folder(base_model)
    return [folder / name for name in BASE_FILES if (folder / name).is_file()]


def describe_training(config: TrainConfig, *, processes: int) -> dict[str, Any]:
    """The settings of a run, less its files, folders and trackers, and how many `processes` share it.

    Of a run that goes on from a détente checkpoint, `goes_on_from` holds the name, version, data and settings
    of that one.
    """
    settings = config.model_dump(mode="json", exclude={"data", "run_folder", "report_to"})
    settings["processes"] = processes
    folder = _base_folder(config.base_model)
    if folder.is_absolute():
        settings["base_model"] = folder.name
    if (folder / SETTINGS_FILE).is_file():
        base = CheckpointSettings.read(folder)
        settings["base_model"] = f"{base.name} {base.version}"
        settings["goes_on_from"] = {
            name: getattr(base, name) for name in ("name", "version", "data", "training")
        }
    return settings


def _base_folder(base_model: str) -> Path:
    return shipped_folder(base_model) or Path(base_model)


def _describe_file(path: Path, pairs: Sequence[LabelledPair] | Sequence[SoftPair]) -> dict[str, Any]:
    return {
        "file": file_name(path),
        "sha256": sha256_of(path),
        "pairs": len(pairs),
        "statements": len({pair.text for pair in pairs}),
    }
