"""What kind of publisher a document is from, by a list of names beside this file."""

import functools
import tomllib
from pathlib import Path
from typing import Final

# Whose documents are also left out of a score, since who speaks in them is known from the publisher alone.
KCNA: Final = "KCNA"
OTHER: Final = "other"

_LIST: Final = Path(__file__).with_name("publisher_kinds.toml")


def publisher_kind(publisher: str | None) -> str:
    """Return the kind of a publisher: KCNA, official, news, op-eds, or "other" where it is unknown."""
    name = (publisher or "").casefold()
    fitting = [beginning for beginning in _kinds() if name.startswith(beginning)]
    return _kinds()[max(fitting, key=len)] if fitting else OTHER


@functools.cache
def _kinds() -> dict[str, str]:
    listed = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    return {beginning.casefold(): kind for kind, names in listed.items() for beginning in names}
