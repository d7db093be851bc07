"""Labelled pairs, a statement and a target with the stance between them, read strictly from files."""

import functools
import json
import re
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from detente.batch.spreadsheet import unescape_cell
from detente.model.errors import InputError, number_of, refuse_errors
from detente.model.labels import NEUTRAL, SOURCES, STANCES, TARGETS
from detente.model.splitting.spans import Span
from detente.model.suggestion import accepted_names
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statement_id import statement_id
from detente.train.labels.labelled_rows import LabelledRow, read_labelled_rows, write_labelled_rows

_REQUIRED: Final = ("text", "target", "label")
# Files of labels by hand call the text what it is in a prediction row.
_OTHER_NAMES: Final = {"statement": "text"}
_OPTIONAL: Final = ("id", "source", "lang", "corpus", "publisher", "date")
# Where the target is mentioned, if the file says so: start and end in characters.
_SPAN: Final = ("mention_start", "mention_end")
# The codebook writes "-" for "no source".
_NOTHING: Final = ("", "-")
_WHOLE: Final = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """A statement, a target, and the stance (`label`) between them by the codebook.

    `source` is who holds the stance, None for a neutral one. `corpus`, `publisher` and `date` say where
    the statement comes from and may be None. `span` is where the target is mentioned, start and end in
    characters; None has it found. `lang` is the language that the file gives, None in files of English statements.
    """

    id: str
    text: str
    target: str
    label: str
    source: str | None = None
    corpus: str | None = None
    publisher: str | None = None
    date: str | None = None
    span: Span | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class ScannedPairs:
    """The usable pairs of a file with the line of each, and line and error for every other row."""

    pairs: list[LabelledPair]
    lines: list[int]
    errors: list[tuple[int, str]]


def fold(text: str) -> str:
    """Return a text with all white space folded to single blanks: what makes two statements the same."""
    return " ".join(text.split())


def read_pairs(path: Path, *, allowed_targets: Collection[str] | None = TARGETS) -> list[LabelledPair]:
    """Read labelled pairs from `.jsonl` or `.csv`, packed (`.gz`) or not, in the order of the file.

    A row needs `text` (or `statement`, as in files of `detente label`), `target` and `label`; `id` is made from the
    text where it is absent. `label` is a stance, `source` a source of the codebook, `target` one of
    `allowed_targets`, or any name where that is None; `mention_start` and `mention_end` may say where the text names
    it. Raises InputError where the file cannot be read, holds no row, or has rows that break these rules; it names the
    first 20.
    """
    scanned = scan_pairs(path, allowed_targets=allowed_targets)
    refuse_errors(path, [f"line {line}: {error}" for line, error in scanned.errors])
    if not scanned.pairs:
        raise InputError(f"{path}: holds no labelled pairs")
    return scanned.pairs


def scan_pairs(path: Path, *, allowed_targets: Collection[str] | None = TARGETS) -> ScannedPairs:
    """Read what can be read of a file of labelled pairs, and collect the errors of the other rows.

    Raises InputError only where the file as a whole cannot be read.
    """
    scanned = ScannedPairs([], [], [])
    for row in map(_unescaped, read_labelled_rows(path, required=_REQUIRED, other_names=_OTHER_NAMES)):
        found = errors_of(row, allowed_targets=allowed_targets)
        if found:
            scanned.errors.extend((row.line, error) for error in found)
        else:
            scanned.pairs.append(to_pair(row.columns))
            scanned.lines.append(row.line)
    return scanned


def _unescaped(row: LabelledRow) -> LabelledRow:
    # `detente label` escapes what a spreadsheet would run; the id tells that a text was escaped.
    text = row.columns.get("text")
    if not isinstance(text, str) or (plain := unescape_cell(text)) == text:
        return row
    return (
        replace(row, columns={**row.columns, "text": plain})
        if row.columns.get("id") == statement_id(plain)
        else row
    )


