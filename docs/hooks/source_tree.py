"""Shows mkdocstrings the package as it is imported: `detente.model` lies in `model/`, and not in `detente/model/`."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

_ROOMS = ("model", "batch", "train", "report", "scripts")
# Goes away with the process.
_TREE = tempfile.TemporaryDirectory(prefix="detente-docs-")


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Copy the modules to where their import names say they are, and have mkdocstrings look there first."""
    root, tree = Path(config.config_file_path).parent, Path(_TREE.name, "detente")
    for room in _ROOMS:
        shutil.copytree(root / room, tree / room, ignore=_all_but_modules, dirs_exist_ok=True)
    handlers: dict[str, Any] = config.plugins["mkdocstrings"].config["handlers"]
    handlers["python"]["paths"] = [_TREE.name]
    return config


def _all_but_modules(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not (name.endswith(".py") or Path(folder, name).is_dir())]
