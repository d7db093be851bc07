"""The checkpoints of the project, which of them are installed, and which of them `published` is."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from detente.model.checkpoint.settings import SETTINGS_FILE
from detente.model.errors import CheckpointError

PUBLISHED: Final = "published"
CHECKPOINT_FOLDER: Final = "checkpoint"

_MODEL: Final = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class ShippedCheckpoint:
    """A checkpoint of the project: its name, where it can be, and its advantage over the others.

    `inside` is its folder where it was installed together with the code. `package` holds it in its folder
    `checkpoint` where it came as a distribution of its own. `extra` names what adds it, if it is not always there.
    `languages` are the ISO 639-1 codes of those that it reads.
    """

    name: str
    inside: Path | None
    merit: str
    package: str | None = None
    extra: str | None = None
    languages: tuple[str, ...] = ("en",)

    def find(self) -> Path | None:
        """Find its folder; None if it is not installed. Nothing is imported for it."""
        return next((folder for folder in self._folders() if (folder / SETTINGS_FILE).is_file()), None)

    @property
    def folder(self) -> Path:
        """Its folder; raises CheckpointError if it is not installed."""
        folder = self.find()
        if folder is None:
            raise CheckpointError(f"{self.name}: not in this installation; {how_to_add(self.name)}")
        return folder

    def _folders(self) -> Iterator[Path]:
        if self.inside is not None:
            yield self.inside
        if self.package is not None and (folder := _folder_of(self.package)) is not None:
            yield folder / CHECKPOINT_FOLDER


# The most accurate in English first: `published` is the first that is installed.
SHIPPED: Final = (
    ShippedCheckpoint("published-base", _MODEL / "published_base", "more accurate", package="detente_base"),
    ShippedCheckpoint("published-small", _MODEL / "published", "faster and smaller", package="detente_small"),
    ShippedCheckpoint(
        "published-multi",
        None,
        "reads Korean and Chinese too",
        package="detente_multi",
        extra="multi",
        languages=("en", "ko", "zh"),
    ),
)

SHIPPED_NAMES: Final = (PUBLISHED, *(shipped.name for shipped in SHIPPED))


def shipped_checkpoints() -> list[ShippedCheckpoint]:
    """The checkpoints of the project that are installed, the most accurate in English first."""
    return [shipped for shipped in SHIPPED if shipped.find() is not None]


def addable_checkpoints() -> list[ShippedCheckpoint]:
    """The checkpoints that one more command installs, and that are not installed."""
    return [shipped for shipped in SHIPPED if shipped.extra is not None and shipped.find() is None]


def is_installed(name: str) -> bool:
    """Tell whether a checkpoint of the project is installed; False for any other name."""
    return shipped_folder(name) is not None


def shipped_folder(name: str) -> Path | None:
    """The folder of a checkpoint of the project that is installed; None for any other name."""
    named = (shipped.find() for shipped in SHIPPED if name in (PUBLISHED, shipped.name))
    return next((folder for folder in named if folder is not None), None)


def how_to_add(name: str) -> str:
    """Say which command adds a checkpoint of the project to this installation."""
    extra = next((shipped.extra for shipped in SHIPPED if shipped.name == name), None)
    if extra is None:
        return "install détente again"
    if extra in _extras():
        return f"`pip install 'detente[{extra}]'` adds it"
    return f"`pip install ./checkpoints/{extra}`, in the project's folder, adds it"


def _folder_of(package: str) -> Path | None:
    # Finds a package without running it: such a package holds files, and only these are read.
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    return Path(next(iter(folders))) if folders else None


def _extras() -> list[str]:
    # The checkout has no extra for a checkpoint: pip would look for it on an index, under a name that anybody can take.
    try:
        return metadata("detente").get_all("Provides-Extra") or []
    except PackageNotFoundError:
        return []
