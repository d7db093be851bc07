"""The units on which annotators disagree, and the labels that are settled once those are adjudicated."""

from collections.abc import Mapping
from dataclasses import dataclass

from detente.measure.agreement.ratings import MISSING, Ratings
from detente.model.errors import InputError


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A unit with more than one label: who gave which, and the label of more than half, if there is one."""

    unit: str
    target: str
    labels: Mapping[str, str]
    majority: str | None


@dataclass(frozen=True, slots=True)
class SettledLabels:
    """The label of each settled unit, and the units that still wait for an adjudication."""

    labels: Mapping[str, str]
    open_units: tuple[str, ...]


def list_disagreements(ratings: Ratings) -> tuple[Disagreement, ...]:
    """List the units to adjudicate, those without a majority first, else in the order of the units."""
    found = []
    for row, unit in enumerate(ratings.units):
        labels = _labels_of(ratings, row)
        if len(set(labels.values())) > 1:
            found.append(Disagreement(unit, ratings.targets[row], labels, _majority(labels)))
    return tuple(sorted(found, key=lambda one: one.majority is not None))


def settle_labels(ratings: Ratings, *, adjudicated: Mapping[str, str]) -> SettledLabels:
    """Return one label a unit: the adjudicated one, or the one that all its annotators gave.

    Units without any label are neither settled nor open. Raises InputError for an adjudicated unit that is not
    among the ratings and for an unknown label.
    """
    for unit, label in adjudicated.items():
        if unit not in set(ratings.units):
            raise InputError(f"adjudicated unit {unit!r} is not among the rated units")
        if label not in ratings.categories:
            raise InputError(
                f"adjudicated unit {unit!r}: unknown label {label!r}; accepted are {', '.join(ratings.categories)}"
            )
    settled: dict[str, str] = {}
    waiting = []
    for row, unit in enumerate(ratings.units):
        labels = set(_labels_of(ratings, row).values())
        if unit in adjudicated:
            settled[unit] = adjudicated[unit]
        elif len(labels) == 1:
            settled[unit] = labels.pop()
        elif labels:
            waiting.append(unit)
    return SettledLabels(settled, tuple(waiting))


def _labels_of(ratings: Ratings, row: int) -> dict[str, str]:
    return {
        annotator: ratings.categories[code]
        for annotator, code in zip(ratings.annotators, ratings.codes[row], strict=True)
        if code != MISSING
    }


def _majority(labels: Mapping[str, str]) -> str | None:
    given = list(labels.values())
    return next((label for label in dict.fromkeys(given) if given.count(label) * 2 > len(given)), None)
