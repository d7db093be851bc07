"""Rows of a file as they stand: what every table reader gives, and what records, stored rows and labels start from."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from detente.batch.columns import FIXED_COLUMNS
from detente.model.errors import InputError
from detente.model.suggestion import did_you_mean

_SEPARATORS = (";", "\t", "|", ",")
_SHOWN_COLUMNS = 30

# Columns that are never suggested: for the text those of other roles, for anything else those of a text.
_ROLES = frozenset({*FIXED_COLUMNS, "label"} - {"statement"})
_TEXTS = frozenset({"text", "statement", "document"})
# Headers under which archives of news keep the text of an article, the best first.
_TEXT_HEADERS = ("본문", "正文", "body", "전문", "全文", "내용", "内容", "內容", "content", "기사", "文本")


@dataclass(slots=True)
class RawRow:
    """One row of a file: its columns by name, or the error that keeps them from being read.

    `number` counts rows from 1 (lines in JSON lines), `line` is the line that it starts on, None where the
    format has no lines. `missing` is the number of columns that the row lacks; those are null. `raw` is
    the line as it stands, or the cells of a sheet with tabs between, of a row with an error only. `encoding` is that
    of the bytes where it was inferred.
    """

    number: int
    columns: dict[str, object] = field(default_factory=dict)
    line: int | None = None
    missing: int = 0
    error: str | None = None
    raw: str | None = None
    encoding: str | None = None

    @property
    def located_error(self) -> str | None:
        """The error with the line that it is on."""
        return self.error if self.error is None or self.line is None else f"line {self.line}: {self.error}"

    @property
    def strict_error(self) -> str | None:
        """The error, also where the row only has too few fields."""
        if self.error is None and self.missing:
            total = len(self.columns)
            return f"{total - self.missing} fields, but the header names {total}"
        return self.error


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows of a file, to be read once.

    `names` are the columns as the header has them, None where each row names its own; a name that stands
    twice has another one in the rows (`unique_names`). `typed` is False where every value is text and an
    empty one may mean null.
    """

    names: tuple[str, ...] | None
    rows: Iterator[RawRow]
    typed: bool = True


def unique_names(names: Sequence[str]) -> list[str]:
    """Give every column of a file its own name: "x", "x" becomes "x", "x_2", and an empty one "column_3"."""
    taken = set(names)
    given: set[str] = set()
    unique: list[str] = []
    counts: Counter[str] = Counter()
    for number, name in enumerate(names, start=1):
        base = name or f"column_{number}"
        new = base
        while new in given or (new != name and new in taken):
            counts[base] = max(counts[base], 1) + 1
            new = f"{base}_{counts[base]}"
        given.add(new)
        unique.append(new)
    return unique


def require_column(
    name: str, columns: Collection[str], *, document: str, wanted_for: str, option: str | None = None
) -> None:
    """Raise InputError unless `columns` of `document` holds `name` exactly once.

    `option` is what names another column on the command line, None where nothing does.
    """
    count = Counter(columns)[name]
    if count == 1:
        return
    if count > 1:
        raise InputError(
            f"{document}: column {name!r}, needed for the {wanted_for}, occurs {count} times; rename all but one"
        )
    shown = ", ".join(repr(column) for column in list(columns)[:_SHOWN_COLUMNS]) or "none"
    if len(columns) > _SHOWN_COLUMNS:
        shown += f" and {len(columns) - _SHOWN_COLUMNS:,} more"
    hint = _separator_hint(name, columns) or _near_column(name, columns, wanted_for=wanted_for)
    wanted = f"{wanted_for} ({option})" if option else wanted_for
    raise InputError(
        f"{document}: no column {name!r} for the {wanted}; its columns are {shown}{'; ' if hint else ''}{hint}"
    )


def column_with_word(word: str, columns: Collection[str]) -> str | None:
    """Return the first column that has `word` in its name, in any letter case: Date and speech_date have "date"."""
    folded = word.strip().casefold()
    return next((name for name in columns if folded in re.findall(r"[^\W_]+", name.casefold())), None)


def _separator_hint(name: str, columns: Collection[str]) -> str:
    for separator in _SEPARATORS:
        words = [word.strip(" \"'").casefold() for column in columns for word in column.split(separator)]
        if len(words) > len(columns) and name.casefold() in words:
            return f"the columns seem to be separated by {separator!r}; save the file with commas, or as .tsv with tabs"
    return ""


def _near_column(name: str, columns: Collection[str], *, wanted_for: str) -> str:
    """Suggest a column that has `name` or a known header as a word, else one spelt like it that has no other role."""
    for header in (name, *(_TEXT_HEADERS if wanted_for == "text" else ())):
        if (column := column_with_word(header, columns)) is not None:
            return f"did you mean {column!r}?"
    roles = _ROLES if wanted_for == "text" else _TEXTS
    return did_you_mean(name, [column for column in columns if column.strip().casefold() not in roles])
