"""Which publishers speak for a state."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Self

from detente.model.document.facts import SPEAKERS
from detente.model.errors import ActorsError
from detente.model.suggestion import did_you_mean

__all__ = ["SHIPPED_PUBLISHERS", "Publishers"]

SHIPPED_PUBLISHERS: Final = Path(__file__).parent / "publishers.toml"
_KEY: Final = "voice"


class Publishers:
    """Tells in which state's voice a publisher writes; build it with `from_files`."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self._codes = {name.casefold(): code for name, code in codes.items()}
        longest_first = sorted(self._codes, key=len, reverse=True)
        self._pattern = re.compile(rf"(?:the\s)?({'|'.join(map(re.escape, longest_first))})(?!\w)")

    @classmethod
    def from_files(cls, *paths: Path) -> Self:
        """Read the shipped list and the files at `paths`; a later file may give a publisher to another state.

        Raises ActorsError, naming file and key, if a file cannot be read, does not follow the form of
        `publishers.toml`, or gives a publisher to anything but one of SPEAKERS.
        """
        codes: dict[str, str] = {}
        for path in (SHIPPED_PUBLISHERS, *paths):
            codes.update(_read(path))
        return cls(codes)

    def voice_of(self, publisher: str | None) -> str | None:
        """Return the code of the state for which `publisher` speaks; None where it speaks for none or is unknown."""
        if not publisher:
            return None
        match = self._pattern.match(publisher.strip().casefold())
        return None if match is None else self._codes[match[1]]


def _read(path: Path) -> Iterable[tuple[str, str]]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ActorsError(f"{path}: cannot read the publishers: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ActorsError(f"{path}: not a TOML file: {error}") from error
    for code, table in tables.items():
        names = table.get(_KEY) if isinstance(table, Mapping) else None
        if not isinstance(table, Mapping) or set(table) != {_KEY} or not isinstance(names, list):
            raise ActorsError(f'{path}: {code}: accepted is a table with one key, {_KEY} = ["NAME", …]')
        if code not in SPEAKERS:
            hint = did_you_mean(code, SPEAKERS)
            raise ActorsError(
                f"{path}: {code}: no state for which a publisher can speak; accepted are {', '.join(SPEAKERS)}"
                f"{'; ' if hint else ''}{hint}"
            )
        for name in names:
            if not isinstance(name, str) or not name.strip():
                raise ActorsError(f"{path}: {code}.{_KEY}: {name!r} is no name of a publisher")
            yield name.strip(), code
