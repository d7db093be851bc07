"""Invented payloads for a report page: rows made up here, and tallied here, apart from the code that is tested."""

import random
from collections import Counter
from datetime import date

import pytest

from detente.report.page import write_page
from detente.report.rows.report_page import report_page

STANCES = ("cooperative", "hostile", "neutral")
NAMES = {
    "US": "United States",
    "CN": "China",
    "KP": "North Korea",
    "KR": "South Korea",
    "JP": "Japan",
    "RU": "Russia",
    "UN": "United Nations",
    "other": "other",
    "author": "author",
}
WORDS = {
    "cooperative": "praised {} for the flood relief and asked for a second round of harbour talks",
    "hostile": "accused {} of jamming the fishing fleet's radios and vowed to answer",
    "neutral": "said the delegation from {} would land on Thursday",
}


def make_rows(count, months=30, seed=7):
    """Statements with a target, a stance, a source, a month, a publisher and a document."""
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        target = draw.choices(("CN", "US", "KR", "KP"), (5, 4, 2, 1))[0]
        month = draw.randrange(months)
        warmth = 0.25 + 0.4 * month / months if target in ("CN", "KR") else 0.35
        stance = draw.choices(STANCES, (warmth, 0.75 - warmth, 0.3))[0]
        source = None if stance == "neutral" else draw.choice([code for code in NAMES if code != target])
        rows.append(invented_row(number, target, stance, source, month, draw))
    return rows


def invented_row(number, target, stance, source, month, draw):
    name = NAMES[target]
    opening = f"Speaker {number} "
    text = opening + WORDS[stance].format(name) + "."
    start = text.index(name)
    score = round(draw.uniform(0.45, 0.99), 3)
    return {
        "text": text,
        "target": target,
        "stance": stance,
        "score": score,
        "p": [score if each == stance else round((1 - score) / 2, 4) for each in STANCES],
        "source": source,
        "p_source": None if source is None else round(draw.uniform(0.5, 1), 3),
        "date": f"{2021 + month // 12}-{month % 12 + 1:02d}-{draw.randrange(1, 28):02d}",
        "period": month,
        "document": f"bulletins/harbour-{number % 40:02d}.txt",
        "position": number // 40 + 1,
        "publisher": draw.choice(("The Tern", "Harbour Gazette", "Radio Lantern", "Northern Wire Service")),
        "mentions": [[start, start + len(name)]],
        "too_close": score < 0.55,
    }


def make_payload(rows, months=30, shown=None, bars=10, known=True):
    """The payload for these rows, of which the `shown` surest are in the page."""
    listed = sorted(rows, key=lambda row: -row["score"])[: len(rows) if shown is None else shown]
    targets = [target for target, _ in Counter(row["target"] for row in rows).most_common()]
    sources = [source for source, _ in Counter(row["source"] for row in rows if row["source"]).most_common()]
    return {
        "about": {
            "rows": len(rows) + 41,
            "predicted": len(rows),
            "statements": len({row["text"] for row in rows}),
            "documents": len({row["document"] for row in rows}),
            "failed": 9,
            "no_target": 32,
            "too_close": sum(row["too_close"] for row in rows),
            "truncated": 0,
            "undated": sum(row["period"] is None for row in rows),
            "checkpoints": ["published"],
            "inputs": ["harbour.jsonl", "bulletins.csv"],
            "first": min((row["date"] for row in rows if row["date"]), default=None),
            "last": max((row["date"] for row in rows if row["date"]), default=None),
            "period": "month" if any(row["period"] is not None for row in rows) else None,
            "shown": len(listed),
            "errors": [{"error": "the cell is empty", "count": 7}, {"error": "not UTF-8", "count": 2}],
            "known_scores": [SCORES] if known else [],
        },
        "targets": targets,
        "sources": sources,
        "names": NAMES,
        "periods": [date(2021 + month // 12, month % 12 + 1, 1).isoformat() for month in range(months)],
        "timeline": timeline_of(rows),
        "dyads": dyads_of(rows),
        "composition": {
            by: bars_of(rows, by, most) for by, most in (("target", 99), ("publisher", 3), ("document", bars))
        },
        "statements": listed,
    }


def timeline_of(rows):
    lines = {}
    for row in rows:
        if row["period"] is None:
            continue
        for source in {None, row["source"]}:
            line = lines.setdefault((row["target"], source), {})
            line.setdefault(row["period"], Counter())[row["stance"]] += 1
    return [
        {
            "target": target,
            "source": source,
            "points": [point_of(period, counts) for period, counts in sorted(points.items())],
        }
        for (target, source), points in lines.items()
    ]


def point_of(period, counts):
    total = counts.total()
    net = (counts["cooperative"] - counts["hostile"]) / total
    half = min(1.0, 1.5 / total**0.5)
    return {
        "period": period,
        **{stance: counts[stance] for stance in STANCES},
        "net": net,
        "low": max(-1.0, net - half),
        "high": min(1.0, net + half),
    }


def dyads_of(rows):
    counts = Counter((row["source"], row["target"], row["stance"]) for row in rows if row["source"])
    return [
        {
            "source": source,
            "target": target,
            **{stance: counts[source, target, stance] for stance in STANCES[:2]},
        }
        for source, target in dict.fromkeys((source, target) for source, target, _ in counts)
    ]


def bars_of(rows, by, most):
    rows = [row for row in rows if row[by]]
    ranked = [name for name, _ in Counter(row[by] for row in rows).most_common()]
    named = dict.fromkeys(ranked[:most])
    counts = Counter((row[by] if row[by] in named else None, row["stance"]) for row in rows)
    names = [*named, None] if len(ranked) > most else list(named)
    return [{"name": name, **{stance: counts[name, stance] for stance in STANCES}} for name in names]


SCORES = {
    "data": "an invented test set",
    "pairs": 840,
    "macro_f1": {"value": 0.786, "low": 0.754, "high": 0.815},
    "accuracy": {"value": 0.794, "low": 0.767, "high": 0.821},
    "labels": {
        "cooperative": {"precision": 0.792, "recall": 0.81, "f1": 0.801},
        "hostile": {"precision": 0.831, "recall": 0.774, "f1": 0.801},
        "neutral": {"precision": 0.745, "recall": 0.77, "f1": 0.757},
    },
}


@pytest.fixture(scope="session")
def invented_rows():
    """Makes so many invented rows."""
    return make_rows


@pytest.fixture(scope="session")
def payload_of():
    """Makes the payload of rows."""
    return make_payload


@pytest.fixture(scope="module")
def rows(invented_rows):
    return invented_rows(400)


@pytest.fixture
def opened(watched, tmp_path):
    """Writes a payload's page, opens it and waits for its charts; afterwards nothing may have gone wrong on it."""

    def open_payload(payload):
        path = tmp_path / "page.html"
        write_page(report_page(payload), path)
        page = watched.open(path)
        drawn = page.locator("#timeline svg, #composition svg")
        if payload["timeline"]:
            drawn.nth(len(payload["targets"])).wait_for()
        return page

    yield open_payload
    assert watched.faults == []


@pytest.fixture
def page(opened, payload_of, rows):
    return opened(payload_of(rows))
