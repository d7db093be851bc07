"""Prediction rows, samples and labels, invented by chance or with all that is odd in text."""

import random
from dataclasses import replace
from pathlib import Path

from detente.batch.columns import FIXED_COLUMNS
from detente.batch.sinks.sinks import open_sink
from detente.measure.exchange import LabelRow
from detente.model.labels import SOURCES, STANCES, TARGETS
from detente.model.text.statement_id import statement_id

ODD = (
    "中方對此表示強烈不滿。",
    "평양은 대화를 환영했다.",
    "قالت واشنطن إنها ترحب بالمحادثات.",
    "Seoul sent flowers 🌷 and a family 👨‍👩‍👧‍👦.",
    'He said ""no"" to "Beijing"; then, \'yes\'.',
    "First line\nsecond line\r\nthird\rfourth",
    "=1+1 is what Washington offered",
    "-cmd|' /C calc'!A0 from Seoul",
    "+82 2 is Seoul's number",
    "@Beijing: thank you",
    "'=already escaped toward China",
    "＝full width toward China",
    "\tTabs\tbefore Seoul",
    "  blanks around Seoul  ",
    "000123 is Pyongyang's code",
    "1e5 troops of the North",
    "_x000D_ stands in the text of Seoul",
    "_x005F_x0041_ and _x0041_x0042_ too",
    "bell \x07 and \x0b and \x1f of Pyongyang",
    "nel \x85 and line \u2028 and paragraph \u2029 separators",
    "zero width \u200b and mark \ufeff and direction \u202e of Seoul",
    '{"choices": ["hostile"]}',
    "[brackets] first, then Washington",
    "a;b,c\td for every delimiter",
    "Washington " * 2_000,
)


def odd_statement(number: int) -> str:
    """One of the odd statements, made unlike all others by its number."""
    return f"{ODD[number % len(ODD)]}{number}"


def label_row(statement: str, target: str = "US", **columns: object) -> LabelRow:
    """A row of a random sample."""
    row = LabelRow(statement_id(statement), statement, target, "random", 0.1 + 0.2, "=odd, name.txt", 7)
    return replace(row, **columns)


def odd_sample(number: int) -> list[LabelRow]:
    """Rows to label with odd statements, and probabilities of many digits."""
    return [
        label_row(
            odd_statement(place),
            TARGETS[place % 4],
            p_drawn=(place + 1) / (number + 1) / 3,
            position=place or None,
        )
        for place in range(number)
    ]


def labelled(sample: list[LabelRow], annotators: list[str], seed: int = 1) -> list[LabelRow]:
    """A label by each annotator for each row, in order of rows and then annotators."""
    rng = random.Random(seed)
    rows = []
    for row in sample:
        for annotator in annotators:
            label = rng.choice(STANCES)
            source = None if label == "neutral" else rng.choice(SOURCES)
            rows.append(replace(row, label=label, source=source, annotator=annotator))
    return rows


def prediction_rows(number: int, seed: int = 3) -> list[dict[str, object]]:
    """Prediction rows as they are written, each with a statement of its own."""
    rng = random.Random(seed)
    return [
        prediction_row(f"Statement {place} on trade.", rng=rng, position=place) for place in range(number)
    ]


def prediction_row(statement: str, *, rng: random.Random, **columns: object) -> dict[str, object]:
    weights = [rng.random() ** 3 + 1e-3 for _ in STANCES]
    shares = [weight / sum(weights) for weight in weights]
    best = max(range(3), key=shares.__getitem__)
    row: dict[str, object] = dict.fromkeys(FIXED_COLUMNS)
    row |= {
        "document": f"{rng.choice((2019, 2020))}-0{rng.randint(1, 9)}-11-wire.txt",
        "position": 1,
        "statement": statement,
        "target": rng.choice(TARGETS),
        "stance": STANCES[best],
        "score": shares[best],
        **{f"p_{stance}": share for stance, share in zip(STANCES, shares, strict=True)},
        "too_close": False,
        "truncated": False,
        "checkpoint": "invented",
        "publisher": rng.choice(("Wire", "Herald", "Herald", "Herald")),
    }
    return row | columns


def write_predictions(path: Path, rows: list[dict[str, object]]) -> Path:
    with open_sink(path) as sink:
        sink.write(rows)
    return path
