"""What the evaluation page shows: the fields of `evaluation.json` in the page's order, and the statements by id."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from detente.model.labels import SOURCES, STANCES, TARGETS
from detente.model.splitting.spans import Span

# An object of `evaluation.json`, or one arranged like it.
Fields = Mapping[str, Any]

# The codebook's order, where it has one; other groups come with the most pairs first.
_ORDERS: Final[Mapping[str, Sequence[str]]] = {"target": TARGETS, "source": SOURCES}
_GROUPINGS: Final = ("target", "source", "corpus", "length")


def evaluation_content(evaluation: Fields, texts: Mapping[str, str]) -> Fields:
    """Arrange an evaluation, as `evaluation.json` holds it, for the page.

    `texts` maps the id of a statement to its text. Returns `systems` (their JSON fields, `name` and
    `difference`, which is None for the first), `checkpoints` (`system`, `fingerprint`, `certainty` and
    `by_target`, the confusions), `groupings` (`name` and `groups`), `wrong`, the most confident errors of the
    first checkpoint, `wrong_in_all` and `correct` (None for one checkpoint). Raises KeyError where a field or
    a text is missing.
    """
    systems = [_system(name, evaluation) for name in evaluation["order"]]
    checkpoints = systems[: len(evaluation["checkpoints"])]
    fingerprints = [evaluation["checkpoint"], evaluation.get("against")]
    return {
        "systems": systems,
        "checkpoints": [
            {
                "system": system,
                "fingerprint": fingerprint,
                "certainty": evaluation["certainty"][system["name"]],
                "by_target": _confusions_by_target(system),
            }
            for system, fingerprint in zip(checkpoints, fingerprints, strict=False)
        ],
        "groupings": list(_groupings(checkpoints)),
        "wrong": [_wrong(miss, texts[miss["id"]], checkpoints) for miss in systems[0]["worst"]],
        "wrong_in_all": _off_diagonal(systems[0]["confusion"]),
        "correct": evaluation.get("correct"),
    }


def _system(name: str, evaluation: Fields) -> Fields:
    difference = evaluation["macro_f1_over_baselines"].get(name)
    return {**evaluation["systems"][name], "name": name, "difference": difference}


def _confusions_by_target(system: Fields) -> Fields:
    found: Fields = system["confusion_by_target"]
    return {target: found[target] for target in _in_order("target", system["groups"]["target"])}


def _groupings(checkpoints: Sequence[Fields]) -> Iterator[Fields]:
    for name in _GROUPINGS:
        by_system = [system["groups"][name] for system in checkpoints]
        # One checkpoint may have predictions for a group in which another has errors only.
        known = {group: scores for groups in reversed(by_system) for group, scores in groups.items()}
        if known:
            yield {"name": name, "groups": [_group(key, by_system) for key in _in_order(name, known)]}


def _group(name: str, by_system: Sequence[Fields]) -> Fields:
    found = [groups.get(name) for groups in by_system]
    return {
        "name": name,
        "pairs": max(scores["pairs"] for scores in found if scores is not None),
        "macro_f1": [None if scores is None else scores["macro_f1"] for scores in found],
        "accuracy": [None if scores is None else scores["accuracy"] for scores in found],
    }


def _in_order(grouping: str, groups: Fields) -> list[str]:
    if grouping == "length":
        return sorted(groups)  # which is by length
    order = _ORDERS.get(grouping, ())
    ranks = {name: rank for rank, name in enumerate(order)}
    return sorted(groups, key=lambda name: (ranks.get(name, len(order)), -groups[name]["pairs"], name))


def _wrong(miss: Fields, text: str, checkpoints: Sequence[Fields]) -> Fields:
    predicted = [miss, *filter(None, [miss.get("other")])]
    return {
        **miss,
        "segments": list(_segments(text, miss["mentions"])),
        "predictions": [
            {
                "system": system["name"] if len(predicted) > 1 else None,
                "stance": one["predicted"],
                "source": one["predicted_source"],
                "probability": one["probability"],
                "right": one["predicted"] == miss["label"],
            }
            for system, one in zip(checkpoints, predicted, strict=False)
        ],
    }


def _segments(text: str, mentions: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """The text cut at the mentions: each segment, and whether it is one."""
    at = 0
    for start, end in mentions:
        yield from (found for found in ((text[at:start], False), (text[start:end], True)) if found[0])
        at = end
    if at < len(text):
        yield text[at:], False


def _off_diagonal(confusion: Sequence[Sequence[int]]) -> int:
    return sum(map(sum, confusion)) - sum(confusion[index][index] for index in range(len(STANCES)))
