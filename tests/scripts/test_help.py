"""Help that fits a terminal of 80 columns, and the version."""

import re
from collections.abc import Iterator
from importlib.metadata import version

import pytest
import typer
from typer.testing import CliRunner

from detente.scripts.main import app

LONGEST_SUMMARY = 50
METAVAR = re.compile(r"[A-Z]+(:[A-Z]+)?|KEY=VALUE")


def commands(command: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


COMMANDS = dict(commands(typer.main.get_command(app)))
paths = pytest.mark.parametrize("path", COMMANDS, ids=lambda path: " ".join(("detente", *path)))


def printed(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "80"}, prog_name="detente")
    assert result.exit_code == 0, result.output
    return result.output


@paths
def test_help_fits_80_columns_and_cuts_nothing(path: tuple[str, ...]) -> None:
    lines = printed(*path, "--help").splitlines()
    assert lines
    assert not [line for line in lines if len(line) > 80]
    # Three dots at the end of a line are a summary that was cut, unless they follow a list of values.
    assert not [line for line in lines if re.search(r"[^,\s]\.\.\.$", line) and not line.startswith("Usage:")]


@paths
def test_a_summary_is_one_short_sentence(path: tuple[str, ...]) -> None:
    if not path:
        return
    summary = COMMANDS[path].help.split("\n")[0]
    assert 0 < len(summary) <= LONGEST_SUMMARY
    assert summary.endswith(".")


@paths
def test_every_argument_and_option_has_help_and_a_metavar_in_capitals(path: tuple[str, ...]) -> None:
    for parameter in COMMANDS[path].params:
        if parameter.name in ("help", "install_completion", "show_completion"):
            continue
        assert parameter.help, parameter.name
        if not getattr(parameter, "is_flag", False):
            assert METAVAR.fullmatch(parameter.metavar or ""), parameter.name


def test_one_option_has_one_help_in_every_command() -> None:
    shared = {"actors", "threads", "encoding", "backend", "device", "text_column", "together_with"}
    # `info` only previews a backend.
    told = [
        (parameter.name, parameter.help)
        for path, command in COMMANDS.items()
        if path != ("info",)
        for parameter in command.params
        if parameter.name in shared
    ]
    assert len(dict(told)) == len(set(told)) == len(shared)


def test_the_version_is_that_of_the_installed_package() -> None:
    assert printed("--version") == f"detente {version('detente')}\n"


def test_a_call_without_a_command_shows_the_help() -> None:
    assert "Usage: detente" in CliRunner().invoke(app, [], prog_name="detente").output
