"""What a checkpoint descends from: the one that its run went on from, and those that it was averaged with."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

SAME_AS: Final = "same_as"
"""Stands in place of data and settings that are told elsewhere in the same description, and names the key that they
are under: "goes_on_from", or "goes_on_from.goes_on_from" and so on for a checkpoint further back."""


def told_once(training: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a run in which a checkpoint that it descends from is told once, and elsewhere only named.

    A run may have been averaged with such a checkpoint, or with another run that started from it. Otherwise the
    settings would double with each mean. What two of them have in common further back is told by each.
    """
    told = dict(training)
    before = _told_once(training["goes_on_from"]) if training.get("goes_on_from") else None
    if before:
        told["goes_on_from"] = before
    if "averaged_with" in training:
        others = map(_told_once, training["averaged_with"])
        ancestors = list(_ancestors(told))
        told["averaged_with"] = [
            _named(one, runs_back=ancestors.index(one) + 1)
            if one in ancestors
            else _beginning_named(one, ancestors)
            for one in others
        ]
    return told


def _beginning_named(
    described: Mapping[str, Any], ancestors: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any]:
    """Another checkpoint, in which the one that it started from is only named if it is told among `ancestors`."""
    before = described.get("training", {}).get("goes_on_from")
    if before not in ancestors:
        return described
    named = _named(before, runs_back=ancestors.index(before) + 1)
    return {**described, "training": {**described["training"], "goes_on_from": named}}


def _ancestors(training: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The checkpoint that a run went on from, the one that this went on from, and so on."""
    before = training.get("goes_on_from")
    while before and SAME_AS not in before:
        yield before
        before = before["training"].get("goes_on_from")


def _told_once(described: Mapping[str, Any]) -> dict[str, Any]:
    if SAME_AS in described:
        return dict(described)
    return {**described, "training": told_once(described["training"])}


def _named(described: Mapping[str, Any], *, runs_back: int) -> dict[str, Any]:
    key = ".".join(["goes_on_from"] * runs_back)
    return {"name": described["name"], "version": described["version"], SAME_AS: key}


def learnt_before(training: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what is known of the checkpoints that one was averaged with, and of those that all of them started from."""
    before = training.get("goes_on_from")
    for one in (*training.get("averaged_with", ()), *([before] if before else ())):
        # What is only named here is told, and yielded, among the checkpoints that the run itself started from.
        if SAME_AS not in one:
            yield one
            yield from learnt_before(one["training"])