def errors_of(
    row: LabelledRow,
    *,
    allowed_targets: Collection[str] | None = TARGETS,
    required: Sequence[str] = _REQUIRED,
) -> list[str]:
    """Say everything that keeps a row from being a labelled pair; empty where nothing does."""
    if row.error is not None:
        return [row.error]
    columns = row.columns
    errors = [f"has no {name!r}" for name in required if columns.get(name) is None]
    for name in (*_REQUIRED, *_OPTIONAL):
        value = columns.get(name)
        if value is not None and not isinstance(value, str):
            accepted = f"; accepted are {', '.join(STANCES)}" if name == "label" else ""
            errors.append(f"{name} is of type {type(value).__name__}, not text{accepted}")
    return errors or [
        *_text_errors(columns.get("text") if "text" in required else None),
        *(error for name in _OPTIONAL for error in _unicode_errors(name, columns.get(name))),
        *_code_errors("label", columns["label"], STANCES),
        *([] if allowed_targets is None else _code_errors("target", columns["target"], allowed_targets)),
        *_source_errors(columns),
        *_span_errors(columns),
    ]


def _text_errors(text: object) -> list[str]:
    if not isinstance(text, str):
        return []
    return _unicode_errors("text", text) if text.strip() else ["text is empty"]


def _unicode_errors(name: str, value: object) -> list[str]:
    try:
        str(value).encode("utf-8")
    except UnicodeEncodeError as error:
        return [f"{name} is not valid Unicode: lone surrogate at character {error.start + 1}"]
    return []


def _code_errors(name: str, value: object, accepted: Collection[str]) -> list[str]:
    if value in accepted:
        return []
    meant = _meant(name, str(value))
    return [f"{name} {value!r} is not known; {accepted_names(meant or str(value), accepted)}"]


def _meant(name: str, value: str) -> str | None:
    """The code of a state that is given by its name."""
    if name == "label":
        return None
    found = {mention.target for mention in _finder().find(value)}
    return found.pop() if len(found) == 1 else None


@functools.cache
def _finder() -> ActorFinder:
    return ActorFinder.from_files()


def _source_errors(columns: Mapping[str, object]) -> list[str]:
    source = _value(columns, "source")
    if source is None:
        return []
    if columns["label"] == NEUTRAL:
        return [f"source is {source!r} on a neutral row; leave it empty (null)"]
    return _code_errors("source", source, SOURCES)


def _span_errors(columns: Mapping[str, object]) -> list[str]:
    given = [columns.get(name) for name in _SPAN]
    if all(value is None or value in _NOTHING for value in given):
        return []
    span = _span(columns)
    text = columns.get("text")
    length = len(text) if isinstance(text, str) else sys.maxsize
    if span is None or not 0 <= span[0] < span[1] <= length:
        said = ", ".join(f"{name} {value!r}" for name, value in zip(_SPAN, given, strict=True))
        within = f", and the text has {number_of(length, 'character')}" if length < sys.maxsize else ""
        return [f"{said}: two whole numbers are accepted, the first less than the second{within}"]
    return []


def _span(columns: Mapping[str, object]) -> Span | None:
    numbers = [_WHOLE.fullmatch(str(columns.get(name))) for name in _SPAN]
    start, end = (int(number.group()) if number else None for number in numbers)
    return None if start is None or end is None else (start, end)


def _value(columns: Mapping[str, object], name: str) -> str | None:
    value = columns.get(name)
    return None if value is None or value in _NOTHING else str(value)


def to_pair(columns: Mapping[str, object]) -> LabelledPair:
    """Make a pair of the columns of a row in which `errors_of` found nothing; an absent text is empty."""
    text = str(columns.get("text") or "")
    return LabelledPair(
        id=_value(columns, "id") or statement_id(text),
        text=text,
        target=str(columns["target"]),
        label=str(columns["label"]),
        source=_value(columns, "source"),
        corpus=_value(columns, "corpus"),
        publisher=_value(columns, "publisher"),
        date=_value(columns, "date"),
        span=_span(columns),
        lang=_value(columns, "lang"),
    )


def write_pairs(path: Path, pairs: Iterable[LabelledPair]) -> None:
    """Write pairs as `write_labelled_rows` does, and raise what it raises."""
    write_labelled_rows(path, (json.dumps(_columns(pair), ensure_ascii=False) + "\n" for pair in pairs))


def _columns(pair: LabelledPair) -> dict[str, object]:
    columns: dict[str, object] = {}
    for name, value in asdict(pair).items():
        if name == "span":
            columns |= {} if value is None else dict(zip(_SPAN, value, strict=True))
        elif name != "lang":
            columns[name] = value
        if name == "source" and pair.lang is not None:
            columns["lang"] = pair.lang  # where files of the project have it
    return columns
