"""onnxruntime sends nothing and keeps nothing in the home folder, and only one module imports it."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOMS = ("model", "batch", "train", "measure", "report", "scripts", "benchmarks", "tests")
DOOR = Path("model/encoders/onnx_library.py")

PREDICT = """
import sys
from detente.model import StanceClassifier

(prediction,) = StanceClassifier.from_pretrained(sys.argv[1], backend="onnx").predict("Beijing waited.")
assert prediction.error is None
"""
EXPORT = "import detente.train.export.onnx_graph"


def environment(home: Path) -> dict[str, str]:
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ORT_"))}
    return kept | {"HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}


def imports_onnxruntime(path: Path) -> bool:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module)
    return any(name.partition(".")[0] == "onnxruntime" for name in names)


def test_one_module_imports_onnxruntime(root: Path) -> None:
    files = [path for room in ROOMS for path in (root / room).rglob("*.py")]
    assert [path.relative_to(root) for path in files if imports_onnxruntime(path)] == [DOOR]


@pytest.mark.parametrize(
    "code", [PREDICT, pytest.param(EXPORT, marks=pytest.mark.slow)], ids=["predict", "export"]
)
def test_the_home_folder_stays_empty(tiny_checkpoint: Path, tmp_path: Path, code: str) -> None:
    home = tmp_path / "home"
    command = [sys.executable, "-c", code, str(tiny_checkpoint)]
    subprocess.run(command, check=True, env=environment(home), timeout=300)
    assert not [path for path in home.rglob("*") if "Microsoft" in str(path) or "onnxruntime" in str(path)]
    if code == PREDICT:
        assert list(home.iterdir()) == []


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_no_telemetry_file_is_opened_and_no_socket_connects(tiny_checkpoint: Path, tmp_path: Path) -> None:
    traced = tmp_path / "trace"
    command = ["strace", "-f", "-e", "trace=openat,mkdir,connect", "-o", str(traced)]
    command += [sys.executable, "-c", PREDICT, str(tiny_checkpoint)]
    done = subprocess.run(
        command, check=False, env=environment(tmp_path / "home"), capture_output=True, text=True, timeout=300
    )
    if "PTRACE" in done.stderr:
        pytest.skip("this machine does not let strace watch")
    assert done.returncode == 0, done.stderr
    calls = traced.read_text(encoding="utf-8", errors="replace")
    assert "openat" in calls
    assert "Microsoft" not in calls
    assert "AF_INET" not in calls


def test_the_switch_is_set_even_where_the_environment_says_otherwise(tmp_path: Path) -> None:
    code = "import os, detente.model.encoders.onnx_library; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    found = environment(tmp_path / "home") | {"ORT_DISABLE_TELEMETRY": "0"}
    done = subprocess.run([sys.executable, "-c", code], check=True, env=found, capture_output=True, text=True)
    assert done.stdout.split() == ["1"]
