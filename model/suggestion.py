"""Suggestions for a misspelt name, or for another word of the same meaning."""

import difflib
from collections.abc import Iterable
from typing import Final

# What people write for a stance who come from sentiment or from other tasks of stance.
OTHER_WORDS: Final = {
    **dict.fromkeys(
        ("positive", "pos", "friendly", "favorable", "favourable", "favor", "support"), "cooperative"
    ),
    **dict.fromkeys(("negative", "neg", "unfriendly", "unfavorable", "against", "oppose"), "hostile"),
    **dict.fromkeys(("none", "no stance", "neither", "mixed"), "neutral"),
}


def did_you_mean(name: str, accepted: Iterable[str]) -> str:
    """Return "did you mean 'x'?" for the name of `accepted` that is meant by or nearest to `name`; "" if none is.

    Upper and lower case and outer white space make no difference.
    """
    by_folded = {one.strip().casefold(): one for one in accepted}
    folded = name.strip().casefold()
    meant = OTHER_WORDS.get(folded)
    if meant in by_folded:
        return f"did you mean {by_folded[meant]!r}?"
    near = difflib.get_close_matches(folded, by_folded, n=1, cutoff=0.6)
    return f"did you mean {by_folded[near[0]]!r}?" if near else ""


def perhaps_meant(name: str, accepted: Iterable[str]) -> str:
    """Return the end of a message that has listed what is accepted: "; " and what `did_you_mean` says, if anything."""
    hint = did_you_mean(name, accepted)
    return f"; {hint}" if hint else ""


def accepted_names(name: str, accepted: Iterable[str]) -> str:
    """Return how a message on an unknown `name` ends: with what it may mean, as in `did_you_mean`, and all accepted."""
    names = list(accepted)
    hint = did_you_mean(name, names)
    return f"{hint}{' ' if hint else ''}accepted are {', '.join(names)}"
