"""Prediction rows as HTML: everything in it that is not ours is escaped by the templates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from detente.batch.plain_values import storable
from detente.batch.predicting import Finder
from detente.batch.records import Row
from detente.model.labels import NEUTRAL
from detente.report.demo.predicting import Judged

TABLE_COLUMNS: Final = (
    *("position", "statement", "target", "stance", "score", "p_cooperative", "p_hostile", "p_neutral"),
    *("source", "p_source", "too_close", "truncated", "error"),
)

# What no font shows gets the sign that stands for it; a line break stays one. A mark that would turn the
# letters after it around gets the sign for a character that cannot be shown.
_PICTURES: Final = {
    **{code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"},
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD),
}


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement with its rows; `parts` are its text, cut where a mention of one of the targets begins or ends.

    `tint` is the stance that all rows but the neutral ones agree on, None where they differ.
    """

    position: int | None
    parts: tuple[tuple[str, bool], ...]
    rows: tuple[Row, ...]
    tint: str | None


def render(template: str, **context: object) -> str:
    """Fill one of the demo's templates; every value is escaped."""
    return _environment().get_template(template).render(context)


def tinted(judged: Judged, finder: Finder) -> str:
    """The first statements in order, each with its stances."""
    return render(
        "demo_statements.html", statements=list(_statements(judged.rows, finder)), more=_more(judged)
    )


def table(judged: Judged) -> str:
    """The first rows as a table of the columns that every judgement has."""
    cells = [[_cell(row[name]) for name in TABLE_COLUMNS] for row in judged.rows]
    return render("demo_rows.html", columns=TABLE_COLUMNS, rows=cells, more=_more(judged))


def visible(value: object) -> object:
    """A text with a sign in place of each control character and lone surrogate; other values as they are."""
    return storable(value).translate(_PICTURES) if isinstance(value, str) else value


def _statements(rows: Sequence[Row], finder: Finder) -> Iterator[ShownStatement]:
    for (_, position), group in groupby(rows, key=lambda row: (row["document"], row["position"])):
        together = tuple(group)
        text = together[0]["statement"]
        yield ShownStatement(
            position=position if isinstance(position, int) else None,
            parts=_parts(text, together, finder) if isinstance(text, str) else (),
            rows=together,
            tint=_tint(together),
        )


def _tint(rows: Sequence[Row]) -> str | None:
    stances = {str(row["stance"]) for row in rows if row["stance"] is not None}
    return (stances - {NEUTRAL} or stances).pop() if len(stances - {NEUTRAL}) < 2 and stances else None


def _parts(text: str, rows: Sequence[Row], finder: Finder) -> tuple[tuple[str, bool], ...]:
    targets = [str(row["target"]) for row in rows if row["stance"] is not None]
    parts: list[tuple[str, bool]] = []
    end = 0
    for mention in finder.find(text, targets) if targets else ():
        if mention.end <= end:
            continue
        start = max(mention.start, end)
        parts += [(text[end:start], False), (text[start : mention.end], True)]
        end = mention.end
    return (*parts, (text[end:], False))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _more(judged: Judged) -> int:
    return judged.total - len(judged.rows)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("detente.report"),
        autoescape=True,
        finalize=visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
