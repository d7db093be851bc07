"""How fast a checkpoint was measured to be: `speed.json` beside it, written with the model card."""

import json
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Final, Self

from detente.model.errors import CheckpointError

SPEED_FILE: Final = "speed.json"


@dataclass(frozen=True, slots=True)
class KnownSpeed:
    """A measured speed: pairs judged a second from file to file, on which machine, by which command measured."""

    pairs_a_second: float
    machine: str
    command: str

    def __post_init__(self) -> None:
        """Refuse what is no speed; raises TypeError."""
        number = self.pairs_a_second
        if isinstance(number, bool) or not isinstance(number, float | int) or not isfinite(number):
            raise TypeError(f"pairs_a_second is {number!r}, not a number")
        if not isinstance(self.machine, str) or not isinstance(self.command, str):
            raise TypeError("machine and command are texts")

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what `to_json` wrote; raises CheckpointError where `path` is not of this form."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ArithmeticError, ValueError, TypeError, RecursionError) as error:
            raise CheckpointError(f"{path}: cannot be read as a measured speed: {error!r}") from error

    def to_json(self) -> str:
        """Return the speed as the content of a file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def known_speed(folder: Path) -> KnownSpeed | None:
    """Return the measured speed of the checkpoint in `folder`, None where it has none; raises as `read` does."""
    path = folder / SPEED_FILE
    return KnownSpeed.read(path) if path.is_file() else None
