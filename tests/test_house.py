"""The rules of the house: files and functions stay short, and one word means one thing."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from rooms import MODULES, ROOMS, ROOT, shown

from detente.scripts.main import app

OTHERS = [
    path
    for folder in ("benchmarks", "checkpoints", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
]

MOST_FILES, MOST_LINES, MOST_FUNCTION_LINES = 15, 300, 60
CODE = {".py", ".js", ".css", ".html"}

# The glossary of docs/architecture.md has the word to use instead.
BANNED_NAMES = re.compile(
    r"judg\w*|verdicts?|answer(s|er|ers|ed|ing)?|openings?|parts?|portions?|faults?|faulty|places?|pieces?"
)
# Tests need more words, such as those for what is wrong in an invented file.
BANNED_IN_TESTS = re.compile(r"judg\w*|verdicts?")
# Keys of the checkpoint and config formats, which stay as users have them.
KEYS_OF_FORMATS = {"model/wording.py: opening", "train/config.py: opening"}
BANNED_TEXTS = re.compile(
    r"\b(judg\w*|verdicts?|answerers?|portions?|faults?|faulty|(?<!word )pieces?"
    r"|go on|goes on|gone on|went on|laid over)\b",
    re.IGNORECASE,
)
# The glossary itself, and what may use any English.
ANY_ENGLISH = {"architecture.md", "codebook.md", "data.md"}


def wings_of_the_page() -> dict[str, set[str]]:
    """The wings of each room, as the table of rooms in docs/architecture.md names them."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)/` \|[^|]*\|([^|]*)\|", page, flags=re.MULTILINE)
    return {room: set(re.findall(r"(\w+)/", wings)) for room, wings in rows}


def test_the_architecture_page_names_the_wings_of_every_room() -> None:
    # A folder without code is no wing: the shipped checkpoints are data.
    wings = {
        room: {
            path.relative_to(ROOT / room).parts[0]
            for path in (ROOT / room).glob("*/**/*")
            if path.suffix in CODE
        }
        for room in ROOMS
    }
    assert wings_of_the_page() == wings


@pytest.mark.parametrize("room", ROOMS)
def test_a_name_of_a_class_means_one_thing_in_a_room(room: str) -> None:
    defined: dict[str, list[str]] = {}
    for path, tree in MODULES.items():
        if path.is_relative_to(ROOT / room):
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    defined.setdefault(node.name, []).append(shown(path))
    twice = {name: paths for name, paths in defined.items() if len(paths) > 1}
    assert not twice, twice


def test_no_folder_has_more_code_files_than_one_can_overlook() -> None:
    folders = {ROOT / room for room in ROOMS} | {path.parent for path in MODULES}
    folders |= {path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_dir()}
    counts = {
        shown(folder): sum(path.suffix in CODE and path.name != "__init__.py" for path in folder.iterdir())
        for folder in folders
    }
    full = {folder: count for folder, count in counts.items() if count > MOST_FILES}
    assert not full, full


def test_no_file_is_too_long() -> None:
    lengths = {
        shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in (*MODULES, *OTHERS)
    }
    long = {path: length for path, length in lengths.items() if length > MOST_LINES}
    assert not long, long


def test_no_function_is_too_long() -> None:
    trees = MODULES | {
        path: ast.parse(path.read_bytes()) for path in OTHERS if not path.is_relative_to(ROOT / "tests")
    }
    lengths = {
        f"{shown(path)}: {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    long = {name: length for name, length in lengths.items() if length > MOST_FUNCTION_LINES}
    assert not long, long


def defined_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def words(name: str) -> list[str]:
    """The words of a name in snake_case or CamelCase, in lower case."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def names_with(banned: re.Pattern[str], trees: dict[Path, ast.Module]) -> set[str]:
    return {
        f"{shown(path)}: {name}"
        for path, tree in trees.items()
        for name in (path.stem, *defined_names(tree))
        if any(banned.fullmatch(word) for word in words(name))
    }


@pytest.mark.parametrize("room", ROOMS)
def test_names_are_words_of_the_glossary(room: str) -> None:
    trees = {path: tree for path, tree in MODULES.items() if path.is_relative_to(ROOT / room)}
    names = names_with(BANNED_NAMES, trees) - KEYS_OF_FORMATS
    assert not names, "\n".join(sorted(names))


def test_names_in_tests_say_predict_as_the_code_does() -> None:
    trees = {path: ast.parse(path.read_bytes()) for path in OTHERS if path.is_relative_to(ROOT / "tests")}
    names = names_with(BANNED_IN_TESTS, trees)
    assert not names, "\n".join(sorted(names))


def raised_texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and node.exc is not None:
            for found in ast.walk(node.exc):
                if isinstance(found, ast.Constant) and isinstance(found.value, str):
                    yield node.lineno, found.value


@pytest.mark.parametrize("room", ROOMS)
def test_error_messages_use_words_of_the_glossary(room: str) -> None:
    wrong = [
        f"{shown(path)}:{line}: {text}"
        for path, tree in MODULES.items()
        if path.is_relative_to(ROOT / room)
        for line, text in raised_texts(tree)
        if BANNED_TEXTS.search(text)
    ]
    assert not wrong, "\n".join(wrong)


def help_texts(command: object, path: str = "detente") -> Iterator[tuple[str, str]]:
    yield path, getattr(command, "help", None) or ""
    for option in getattr(command, "params", ()):
        yield f"{path} {option.name}", getattr(option, "help", None) or ""
    for name, inner in getattr(command, "commands", {}).items():
        yield from help_texts(inner, f"{path} {name}")


def test_help_uses_words_of_the_glossary() -> None:
    texts = dict(help_texts(typer.main.get_command(app)))
    assert len(texts) > 50
    wrong = {name: text for name, text in texts.items() if BANNED_TEXTS.search(text)}
    assert not wrong, wrong


def page_texts() -> Iterator[tuple[Path, str]]:
    """What pages and documents say: text and labels of templates, strings of scripts, prose of Markdown."""
    for path in sorted((ROOT / "report" / "templates").glob("*.html")):
        html = re.sub(r"\{[{%#].*?[}%#]\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        labels = re.findall(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"', html)
        yield path, " ".join([re.sub(r"<[^>]*>", " ", html), *labels])
    for path in sorted((ROOT / "report" / "assets").rglob("*.js")):
        yield path, "\n".join(re.findall(r'"[^"\n]*"|`[^`]*`', path.read_text(encoding="utf-8")))
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        if path.name not in ANY_ENGLISH:
            yield path, re.sub(r"```.*?```", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_pages_and_documents_use_words_of_the_glossary() -> None:
    texts = list(page_texts())
    assert {path.suffix for path, _ in texts} == {".html", ".js", ".md"}
    found = [
        f"{shown(path)}: {match[0]}"
        for path, text in texts
        for match in BANNED_TEXTS.finditer(re.sub(r"\s+", " ", text))
    ]
    assert not found, "\n".join(found)


def test_the_architecture_page_fits_two_screens() -> None:
    lines = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 110
    assert max(map(len, lines)) <= 120


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120


def test_every_folder_with_code_is_in_the_wheel() -> None:
    packages = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    folders = {".".join(("detente", *path.relative_to(ROOT).parts[:-1])) for path in MODULES}
    assert folders == packages - {"detente"}
