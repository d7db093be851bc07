"""Where the tests of this folder find the package beside them, and the bench on which they run cases."""

import functools
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

sys.path.insert(0, str(Path(__file__).parent))

from fuzzing.running import CHECKPOINT, Bench

from detente.model import StanceClassifier


@pytest.fixture(scope="session")
def bench(tiny_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Runs cases. The parser and the classifier of the intact checkpoint are made once: they take most of the time."""
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
        yield Bench(tiny_checkpoint, tmp_path_factory.mktemp("fuzz"))
