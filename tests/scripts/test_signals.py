"""Signals while a library loads or Python exits, and errors that are not ours."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest


@pytest.fixture
def main_module() -> Iterator[ModuleType]:
    from detente.scripts import main

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, signal.SIG_DFL) for number in numbers]
    yield main
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_that_a_library_turns_into_an_import_error_still_ends_with_its_code(
    main_module: ModuleType, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, code: int
) -> None:
    def load() -> None:
        try:
            signal.raise_signal(number)
        except (KeyboardInterrupt, SystemExit):
            raise ImportError("initialization failed") from None

    monkeypatch.setattr(main_module, "app", load)
    with pytest.raises(SystemExit) as ended:
        main_module.main()
    assert ended.value.code == code


def test_too_little_memory_is_an_error_of_one_line(
    main_module: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def load() -> None:
        raise MemoryError

    monkeypatch.setattr(main_module, "app", load)
    with pytest.raises(SystemExit) as ended:
        main_module.main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("detente: out of memory")


def test_an_import_error_of_its_own_is_passed_on(
    main_module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load() -> None:
        raise ImportError("no such library")

    monkeypatch.setattr(main_module, "app", load)
    with pytest.raises(ImportError, match="no such library"):
        main_module.main()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_signal_that_was_ignored_stays_ignored(
    main_module: ModuleType, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    signal.signal(number, signal.SIG_IGN)
    monkeypatch.setattr(main_module, "app", lambda: signal.raise_signal(number))
    main_module.main()
    assert signal.getsignal(number) == signal.SIG_IGN


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_python_ends_says_nothing(number: signal.Signals) -> None:
    code = (
        "import atexit, signal, sys; sys.argv = ['detente', '-h']; "
        f"atexit.register(signal.raise_signal, {int(number)}); "
        "from detente.scripts import main; main.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        # A shell starts its background jobs, and so perhaps these tests, with SIGINT ignored.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    assert done.stderr == b""
    assert done.returncode == -number
