"""What several rooms' tests share: a tiny checkpoint with random weights, made once a session."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from detente.model.encoders.encoder import Encoder

settings.register_profile(
    "detente", deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("detente")

ROOT = Path(__file__).parent.parent

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def tiny_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole checkpoint folder of a two-layer network with random weights; processes of one run share it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # that of a worker lies in that of the run
    with FileLock(folder / "tiny.lock"):
        if not (folder / "tiny" / "checkpoint").exists():
            from detente.train.export.random_checkpoint import make_random_checkpoint

            (folder / "tiny").mkdir(exist_ok=True)
            make_random_checkpoint(folder / "tiny")
    return folder / "tiny" / "checkpoint"


@pytest.fixture
def tiny_encoder(tiny_checkpoint: Path) -> "Encoder":
    """The graph of the tiny checkpoint, of which a test can watch what a classifier asks of it."""
    from detente.model.checkpoint.folder import open_checkpoint
    from detente.model.encoders.backends import choose, load_encoder

    checkpoint = open_checkpoint(tiny_checkpoint)
    return load_encoder(checkpoint, choose(checkpoint, "onnx"), threads=1)


@pytest.fixture(scope="session")
def multi_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny checkpoint with other weights, which says that it knows Korean and Chinese too."""
    from detente.train.export.random_checkpoint import make_random_checkpoint

    folder = make_random_checkpoint(tmp_path_factory.mktemp("multi"), seed=7)
    settings = json.loads((folder / "detente.json").read_text())
    told = {"name": "multi", "version": "0.3.0", "languages": ["en", "ko", "zh"]}
    (folder / "detente.json").write_text(json.dumps(settings | told))
    return folder


@pytest.fixture
def with_multi(tiny_checkpoint: Path, multi_checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with two tiny checkpoints for `published-base` and `published-multi`; gives the second."""
    from detente.model.checkpoint import shipped

    base = shipped.ShippedCheckpoint("published-base", tiny_checkpoint, "more accurate")
    multi = shipped.ShippedCheckpoint(
        "published-multi", multi_checkpoint, "reads more", extra="multi", languages=("en", "ko", "zh")
    )
    monkeypatch.setattr(shipped, "SHIPPED", (base, multi))
    return multi_checkpoint


@pytest.fixture
def without_multi(tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation with a tiny checkpoint for `published-base`, to which `published-multi` can be added."""
    from detente.model.checkpoint import shipped

    base = shipped.ShippedCheckpoint("published-base", tiny_checkpoint, "more accurate")
    multi = shipped.ShippedCheckpoint(
        "published-multi", None, "reads more", extra="multi", languages=("en", "ko", "zh")
    )
    monkeypatch.setattr(shipped, "SHIPPED", (base, multi))


@pytest.fixture(scope="session")
def sharded_checkpoint(tiny_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny checkpoint with its weights in several shards."""
    from transformers import AutoTokenizer

    from detente.model.checkpoint.folder import open_checkpoint
    from detente.model.encoders.torch_encoder import load_network
    from detente.train.export import checkpoint as export

    folder = tmp_path_factory.mktemp("sharded") / "checkpoint"
    settings = open_checkpoint(tiny_checkpoint).settings
    network = load_network(tiny_checkpoint, sources=len(settings.sources))
    tokenizer = AutoTokenizer.from_pretrained(tiny_checkpoint)
    shutil.copytree(tiny_checkpoint / "onnx", folder / "onnx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(export, "SHARD_SIZE", "40KB")
        export.write_weights(network, tokenizer, settings=settings, folder=folder)
    return folder


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """Debian's Chromium, or the one Playwright installs; one a session."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        yield browser
        browser.close()
