"""Shows mkdocstrings the package by import name: `detente.model` is in `model/`, not in `detente/model/`."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

_ROOMS = ("model", "batch", "measure", "train", "report", "scripts")
# Removed when the process ends.
_TREE = tempfile.TemporaryDirectory(prefix="detente-docs-")


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Copy the modules into a folder that follows their import names, and let mkdocstrings search it first."""
    root, tree = Path(config.config_file_path).parent, Path(_TREE.name, "detente")
    for room in filter(lambda room: (root / room).is_dir(), _ROOMS):
        shutil.copytree(root / room, tree / room, ignore=_all_but_modules, dirs_exist_ok=True)
    handlers: dict[str, Any] = config.plugins["mkdocstrings"].config["handlers"]
    handlers["python"]["paths"] = [_TREE.name]
    return config


def _all_but_modules(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not (name.endswith(".py") or Path(folder, name).is_dir())]
