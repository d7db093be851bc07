"""The shipped cascade: its two checkpoints, and how sure the first must be for its answer to hold."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from detente.model.errors import CheckpointError

CASCADE: Final = "published-cascade"
CASCADE_FILE: Final = "cascade.json"
CASCADE_FOLDER: Final = Path(__file__).parents[1] / "published_cascade"
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class CascadeSettings:
    """The content of `cascade.json`.

    `first` and `second` are names of shipped checkpoints, and `fingerprints` theirs when the threshold was fitted.
    The first one's answer holds where its probability is at least `sure_from`. `fitted` says on which files, with what
    result, and by which command.
    """

    name: str
    version: str
    first: str
    second: str
    sure_from: float
    fingerprints: tuple[str, str]
    fitted: dict[str, object]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read `folder`/cascade.json; raises CheckpointError if it is missing, broken or of another format."""
        path = folder / CASCADE_FILE
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            if content.pop("format") != FORMAT:
                raise CheckpointError(f"{path}: unsupported format; this version reads format {FORMAT} only")
            first, second = content.pop("fingerprints")
            settings = cls(fingerprints=(first, second), **content)
        except FileNotFoundError as error:
            raise CheckpointError(f"{CASCADE}: not in this installation; {path} is missing") from error
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise CheckpointError(f"{path}: cannot be read: {error!r}") from error
        if not 0 <= settings.sure_from <= 1:
            raise CheckpointError(f"{path}: sure_from is {settings.sure_from}, not a probability")
        return settings
