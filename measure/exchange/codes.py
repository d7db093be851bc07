"""Codes of the codebook, checked as a person wrote them."""

from collections.abc import Collection
from typing import Final

from detente.model.labels import NEUTRAL, SOURCES, STANCES
from detente.model.suggestion import accepted_names

# The codebook writes "-" for "no source".
NO_SOURCE: Final = "-"


def code_errors(name: str, value: str, accepted: Collection[str]) -> list[str]:
    """Say that a code is not accepted, with the nearest one that is; empty where it is accepted."""
    if value in accepted:
        return []
    return [f"{name} {value!r} is not known; {accepted_names(value, accepted)}"]


def as_spelt(value: str, accepted: Collection[str]) -> str:
    """Return the code that a person meant who wrote it in other letter case; else `value`, stripped."""
    folded = value.strip().casefold()
    return next((code for code in accepted if code.casefold() == folded), value.strip())


def label_and_source(label: str, source: str) -> tuple[str | None, str | None]:
    """Return a label and its source as the codebook spells them, None where they were left empty."""
    found = as_spelt(source, SOURCES)
    return as_spelt(label, STANCES) or None, None if found in ("", NO_SOURCE) else found


def label_errors(label: str, source: str) -> list[str]:
    """Say what is wrong with a label and its source, each "" where it was left empty."""
    label, source = as_spelt(label, STANCES), as_spelt(source, SOURCES)
    if not label:
        return [f"source {source!r} stands without a label"] if source not in ("", NO_SOURCE) else []
    errors = code_errors("label", label, STANCES)
    if source in ("", NO_SOURCE):
        return errors
    if label == NEUTRAL:
        return [*errors, f"source {source!r} on a neutral row; leave it empty or write {NO_SOURCE!r}"]
    return errors + code_errors("source", source, (*SOURCES, NO_SOURCE))
