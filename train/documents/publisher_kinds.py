"""What kind of publisher a document is from, by a list of names beside this file."""

import functools
import tomllib
from pathlib import Path
from typing import Final

from detente.model.errors import InputError

# Whose documents are also left out of a score, since who speaks in them is known from the publisher alone.
KCNA: Final = "KCNA"
OTHER: Final = "other"

_LIST: Final = Path(__file__).with_name("publisher_kinds.toml")


def publisher_kind(publisher: str | None) -> str:
    """Return the kind of a publisher: KCNA, official, state media, news, op-eds, or "other" where it is unknown."""
    name = _plain(publisher or "")
    fitting = [beginning for beginning in _kinds() if _begins(name, beginning)]
    return _kinds()[max(fitting, key=len)] if fitting else OTHER


@functools.cache
def _kinds() -> dict[str, str]:
    return read_kinds(_LIST)


def read_kinds(path: Path) -> dict[str, str]:
    """Return the kind by the beginning of a name; raises InputError for a name that the file lists twice."""
    kinds: dict[str, str] = {}
    for kind, names in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for name in names:
            if (before := kinds.get(_plain(name))) is not None:
                raise InputError(
                    f"{path}: {name!r} is listed twice, under {before} and under {kind}; leave one out"
                )
            kinds[_plain(name)] = kind
    return kinds


def _begins(name: str, beginning: str) -> bool:
    """Whether whole words of the name are its beginning: "AP" is none of "APEC"."""
    return name.startswith(beginning) and not name[len(beginning) : len(beginning) + 1].isalnum()


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ")
