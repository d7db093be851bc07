"""The statements of a page fill the bytes that they are given, as the page writes them, and no more."""

from collections.abc import Iterator
from itertools import count

import pytest

from detente.batch.columns import FIXED_COLUMNS
from detente.model.text.actor_finder import ActorFinder
from detente.report.page import embedded_json
from detente.report.rows.samples import Sample, Samples
from detente.report.rows.series import Series
from detente.report.rows.time_axis import TimeAxis
from detente.report.summary.embedded import embedded

FINDER = ActorFinder.from_files()


def endless(text: str) -> Iterator[tuple[int, Sample]]:
    """Samples of the same statement, without an end."""
    samples = Samples(lambda: None, 1)
    cells = dict.fromkeys(FIXED_COLUMNS) | {"statement": text, "target": "CN"}
    samples.offer(cells, Series("CN", None, 2, 0), None, None, pair=0)
    ((_, sample),) = samples.ranked(None)
    return ((number, sample) for number in count())


@pytest.mark.parametrize("text", ["x" * 500, "<" * 500, "&" * 500, ">" * 500, "북" * 500])
def test_statements_stay_below_the_bytes_they_are_given_as_the_page_writes_them(text: str):
    given = 50_000
    found = embedded(endless(text), FINDER, time=TimeAxis(None, []), repeats={}, most_bytes=given)
    written = len(embedded_json(found).encode("utf-8"))
    one = written / len(found)
    assert given - 2 * one < written <= given


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("中国谴责美国对台军售。", "zh"),
        ("북한이 미국을 규탄했다.", "ko"),
        ("China’s envoy – “satisfied” – left Seoul.", None),
    ],
)
def test_a_statement_in_another_language_than_the_page_says_which(text: str, lang: str | None):
    number, sample = next(endless(text))
    [statement] = embedded([(number, sample)], FINDER, time=TimeAxis(None, []), repeats={})
    assert statement.get("lang") == lang
