"""Calls with files that say how to work: training configs, actor lists, checkpoints."""

import json
import shutil
from pathlib import Path
from random import Random
from typing import Final

from fuzzing import texts
from fuzzing.cases import Case
from fuzzing.files import mutated

# Lines of a config, none of them longer than a line, so that any few of them make a file.
_SOUND_LINES: Final = ("name: x", "base_model: random", "data: {train: [a.jsonl], dev: [b.jsonl]}")
_ODD_LINES: Final = (
    "data: [1]", "data:", "seed: 1e3", "seed: 0x1F", "seed: true", "seed: 0b", "seed: 1:99:1", "seed: !!int ''",
    "seed: " + "9" * 5000, "epochs: .nan", "epochs: .inf", "epochs: !!float x", "epoch: 3", "max_tokens: 5",
    "wording: {opening: '['}", "wording: {target: '{}'}", "optimiser: {learning_rate: 5e-5}", "optimiser: {lr: 1}",
    "batch_size: 99999999999999999999999", "objective: null", "report_to: [none, wandb]", "report_to: {a: 1}",
    "base_model: 5", "base_model: !!python/name:os.system", 'run_folder: "\\0"', "name: 2011-08-03", "d: 2011-99-99",
    "- x", "? [a]", "? {a: b}\n: c", "[a]: b", "1: 2", "null: 3", "a: &a [*a]", "<<: 5", "<<: {a: 1}", "é: 日本",
    "x: !!binary '@'", "x: !!timestamp x", "x: !!omap [1]", "x: !!set [1]", "\t", "%YAML 9.9", "---", "...",
    "{" * 900, "[" * 5000,
)  # fmt: skip
_OVERRIDES: Final = (
    "epochs=2", "epochs=nan", "epochs", "=", ".=1", "a.b.c=1", "a..b=2", "name.x=1", "name=1_0", "é=1", "seed=inf",
    "seed=[*a]", "seed=" + "[" * 3000, "seed=2011-99-99", "seed=1:99", "x=!!int ''", "optimiser=", "data.train=[",
    "optimiser.learning_rate=1e-4", "data.train.0=x", "data.limit=0", "wording.target={name}", "report_to=none",
)  # fmt: skip


def draw_config(draw: Random, folder: Path, _checkpoint: Path) -> Case:
    """A training config, read as `detente train` reads it; nothing is trained."""
    sound = _SOUND_LINES if draw.random() < 0.6 else ()
    lines = [*sound, *draw.sample(_ODD_LINES, draw.randint(0, 3))]
    path = folder / "config.yaml"
    path.write_bytes(mutated("\n".join(lines).encode(), draw, share=0.4))
    overrides = draw.sample(_OVERRIDES, draw.choice((0, 0, 1, 2)))
    return Case("config", ["train", str(path), *overrides], folder, how="config", sources=None)


def draw_actor_call(draw: Random, folder: Path, _checkpoint: Path) -> Case:
    """`detente actors` with an actor file that may break the rules."""
    path = folder / "own.toml"
    path.write_bytes(mutated(draw_actors(draw).encode("utf-8", "replace"), draw, share=0.3))
    statement = [texts.statement(draw).replace("\0", "")] if draw.random() < 0.7 else []
    return Case("actors", ["actors", "--actors", str(path), "--", *statement], folder, sources=None)


def draw_checkpoint(draw: Random, folder: Path, checkpoint: Path) -> Case:
    """A checkpoint folder in which one file is damaged, asked about itself or for a prediction."""
    broken = folder / "checkpoint"
    shutil.copytree(checkpoint, broken)
    settings = json.loads((broken / "detente.json").read_text(encoding="utf-8"))
    settings[draw.choice(sorted(settings))] = texts.value(draw)
    name = draw.choice(
        ("detente.json", "detente.json", "config.json", "tokenizer.json", "tokenizer_config.json")
    )
    path = broken / name
    if name == "detente.json" and draw.random() < 0.7:
        path.write_text(json.dumps(settings), encoding="utf-8")
    else:
        path.write_bytes(mutated(path.read_bytes(), draw, share=0.8))
    if draw.random() < 0.2:
        draw.choice(sorted(file for file in broken.rglob("*") if file.is_file())).unlink()
    argv = draw.choice((["info"], ["predict", "--threads=1", "--text", "Beijing thanked Seoul.", "-c"]))
    return Case("checkpoint", [*argv, str(broken)], folder, sources=None)


def draw_actors(draw: Random) -> str:
    """An actor file, mostly one that breaks the rules for them."""
    name = texts.statement(draw).replace("\\", "").replace('"', "")
    code = draw.choice(("ACME", "CN", "x", "", '"é"', '"[b]"', "A" * 100, "US.x"))
    other = draw.choice(("Acme", "", "x", "\\\\", "(", "\\u0000"))
    lines = [
        f'name = "{name}"', f'names = ["{name}", "{other}"]', "default = true", "default = 5", "names = 5",
        "name = []", 'not = ["x"]', 'capital = ["Acme"]', "names = [[1]]", "names = [", "= 1", "name = nan",
        "names = []", 'name = "\\ud800"',
    ]  # fmt: skip
    return f"[{code}]\n" + "\n".join(draw.sample(lines, draw.choice((1, 2, 2, 3)))) + "\n"
