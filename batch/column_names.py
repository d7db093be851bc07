"""Names of input columns: unique in a file, apart from our own, and asked for by name."""

import difflib
from collections import Counter
from collections.abc import Sequence

from detente.batch.rows import FIXED_COLUMNS
from detente.model.errors import InputError

_PREFIX = "input_"
_RESERVED = frozenset(FIXED_COLUMNS)


def carried_name(name: str) -> str:
    """Return the name under which an input column stands in the output.

    A name that is also one of our columns gets the prefix "input_", and so does such a name that has the
    prefix already: no two names ever meet, whatever other columns a row has.
    """
    bare = name
    while bare.startswith(_PREFIX):
        bare = bare.removeprefix(_PREFIX)
    return _PREFIX + name if bare in _RESERVED else name


def unique_names(names: Sequence[str]) -> list[str]:
    """Give every column of a file its own name: "x", "x" becomes "x", "x_2", and an empty one "column_3"."""
    taken = set(names)
    unique: list[str] = []
    for place, name in enumerate(names, start=1):
        new = name or f"column_{place}"
        count = 1
        while new in unique or (new != name and new in taken):
            count += 1
            new = f"{name or f'column_{place}'}_{count}"
        unique.append(new)
    return unique


def require_column(name: str, columns: Sequence[str], *, document: str, wanted_for: str) -> None:
    """Raise InputError unless `columns` of `document` holds `name` exactly once."""
    count = Counter(columns)[name]
    if count == 1:
        return
    if count > 1:
        raise InputError(
            f"{document}: column {name!r}, wanted for the {wanted_for}, stands there {count} times"
        )
    shown = ", ".join(repr(column) for column in columns[:30]) or "none"
    folded = {column.strip().casefold(): column for column in columns}
    near = difflib.get_close_matches(name.strip().casefold(), folded, n=1, cutoff=0.6)
    hint = f"; did you mean {folded[near[0]]!r}?" if near else ""
    raise InputError(f"{document}: no column {name!r} for the {wanted_for}; its columns are {shown}{hint}")
