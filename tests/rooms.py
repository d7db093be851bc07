"""The modules of the project by room, and which of them a module imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = [
    room for room in ("model", "batch", "measure", "train", "report", "scripts") if (ROOT / room).is_dir()
]
MODULES = {
    path: ast.parse(path.read_bytes()) for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))
}


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


NAMES = {module_name(path) for path in MODULES}


def imported(path: Path) -> Iterator[str]:
    """The modules of the project that a module imports, without `detente.`; those for types alone are left out."""
    for node in code_that_runs(MODULES[path]):
        found: list[str] = []
        if isinstance(node, ast.Import):
            found = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found = [f"{node.module}.{name.name}" for name in node.names]
        for name in found:
            if name.startswith("detente."):
                inner = name.removeprefix("detente.")
                yield inner if inner in NAMES else inner.rpartition(".")[0]


def code_that_runs(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING")):
            yield from code_that_runs(child)
