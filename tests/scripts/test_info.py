"""`detente info`: which checkpoints there are, which to take when, and what they are run with here and why."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from detente.model.checkpoint import open_checkpoint, shipped
from detente.model.checkpoint.known_scores import KnownSpeed
from detente.model.checkpoint.shipped import SHIPPED
from detente.model.checkpoint.weights import count_parameters
from detente.model.encoders import backends
from detente.model.errors import CheckpointError
from detente.scripts.commands import info

INTERVAL = {"value": 0.5, "low": 0.4, "high": 0.6}
SCORES = [{"data": "mine.jsonl", "pairs": 1234, "macro_f1": INTERVAL, "accuracy": INTERVAL, "labels": {}}]


@pytest.fixture
def run():
    app = typer.Typer()
    app.command()(info.info_cli)

    def invoke(*words: str) -> str:
        result = CliRunner().invoke(app, list(words))
        if result.exception is not None:
            raise result.exception
        return result.stdout

    return invoke


@pytest.fixture(autouse=True)
def plain_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("has_gpu", "cpu_multiplies_bf16"):
        monkeypatch.setattr(backends, name, lambda: False)
        monkeypatch.setattr(info, name, lambda: False)


@pytest.fixture
def both(tmp_path: Path, tiny_checkpoint: Path, sharded_checkpoint: Path, monkeypatch) -> list[Path]:
    """Base and small are there; multi is not."""
    folders = [
        shutil.copytree(sharded_checkpoint, tmp_path / "base"),
        shutil.copytree(tiny_checkpoint, tmp_path / "small"),
    ]
    there = zip(SHIPPED[:2], folders, strict=True)
    base_and_small = [replace(known, inside=folder, package=None) for known, folder in there]
    multi = replace(SHIPPED[2], inside=tmp_path / "multi", package=None)
    monkeypatch.setattr(shipped, "SHIPPED", (*base_and_small, multi))
    return folders


def test_what_is_shipped_is_told_with_what_speaks_for_each(run, both):
    base, small = both
    (base / "scores.json").write_text(json.dumps(SCORES))
    (small / "speed.json").write_text(KnownSpeed(1500.4, "Abacus 9, 2 cores", "x").to_json())
    printed = run()
    of_base, of_small = printed.split("published-base: ")[1].split("published-small: ")
    assert of_base.startswith("more accurate")
    assert of_small.startswith("faster and smaller")
    assert "macro-F1 0.500 (0.400-0.600), accuracy 0.500, 1,234 pairs" in of_base
    assert "1,500 pairs a second, on Abacus 9, 2 cores" in of_small
    assert "pairs a second" not in of_base
    assert "The default, published, is published-base." in printed


def test_with_one_shipped_nothing_is_compared(run, both):
    shutil.rmtree(both[0])
    printed = run()
    assert "published-base" not in printed
    assert "faster" not in printed
    assert "The default, published, is published-small." in printed


def test_one_that_can_be_added_is_listed_with_its_languages_and_the_command(run, both, tiny_checkpoint):
    printed = run()
    of_multi = printed.split("published-multi: ")[1]
    assert of_multi.startswith("reads Korean and Chinese too\n")
    assert "English, Korean and Chinese\nnot installed  `pip install ./checkpoints/multi`" in of_multi
    assert printed.count("not installed  `pip") == 1
    shutil.copytree(tiny_checkpoint, both[1].parent / "multi")
    of_multi = run().split("published-multi: ")[1]
    assert "pip install ./checkpoints" not in of_multi
    assert "M parameters" in of_multi


def test_one_checkpoint_is_told_in_full(run, tiny_checkpoint):
    printed = run(str(tiny_checkpoint))
    facts = dict(line.split("  ", 1) for line in printed.splitlines() if "  " in line)
    told = {name: value.strip() for name, value in facts.items()}
    assert told["checkpoint"] == "tiny-0"
    assert told["temperature"] == "1.5"
    assert told["too close below"] == "0.34"
    assert "KP North Korea" in told["targets"]
    size = sum((tiny_checkpoint / path).stat().st_size for path in open_checkpoint(tiny_checkpoint).files())
    assert told["size"].endswith(f", {size / 1e6:.0f} MB")
    assert "published" not in printed


def test_of_two_checkpoints_in_turn_it_is_told_which_predicts_when(tiny_checkpoint, sharded_checkpoint):
    first = open_checkpoint(sharded_checkpoint)
    in_turn = replace(open_checkpoint(tiny_checkpoint), asked_first=first, sure_from=0.86)
    told = dict(info.figures(in_turn))
    assert told["predicted by"] == f"{first.name} where its own probability is at least 0.86, else tiny-0"


def test_parameters_are_those_of_the_network_in_one_file_or_in_shards(
    tiny_checkpoint, sharded_checkpoint, tmp_path
):
    from detente.model.encoders.torch_encoder import load_network

    network = load_network(tiny_checkpoint, sources=9).stance_model
    expected = sum(weight.numel() for weight in network.parameters())
    assert count_parameters(tiny_checkpoint) == count_parameters(sharded_checkpoint) == expected
    assert count_parameters(tmp_path) == 0


def test_what_it_is_run_with_is_told_with_the_reason(run, tiny_checkpoint, tmp_path, monkeypatch):
    assert "tiny-0 runs here with onnx, in int8, on cpu: on a CPU the int8 graph" in run(str(tiny_checkpoint))
    forced = run(str(tiny_checkpoint), "--backend", "torch")
    assert "runs here with torch, in fp32, on cpu: the torch backend was asked for; this CPU" in forced
    graphless = shutil.copytree(
        tiny_checkpoint, tmp_path / "graphless", ignore=shutil.ignore_patterns("onnx")
    )
    monkeypatch.setattr(backends, "cpu_multiplies_bf16", lambda: True)
    assert "with torch, in bf16, on cpu: the checkpoint has no int8 graph; this CPU" in run(str(graphless))


def test_what_cannot_be_done_here_is_told_after_the_facts(tiny_checkpoint):
    app = typer.Typer()
    app.command()(info.info_cli)
    result = CliRunner().invoke(app, [str(tiny_checkpoint), "--backend", "onnx", "--device", "cuda"])
    assert "tiny-0" in result.stdout
    assert isinstance(result.exception, CheckpointError)
    assert "the onnx backend runs on the CPU" in str(result.exception)


def test_a_missing_package_names_the_extra_that_brings_it(run, monkeypatch):
    monkeypatch.setattr(info, "PACKAGES", ("onnxruntime", "no_such_package"))
    assert "no_such_package           not installed; pip install '.[train]' brings it" in run()


def test_torch_is_not_imported_where_nothing_tells_of_a_gpu():
    program = (
        "import sys\n"
        "from detente.model.encoders import machine\n"
        "machine._GPU_FILES = ()\n"
        "machine.shutil.which = lambda name: None\n"
        "from detente.scripts.commands.info import info_cli\n"
        "info_cli(None, 'auto', None)\n"
        "print(sorted({'torch', 'transformers', 'huggingface_hub'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
