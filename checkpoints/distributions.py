"""The distributions for a package index: what each holds, laid out in a folder that pip can build.

An index takes files of up to 100 MB. The code is one distribution; each checkpoint is one, or two where its files have
more than that: then the largest files of its weights come apart, with their index, in `detente-NAME-weights`.
"""

import json
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from detente.model.checkpoint.folder import open_checkpoint
from detente.model.checkpoint.settings import SETTINGS_FILE
from detente.model.checkpoint.weights import INDEX_FILE

ROOT = Path(__file__).parent.parent
FOLDERS = {
    "base": ROOT / "model" / "published_base",
    "small": ROOT / "model" / "published",
    "multi": ROOT / "checkpoints" / "multi" / "detente_multi" / "checkpoint",
}
# Those that the code asks for; the others are extras of it.
ALWAYS = ("base", "small")
CODE = "code"
LIMIT = 100_000_000

_HEAD = "dependencies = [\n"
_EXTRAS = "[project.optional-dependencies]\n"
_CHECKPOINT = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "{name}"
version = "{version}"
description = "{description}"
requires-python = ">=3.11"
license = "Apache-2.0"
license-files = ["LICENSE"]
authors = [{{ name = "The détente developers" }}]
dependencies = {needs}

[tool.setuptools]
packages = ["{package}"]

[tool.setuptools.package-data]
{package} = ["checkpoint/*", "checkpoint/onnx/*"]
"""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution of files of a checkpoint: all of them, the main ones, or weights that come apart.

    `files` are relative to `folder`, and `needs` are the distributions that it asks for.
    """

    name: str
    package: str
    folder: Path
    files: tuple[Path, ...]
    needs: tuple[str, ...] = ()
    is_main: bool = True


def version() -> str:
    """The version of the code, which the distributions share."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def requirement(name: str) -> str:
    """A distribution in any release with the same first two numbers, so that a correction needs no new checkpoints."""
    return f"{name}=={'.'.join(version().split('.')[:2])}.*"


def cut(sizes: Mapping[Path, int], *, limit: int = LIMIT) -> tuple[list[Path], list[Path]]:
    """Divide the files of a checkpoint, with their sizes in bytes, into the main ones and weights that come apart.

    Both have at most `limit` bytes. The index of shards goes with the weights, so that the main files alone are a
    checkpoint with a graph. Raises ValueError where no such division is found.
    """
    main, apart = dict(sizes), dict[Path, int]()
    weights = [path for path in sizes if path.match("model*.safetensors")]
    for path in sorted(weights, key=lambda path: (-sizes[path], path)):
        if sum(main.values()) > limit:
            apart[path] = main.pop(path)
    if apart and (index := Path(INDEX_FILE)) in main:
        apart[index] = main.pop(index)
    if max(sum(main.values()), sum(apart.values())) > limit:
        raise ValueError(
            f"files of {sum(sizes.values()):,} bytes do not fit into two distributions of {limit:,}"
        )
    return sorted(main), sorted(apart)


def distributions_of(name: str) -> Iterator[Distribution]:
    """The one or two distributions of a checkpoint; raises CheckpointError if its folder has none."""
    folder, package = FOLDERS[name], f"detente_{name}"
    files = open_checkpoint(folder).files()
    main, apart = cut({path: (folder / path).stat().st_size for path in files})
    weights = f"detente-{name}-weights"
    needs = (requirement(weights),) if apart else ()
    yield Distribution(f"detente-{name}", package, folder, tuple(main), needs)
    if apart:
        yield Distribution(weights, package, folder, tuple(apart), is_main=False)


def lay_out(distribution: Distribution, folder: Path) -> None:
    """Lay a distribution of a checkpoint out in a new `folder`.

    Only the main one has an `__init__.py`: both put files into the same package, and none puts the other's.
    """
    package = folder / distribution.package
    checkpoint = distribution.package.removeprefix("detente_")
    for path in distribution.files:
        target = package / "checkpoint" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(distribution.folder / path, target)
    if distribution.is_main:
        (package / "__init__.py").write_text(
            f'"""The checkpoint `{checkpoint}` of détente: files, and no code."""\n', "utf-8"
        )
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE")
    text = _CHECKPOINT.format(
        name=distribution.name,
        version=version(),
        description=f"Files of the checkpoint {checkpoint} of détente",
        package=distribution.package,
        needs=json.dumps(distribution.needs),
    )
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")


def lay_out_code(folder: Path) -> None:
    """Lay the code out in a new `folder`, without checkpoints: it asks for their distributions instead."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    packages = tomllib.loads(text)["tool"]["setuptools"]["packages"]

    def left_out(parent: str, names: list[str]) -> list[str]:
        return [
            name for name in names if name == "__pycache__" or Path(parent, name, SETTINGS_FILE).is_file()
        ]

    for room in sorted({package.split(".")[1] for package in packages}):
        shutil.copytree(ROOT / room, folder / room, ignore=left_out)
    for name in ("README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, folder / name)
    always = "".join(f'    "{requirement(f"detente-{name}")}",\n' for name in ALWAYS)
    extras = "".join(
        f'{name} = ["{requirement(f"detente-{name}")}"]\n' for name in FOLDERS if name not in ALWAYS
    )
    for line, added in ((_HEAD, always), (_EXTRAS, extras)):
        if text.count(f"\n{line}") != 1:
            raise ValueError(f"pyproject.toml: one line {line.strip()!r} is expected")
        text = text.replace(f"\n{line}", f"\n{line}{added}")
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
