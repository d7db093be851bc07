import io
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import click
import command_blocks
import pytest
import typer
import yaml
from command_blocks import PAGES, TABLE, Block, find_blocks, furnish, furnish_readme, lines_of, to_run
from rich.console import Console

from detente.batch.predicting import predict_rows
from detente.batch.readers.inputs import read_records
from detente.model import StanceClassifier
from detente.model.document.publishers import Publishers
from detente.model.labels import STANCES, TARGETS
from detente.model.text.actor_finder import ActorFinder
from detente.scripts.main import app
from detente.scripts.terminal.table import TerminalTable
from detente.train.config_file import check_config
from detente.train.documents.labelled_documents import read_documents
from detente.train.labels.pairs import read_pairs

BLOCKS = [block for page in PAGES for block in find_blocks(page)]
SHELL = [block for block in BLOCKS if block.language == "sh"]
SHOWN = {"toml", "json", "yaml", "text", "console", ""}
COMMAND = re.compile(r"^\s*(\$ |detente |pip |python3? |\.venv/)", re.MULTILINE)
LONGEST_SECONDS = 900

# Their commands take a minute or more, and CI has half an hour for everything.
LONG_PAGES = {"explain.md", "guide.md", "performance.md", "scale-out.md", "train.md"}
pages = pytest.mark.parametrize(
    "page",
    [pytest.param(page, marks=[pytest.mark.long] if page.name in LONG_PAGES else []) for page in PAGES],
    ids=lambda page: page.name,
)


def commands(group: click.Group, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], click.Command]:
    found = {}
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            found |= commands(command, (*path, name))
        else:
            found[*path, name] = command
    return found


COMMANDS = commands(typer.main.get_command(app))


def calls(text: str) -> list[list[str]]:
    """The words after `detente` of each call in a line of shell."""
    found = re.findall(r"\bdetente ((?:'[^']*'|\"[^\"]*\"|[^|;&()'\"])*)", text)
    return [shlex.split(call) for call in found]


def test_a_command_stands_in_a_block_that_is_run():
    wrong = [block for block in BLOCKS if block.language not in {"sh", "python"} | SHOWN]
    hidden = [block for block in BLOCKS if block.language in SHOWN and COMMAND.search(block.text)]
    assert not [str(block) for block in wrong + hidden], "write ```sh, or a language that shows no command"


def test_the_table_has_no_entry_that_nothing_needs():
    lines = [line for block in SHELL for line in lines_of(block)]
    unused = [entry.pattern for entry in TABLE if not any(re.search(entry.pattern, line) for line in lines)]
    assert not unused


def test_every_command_has_its_place_in_the_documents():
    shown = [tuple(call[:2]) for block in SHELL for line in lines_of(block) for call in calls(line)]
    missing = [path for path in COMMANDS if not any(call[: len(path)] == path for call in shown)]
    assert not missing


@pytest.mark.parametrize("block", SHELL, ids=str)
def test_every_call_names_a_command_and_options_that_exist(block):
    for words in (call for line in lines_of(block) for call in calls(line)):
        path = next((path for path in COMMANDS if tuple(words[: len(path)]) == path), None)
        assert path is not None, f"no command: detente {shlex.join(words)}"
        known = {name for option in COMMANDS[path].params for name in (*option.opts, *option.secondary_opts)}
        given = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
        assert given <= known | {"--help"}, f"no such option of {' '.join(path)}"


def test_every_extra_that_is_installed_exists(root):
    extras = tomllib.loads((root / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    named = [
        name
        for page in PAGES
        for name in re.findall(r"pip install (?:-e )?'\.\[([^]]+)\]'", page.read_text())
    ]
    assert named
    assert {extra for names in named for extra in names.split(",")} <= set(extras)


def test_every_folder_that_is_installed_has_a_distribution(root):
    named = [
        name for page in PAGES for name in re.findall(r"pip install .*?\./(\S+?)[`\s]", page.read_text())
    ]
    assert "checkpoints/multi" in named
    assert not [name for name in named if not (root / name / "pyproject.toml").is_file()]


@pytest.mark.parametrize(
    "block", [block for block in BLOCKS if block.language in ("toml", "json", "yaml")], ids=str
)
def test_a_file_that_is_shown_is_accepted_by_its_reader(block: Block, tmp_path: Path):
    path = tmp_path / f"shown.{block.language}"
    path.write_text(block.text, encoding="utf-8")
    if block.language == "toml" and "voice =" in block.text:
        assert Publishers.from_files(path).voice_of("Ministry of Unification") == "KR"
    elif block.language == "toml":
        assert ActorFinder.from_files(path).actors
    elif block.language == "json" and '"statements"' in block.text:
        rows = path.with_suffix(".jsonl")
        rows.write_text(" ".join(block.text.split("\n")))
        assert read_documents(rows)
    elif block.language == "json":
        targets = None if "mention_start" in block.text else TARGETS
        assert read_pairs(path.rename(path.with_suffix(".jsonl")), allowed_targets=targets)
    else:
        assert check_config(yaml.safe_load(block.text), origin=str(block))


@pytest.mark.slow
@pages
def test_every_block_of_a_page_runs(page: Path, tmp_path: Path):
    furnish(tmp_path)
    if page.name == "README.md":
        furnish_readme(tmp_path)
    said, printed = "", None
    for block in find_blocks(page):
        if block.language == "sh":
            said, printed = run(block, ["bash", "-euo", "pipefail", "-c", to_run(block)], tmp_path), None
        elif block.language == "python":
            printed = run(block, [sys.executable, "-c", block.text], tmp_path)
        elif block.language == "console":
            lines = {line.rstrip() for line in said.splitlines()}
            assert {line.rstrip() for line in block.text.splitlines()} <= lines, (
                f"{block} is not printed above it"
            )
        elif block.language == "text" and printed is not None:
            assert block.text == printed, f"{block} shows something else than the block before it prints"


def run(block: Block, command: list[str], folder: Path) -> str:
    """What a block prints; fails with all it said where it ends badly."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PATH": path, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    said = f"{block} ended with {done.returncode}\n{command[-1]}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
    assert done.returncode == 0, said
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("page", ["README.md", "docs/index.md"])
def test_the_first_pages_show_what_is_printed(root: Path, page: str):
    [shown] = [block for block in find_blocks(root / page) if "cooperative  " in block.text]
    lines = [line.rstrip() for line in shown.text.splitlines()]
    out = io.StringIO()
    table = TerminalTable(Console(file=out, width=max(map(len, lines))))
    rows = list(
        predict_rows(read_records([root / "examples" / "article.txt"]), StanceClassifier.from_pretrained())
    )
    for row in rows:
        table.write(row)
    kinds = Counter(row["stance"] or "no target" for row in rows)
    counts = ", ".join(f"{kinds[kind]} {kind}" for kind in (*STANCES, "no target"))
    printed = [
        "examples/article.txt",
        "...",
        counts,
        *(line.rstrip() for line in out.getvalue().splitlines()),
    ]
    assert [line for line in lines if line not in printed] == []


def test_a_block_that_fails_is_told(tmp_path: Path):
    page = command_blocks.ROOT / "docs" / "invented.md"
    block = Block(page, 7, "sh", "true\nfalse\ntrue\n")
    with pytest.raises(AssertionError, match=r"docs/invented\.md:7 ended with 1"):
        run(block, ["bash", "-euo", "pipefail", "-c", to_run(block)], tmp_path)
