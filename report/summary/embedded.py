"""The statements of a page as JSON objects, with the mentions of their target, up to a size in bytes."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from detente.measure.periods import Period, first_day
from detente.model.errors import ActorsError
from detente.model.labels import STANCES
from detente.model.text.actor_finder import ActorFinder
from detente.report.marked_language import marked_language
from detente.report.rows.samples import LONGEST_STATEMENT, Sample
from detente.report.rows.tallies import shown
from detente.report.rows.time_axis import TimeAxis

MOST_BYTES: Final = 2_300_000

# A page writes these as \uXXXX, lest they end the element that holds them.
_ESCAPED = "<>&"
_DECIMALS = 4


def embedded(
    samples: Iterable[tuple[int, Sample]],
    finder: ActorFinder,
    *,
    time: TimeAxis,
    repeats: Mapping[tuple[int, int], int],
    most_bytes: int = MOST_BYTES,
) -> list[dict[str, Any]]:
    """Return the first `samples` that fit into `most_bytes` as JSON, in the order of their numbers.

    `repeats` maps the hash of a statement and its period (-1 for none) to how often it occurs, if more than once,
    which is told as `times`. Offsets of mentions count characters of the embedded text, not UTF-16 units.
    """
    periods = time.indices()
    taken: list[tuple[int, dict[str, Any]]] = []
    size = 0
    for number, sample in samples:
        index = _index(sample, time.period, periods)
        statement = _statement(sample, finder, index)
        if (times := repeats.get((sample.pair, -1 if index is None else index), 1)) > 1:
            statement["times"] = times
        size += _size(statement)
        if size > most_bytes:
            break
        taken.append((number, statement))
    return [statement for _, statement in sorted(taken, key=lambda entry: entry[0])]


def _index(sample: Sample, period: Period | None, periods: Mapping[int, int]) -> int | None:
    if sample.date is None or period is None or not sample.date.within(period):
        return None
    return periods.get(first_day(sample.date.day, period))


def _statement(sample: Sample, finder: ActorFinder, index: int | None) -> dict[str, Any]:
    text, target = _named(sample.statement) or "", shown(sample.target)
    language = marked_language(text)
    return {
        **({} if language is None else {"lang": language}),
        "text": text,
        "target": target,
        "stance": STANCES[sample.series.column],
        "score": _rounded(sample.score),
        "p": [_rounded(probability) for probability in sample.probabilities],
        "source": None if sample.series.source is None else _named(sample.source),
        "p_source": _rounded(sample.p_source),
        "date": None if sample.date is None else str(sample.date),
        "period": index,
        "document": _named(sample.document),
        "position": sample.position,
        "publisher": _named(sample.publisher),
        "mentions": _mentions(text, target, finder),
        "too_close": sample.too_close,
    }


def _named(cell: object) -> str | None:
    return None if cell is None or cell == "" else shown(cell, LONGEST_STATEMENT)


def _mentions(text: str, target: str, finder: ActorFinder) -> list[list[int]]:
    try:
        return [[mention.start, mention.end] for mention in finder.find(text, [target])]
    except ActorsError:
        return []  # a code of the user's own actor list


def _rounded(probability: float | None) -> float | None:
    return None if probability is None else round(probability, _DECIMALS)


def _size(statement: Mapping[str, object]) -> int:
    text = json.dumps(statement, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return len(text.encode("utf-8")) + 5 * sum(map(text.count, _ESCAPED)) + 1
