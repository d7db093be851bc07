"""Where the tests of this folder find the package beside them, and what makes a case cheap."""

import functools
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

sys.path.insert(0, str(Path(__file__).parent))

from fuzzing.running import CHECKPOINT

from detente.model import StanceClassifier


@pytest.fixture(scope="module")
def checkpoint(tiny_checkpoint: Path) -> Iterator[Path]:
    """The tiny checkpoint, loaded once, as is the parser of the command line: they would take most of the time."""
    load = StanceClassifier.from_pretrained
    kept: dict[str, StanceClassifier] = {}

    def from_pretrained(location: str | Path | None = None, **options: Any) -> StanceClassifier:
        if location != CHECKPOINT or options.get("actors"):
            return load(location, **options)
        key = repr(options)
        if key not in kept:
            kept[key] = load(location, **options)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StanceClassifier, "from_pretrained", staticmethod(from_pretrained))
        patch.setattr(typer.main, "get_command", functools.cache(typer.main.get_command))
        patch.setenv("HF_HUB_OFFLINE", "1")
        yield tiny_checkpoint
