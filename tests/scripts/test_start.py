"""A command waits for no other: it imports what it needs, when it is called."""

import subprocess
import sys

import pytest


def imported(*arguments: str) -> set[str]:
    code = (
        "import sys; from detente.scripts.main import app; app(sys.argv[1:], standalone_mode=False); "
        "print(*sys.modules, sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.splitlines())


def test_the_version_is_told_without_any_command_or_network() -> None:
    modules = imported("--version")
    assert "detente.scripts.main" in modules
    assert not {"numpy", "onnxruntime", "detente.model.classifier"} & modules
    assert not [name for name in modules if name.startswith("detente.scripts.commands.")]


@pytest.mark.parametrize(
    ("command", "others"), [("predict", ("train", "demo", "data")), ("info", ("predict", "report"))]
)
def test_a_command_imports_no_other(command: str, others: tuple[str, ...]) -> None:
    modules = imported(command, "--help")
    assert f"detente.scripts.commands.{command}" in modules
    assert not {f"detente.scripts.commands.{other}" for other in others} & modules
