"""The checkpoints that come with the package, and which of them `published` is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from detente.model.checkpoint.settings import SETTINGS_FILE

PUBLISHED: Final = "published"


@dataclass(frozen=True, slots=True)
class ShippedCheckpoint:
    """A checkpoint in the package: its name, its folder, and its advantage over the others."""

    name: str
    folder: Path
    merit: str


# The most accurate first: `published` is the first that is installed.
SHIPPED: Final = (
    ShippedCheckpoint("published-base", Path(__file__).parents[1] / "published_base", "more accurate"),
    ShippedCheckpoint("published-small", Path(__file__).parents[1] / "published", "faster and smaller"),
)

SHIPPED_NAMES: Final = (PUBLISHED, *(shipped.name for shipped in SHIPPED))


def shipped_checkpoints() -> list[ShippedCheckpoint]:
    """The shipped checkpoints that this installation has, the most accurate first."""
    return [shipped for shipped in SHIPPED if (shipped.folder / SETTINGS_FILE).is_file()]


def shipped_folder(name: str) -> Path | None:
    """The folder of a shipped checkpoint that this installation has; None for any other name."""
    for shipped in shipped_checkpoints():
        if name in (PUBLISHED, shipped.name):
            return shipped.folder
    return None
