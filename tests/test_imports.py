"""Imports run one way: between rooms, between the folders of a room, and between modules."""

from graphlib import CycleError, TopologicalSorter
from itertools import takewhile
from pathlib import Path

import pytest
from rooms import MODULES, ROOMS, ROOT, imported, module_name, shown

# What each room may import. Of batch, train imports only what reads and writes files.
ARROWS = {
    "model": [],
    "batch": ["model"],
    "measure": ["model", "batch"],
    "train": ["model", "batch.readers", "batch.records", "batch.spreadsheet", "batch.whole_file"],
    "report": ["model", "batch", "measure"],
    "scripts": ["model", "batch", "measure", "train", "report"],
}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    allowed = [room, *ARROWS[room]]
    wrong = [
        f"{shown(path)} imports {name}"
        for path in MODULES
        if module_name(path).split(".")[0] == room
        for name in imported(path)
        if not any(name == start or name.startswith(f"{start}.") for start in allowed)
    ]
    assert not wrong, "\n".join(wrong)


def circle_in(graph: dict[str, set[str]]) -> str:
    """The names of a circle, empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return " -> ".join(error.args[1])
    return ""


def folder_names(path: Path) -> tuple[str, ...]:
    return path.relative_to(ROOT).parent.parts


def imports_between_folders(modules: dict[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """Which folders import which, of those that lie side by side in a room or a wing, by all that is in them.

    `modules` are the folders of each module. The files of a room that lie in no wing may import its wings, and the
    wings them.
    """
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        for name in imported(path):
            own, other = modules[module_name(path)], modules[name]
            same = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(own, other, strict=False)))
            if 0 < same < min(len(own), len(other)):
                graph.setdefault("/".join(own[: same + 1]), set()).add("/".join(other[: same + 1]))
    return graph


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {module_name(path): set(imported(path)) - {module_name(path)} for path in MODULES}
    assert not circle_in(graph)


def test_no_folders_side_by_side_import_each_other_in_a_circle() -> None:
    graph = imports_between_folders({module_name(path): folder_names(path) for path in MODULES})
    assert "train/labels" in graph["train/evaluate"]
    assert not circle_in(graph)
