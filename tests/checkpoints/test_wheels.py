"""The wheels for a package index: built, and installed where nothing else of détente is."""

import os
import subprocess
import sys
import sysconfig
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import distributions
import pytest
import wheels
from distributions import FOLDERS, LIMIT, cut

from detente.model import StanceClassifier
from detente.model.checkpoint import open_checkpoint

STATEMENT = "Seoul condemned the launch by the North."
PROGRAM = f"""
from detente.model import StanceClassifier
from detente.model.checkpoint import open_checkpoint

for name in ("published-base", "published-small"):
    found = open_checkpoint(name)
    first = StanceClassifier.from_pretrained(name, backend="onnx").predict([{STATEMENT!r}])[0]
    print(found.folder, found.fingerprint, len(found.files()), first.target, first.stance, round(first.score, 3))
"""


def install(built: list[Path], folder: Path) -> Path:
    """Install wheels alone into a new environment that has the libraries of this one; returns its Python."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    where = sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)})
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    Path(where, "libraries.pth").write_text("\n".join(libraries) + "\n")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-index",
        "--no-deps",
        "--target",
        where,
        *built,
    ]
    subprocess.run(command, check=True)
    return python


def told(python: Path, folder: Path) -> list[list[str]]:
    """What each checkpoint of an installation says of itself and predicts."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [python, "-c", PROGRAM], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines()]


def expected(name: str) -> list[str]:
    found = open_checkpoint(FOLDERS[name])
    first = StanceClassifier.from_pretrained(FOLDERS[name], backend="onnx").predict([STATEMENT])[0]
    facts = (found.fingerprint, len(found.files()), first.target, first.stance, round(first.score or 0, 3))
    return [str(fact) for fact in facts]


def check(built: list[Path], folder: Path) -> None:
    files = [name for wheel in built for name in ZipFile(wheel).namelist() if ".dist-info/" not in name]
    assert len(set(files)) == len(files)
    for (where, *facts), name in zip(
        told(install(built, folder / "new"), folder), ("base", "small"), strict=True
    ):
        assert where.endswith(f"site-packages/detente_{name}/checkpoint")
        assert facts == expected(name)


@pytest.mark.slow
@pytest.mark.long
def test_a_checkpoint_in_two_wheels_predicts_as_one_beside_the_code(
    tmp_path, monkeypatch, tiny_checkpoint, sharded_checkpoint
):
    monkeypatch.setitem(FOLDERS, "base", sharded_checkpoint)
    monkeypatch.setitem(FOLDERS, "small", tiny_checkpoint)
    weights = sum(path.stat().st_size for path in sharded_checkpoint.glob("model-*.safetensors"))
    whole = sum(
        (sharded_checkpoint / path).stat().st_size for path in open_checkpoint(sharded_checkpoint).files()
    )
    monkeypatch.setattr(distributions, "cut", partial(cut, limit=whole - weights // 2))
    built = [wheel for name in ("code", "base", "small") for wheel in wheels.build(name, tmp_path)]
    assert [wheel.name.partition("-")[0] for wheel in built] == [
        "detente",
        "detente_base",
        "detente_base_weights",
        "detente_small",
        "detente_small_weights",
    ]
    assert sorted(tmp_path.iterdir()) == sorted(built)
    check(built, tmp_path)


@pytest.mark.slow
@pytest.mark.long
def test_the_wheels_of_the_published_checkpoints_fit_an_index_and_predict(tmp_path):
    names = ["code", *(name for name in FOLDERS if (FOLDERS[name] / "detente.json").is_file())]
    built = [wheel for name in names for wheel in wheels.build(name, tmp_path)]
    assert max(wheel.stat().st_size for wheel in built) < LIMIT
    check(built, tmp_path)


def test_a_wheel_that_is_too_large_is_told_and_not_kept(tmp_path, monkeypatch, tiny_checkpoint):
    monkeypatch.setitem(FOLDERS, "small", tiny_checkpoint)
    monkeypatch.setattr(wheels, "LIMIT", 10_000)
    monkeypatch.setattr(wheels.subprocess, "run", wrote_wheel)
    with pytest.raises(ValueError, match=r"tiny\.whl: has 0\.0 MB, and an index takes less than 0"):
        list(wheels.build("small", tmp_path))
    assert not list(tmp_path.iterdir())


def wrote_wheel(command, **_):
    Path(command[-2], "tiny.whl").write_bytes(bytes(20_000))
    return subprocess.CompletedProcess(command, 0, "", "")


def test_a_name_that_is_none_is_refused(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(sys, "argv", ["wheels.py", "large", "-o", str(tmp_path / "dist")])
    with pytest.raises(SystemExit):
        wheels.main()
    assert "large: no such distribution; there are code, base, small, multi" in capsys.readouterr().err
    assert not (tmp_path / "dist").exists()
