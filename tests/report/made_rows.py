"""Rows made for the tests of summaries, and the payload of what they are summarised to."""

import json
from datetime import date, timedelta

from hypothesis import strategies as st

from detente.batch.columns import FIXED_COLUMNS
from detente.report.rows.row_counts import RowSettings
from detente.report.summary.summary import summarise

STANCES = ("cooperative", "hostile", "neutral")


def row(stance="hostile", target="CN", source="US", **cells):
    base = dict.fromkeys(FIXED_COLUMNS) | {
        **{"document": "a.txt", "position": 1, "target": target, "stance": stance},
        "statement": "Washington scolded Beijing.",
        **{"score": 0.8, "p_cooperative": 0.1, "p_hostile": 0.8, "p_neutral": 0.1},
        "source": None if stance in (None, "neutral") else source,
        "too_close": False,
        "truncated": False,
        "checkpoint": "small-0.1.0",
    }
    return base | cells


def payload(rows, *, known_scores=None, names="en", **read):
    made = summarise(
        iter(rows),
        inputs=["in/stances.jsonl"],
        settings=RowSettings(**read),
        known_scores=known_scores,
        names=names,
    ).payload()
    json.dumps(made, allow_nan=False).encode()
    json.dumps(made, ensure_ascii=False).encode("utf-8")
    return made


predicted = st.builds(
    row,
    stance=st.sampled_from(STANCES),
    target=st.sampled_from(["US", "CN", "KP", "Ruritania"]),
    source=st.sampled_from(["US", "JP", "author", "other"]),
    date=st.none() | st.dates(date(2001, 1, 1), date(2003, 12, 31)).map(str),
    publisher=st.none() | st.sampled_from(["wire", "gazette"]),
    document=st.sampled_from(["a.txt", "b.txt", "c.txt"]),
    too_close=st.booleans(),
)


def start_of(day, period):
    """The first day, in ISO form, of the period in which a day falls."""
    day = date.fromisoformat(str(day))
    steps = {
        "day": day,
        "week": day - timedelta(day.weekday()),
        "month": day.replace(day=1),
        "quarter": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    }
    return str(steps.get(period, day.replace(month=1, day=1)))
