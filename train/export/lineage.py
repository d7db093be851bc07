"""What a checkpoint descends from: the one that its run went on from, and those that it was averaged with."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

SAME_AS: Final = "same_as"
"""Stands in place of data and settings that are told under the key of the same description that it names."""


def told_once(training: dict[str, Any]) -> dict[str, Any]:
    """The settings of a run in which no checkpoint that it was averaged with repeats the one that it goes on from.

    Otherwise they would double with each run that is averaged with its beginning.
    """
    told = dict(training)
    before = told.get("goes_on_from")
    if "averaged_with" in told:
        told["averaged_with"] = [
            {"name": one["name"], "version": one["version"], SAME_AS: "goes_on_from"}
            if one == before
            else _told_once(one)
            for one in told["averaged_with"]
        ]
    if before:
        told["goes_on_from"] = _told_once(before)
    return told


def _told_once(described: dict[str, Any]) -> dict[str, Any]:
    return (
        described | {"training": told_once(described["training"])} if "training" in described else described
    )


def learnt_before(training: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what is known of the checkpoints that one was averaged with, and of those that all of them started from."""
    before = training.get("goes_on_from")
    others = (one for one in training.get("averaged_with", ()) if SAME_AS not in one)
    for one in (*others, *([before] if before else ())):
        yield one
        yield from learnt_before(one["training"])
