"""Where a checkpoint comes from: data files by name and hash, settings, versions, and the machine."""

import hashlib
import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import torch

from detente.model.checkpoint.folder import open_checkpoint
from detente.model.checkpoint.settings import SETTINGS_FILE, CheckpointSettings
from detente.model.checkpoint.shipped import shipped_folder
from detente.model.labels import TARGETS
from detente.model.text.actor_finder import ActorFinder
from detente.train.config import TrainConfig
from detente.train.evaluate.calibration import Calibration
from detente.train.fine_tuning import wording_of
from detente.train.labels.pairs import LabelledPair
from detente.train.labels.soft_labels import SoftPair
from detente.train.lineage import told_once
from detente.train.run_pairs import RunPairs, read_soft_file

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
    """Each data file of a run by split: name, hash, pairs and statements used, and how these were chosen."""
    shares, limit = config.data.shares, config.data.limit
    described = {
        "train": [
            _describe_file(path, taken, share=shares.get(path), limit=limit) for path, taken in pairs.train
        ],
        "dev": [
            _describe_file(path, taken, held_out=config.data.held_out, limit=limit)
            for path, taken in pairs.dev
        ],
    }
    if config.data.soft:
        described["soft"] = [
            _describe_file(
                path,
                read_soft_file(path, config.data, seed=config.seed),
                share=shares.get(path),
                limit=limit,
            )
            for path in config.data.soft
        ]
    return described


def base_files(base_model: str) -> list[Path]:
    """The files of a base model that say which one it is, where it is a folder or shipped; none of a hub's."""
    folder = _base_folder(base_model)
    return [folder / name for name in BASE_FILES if (folder / name).is_file()]


def describe_training(config: TrainConfig, *, processes: int) -> dict[str, Any]:
    """The settings of a run, less its files, folders and trackers, and how many `processes` share it.

    Of a run that goes on from a détente checkpoint, `goes_on_from` holds the name, version, data and settings
    of that one; so does `averaged_with` of each checkpoint whose weights its own are averaged with, unless
    `same_as` says that it is the one that the run goes on from.
    """
    settings = config.model_dump(mode="json", exclude={"data", "run_folder", "report_to"})
    settings["processes"] = processes
    settings["cut"]["texts"] = [file_name(path) for path in config.cut.texts]
    if config.averaged_share is None:
        del settings["averaged_share"]
    if not config.averaged_with:
        del settings["averaged_with"]
    else:
        settings["averaged_with"] = [
            _described(open_checkpoint(path).settings) for path in config.averaged_with
        ]
    folder = _base_folder(config.base_model)
    if folder.is_absolute() or folder.is_dir():  # a relative one would look like a name of the hub
        settings["base_model"] = folder.name
    if base := base_settings(config.base_model):
        settings["base_model"] = f"{base.name} {base.version}"
        settings["goes_on_from"] = _described(base)
    return told_once(settings)


def _described(settings: CheckpointSettings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in ("name", "version", "data", "training")}


def base_settings(base_model: str) -> CheckpointSettings | None:
    """The settings of a détente checkpoint that a run starts from; None for any other base model."""
    folder = _base_folder(base_model)
    return CheckpointSettings.read(folder) if (folder / SETTINGS_FILE).is_file() else None


def _base_folder(base_model: str) -> Path:
    return shipped_folder(base_model) or Path(base_model)


def _describe_file(
    path: Path, pairs: Sequence[LabelledPair] | Sequence[SoftPair], **chosen_by: float | None
) -> dict[str, Any]:
    return {
        **{key: value for key, value in chosen_by.items() if value is not None},
        "file": file_name(path),
        "sha256": sha256_of(path),
        "pairs": len(pairs),
        "statements": len({pair.text for pair in pairs}),
    }


PACKAGES = (
    "detente",
    "torch",
    "transformers",
    "tokenizers",
    "datasets",
    "accelerate",
    "onnx",
    "onnxruntime",
    "numpy",
)


def package_versions() -> dict[str, str]:
    """Installed versions of the packages that decide a result."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def describe_machine() -> dict[str, object]:
    """Processor, cores, threads and accelerator of this machine."""
    return {
        "system": platform.system(),
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "threads": torch.get_num_threads(),
        "capability": torch.backends.cpu.get_cpu_capability(),
        "accelerator": torch.cuda.get_device_name(0) if torch.cuda.is_available() else None,
    }


def settings_of(
    config: TrainConfig,
    *,
    calibration: Calibration,
    data: DescribedData,
    training: Mapping[str, Any],
    version: str,
) -> CheckpointSettings:
    """All settings of the checkpoint of a run.

    `data` and `training` are what `describe_data` and `describe_training` returned as the run began, with what
    came of it. A run with targets of any name names none.
    """
    actors = ActorFinder.from_files().actors
    return CheckpointSettings(
        name=config.name,
        version=version,
        targets={} if config.data.any_target else {code: actors[code].name for code in TARGETS},
        max_tokens=config.max_tokens,
        languages=tuple(config.languages),
        wording=wording_of(config),
        temperature=calibration.temperature,
        source_temperature=calibration.source_temperature,
        too_close_below=calibration.too_close_below,
        data=data,
        training=dict(training),
        versions=package_versions(),
    )
