"""Prediction rows as HTML; the templates escape every value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from detente.batch.plain_values import storable
from detente.batch.records import Row
from detente.model.classifying import Finder
from detente.model.errors import number_of
from detente.model.labels import NEUTRAL
from detente.report.demo.predicting import Progress
from detente.report.demo.row_predictions import row_prediction
from detente.report.reading.moved_words import MovedWords, words_that_moved

TABLE_COLUMNS: Final = (
    *("position", "statement", "target", "stance", "score", "p_cooperative", "p_hostile", "p_neutral"),
    *("source", "p_source", "source_by", "mention", "resolved_from", "too_close", "truncated", "error"),
)

# Control characters are shown by their Unicode pictures, except line breaks. Marks that change the direction
# of the text after them are shown by the replacement character.
_PICTURES: Final = {
    **{code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"},
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD),
}


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement with its rows; `segments` are its text, cut where a mention of a target begins or ends.

    `tint` is the stance that all rows but the neutral ones agree on, None where they differ. `words` are those
    that moved the prediction, by target, for the predictions that were explained.
    """

    position: int | None
    segments: tuple[tuple[str, bool], ...]
    rows: tuple[Row, ...]
    tint: str | None
    words: Mapping[str, tuple[str, ...]]


def render(template: str, **context: object) -> str:
    """Fill one of the demo's templates; every value is escaped."""
    return _environment().get_template(template).render(context)


def tinted(progress: Progress, finder: Finder, *, moved: MovedWords | None = None) -> str:
    """The first statements in order, each with its stances; `moved` are the words that moved some of these."""
    return render(
        "demo_statements.html",
        statements=list(_statements(progress.rows, finder, moved or {})),
        more=_more(progress),
        explained=bool(moved),
    )


def rows_table(progress: Progress) -> str:
    """The first rows as a table of the columns that every prediction has."""
    cells = [[_cell(row[name]) for name in TABLE_COLUMNS] for row in progress.rows]
    return render("demo_rows.html", columns=TABLE_COLUMNS, rows=cells, more=_more(progress))


def visible(value: object) -> object:
    """Replace control characters and lone surrogates of a text by visible signs; other values stay."""
    return storable(value).translate(_PICTURES) if isinstance(value, str) else value


def _statements(rows: Sequence[Row], finder: Finder, moved: MovedWords) -> Iterator[ShownStatement]:
    for (_, position), group in groupby(rows, key=lambda row: (row["document"], row["position"])):
        together = tuple(group)
        text = together[0]["statement"]
        yield ShownStatement(
            position=position if isinstance(position, int) else None,
            segments=_segments(text, together, finder) if isinstance(text, str) else (),
            rows=together,
            tint=_tint(together),
            words={
                str(row["target"]): tuple(word.word for word in found)
                for row in together
                if (found := words_that_moved(moved, row_prediction(row))) is not None
            },
        )


def _tint(rows: Sequence[Row]) -> str | None:
    stances = {str(row["stance"]) for row in rows if row["stance"] is not None}
    return (stances - {NEUTRAL} or stances).pop() if len(stances - {NEUTRAL}) < 2 and stances else None


def _segments(text: str, rows: Sequence[Row], finder: Finder) -> tuple[tuple[str, bool], ...]:
    targets = [str(row["target"]) for row in rows if row["stance"] is not None]
    segments: list[tuple[str, bool]] = []
    end = 0
    for mention in finder.find(text, targets) if targets else ():
        if mention.end <= end:
            continue
        start = max(mention.start, end)
        segments += [(text[end:start], False), (text[start : mention.end], True)]
        end = mention.end
    return (*segments, (text[end:], False))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _more(progress: Progress) -> int:
    return progress.total - len(progress.rows)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("detente.report"),
        autoescape=True,
        finalize=visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["count"] = number_of
    return environment
