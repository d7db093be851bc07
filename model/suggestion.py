"""Suggestions for a misspelt name."""

import difflib
from collections.abc import Iterable


def did_you_mean(name: str, accepted: Iterable[str]) -> str:
    """Return "did you mean 'x'?" for the name of `accepted` nearest to `name`; "" where none is near.

    Upper and lower case and outer white space make no difference.
    """
    by_folded = {one.strip().casefold(): one for one in accepted}
    near = difflib.get_close_matches(name.strip().casefold(), by_folded, n=1, cutoff=0.6)
    return f"did you mean {by_folded[near[0]]!r}?" if near else ""
