"""Records split into statements, and statements gathered into the chunks that are predicted together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from detente.batch.records import Record
from detente.model.text.statements import split_statements
from detente.model.text.text_error import text_error

# Statements predicted together. The first rows are not kept waiting: chunks grow from the smaller size.
CHUNK = 2048
FIRST_CHUNK = 32

# Characters in the rows of a chunk, roughly: a table of long articles would fill the memory otherwise.
CHUNK_CHARACTERS = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RecordStatement:
    """One statement of a record, or a record without any: what becomes one row, or one a target.

    `record` has no text: a long document is not carried along with each of its statements. `ends_record`
    marks the last statement of a record.
    """

    record: Record
    statement: str | None
    position: int | None
    ends_record: bool = True


def statements_of(records: Iterable[Record]) -> Iterator[RecordStatement]:
    """Split records into what becomes rows: statements, and the records that have none."""
    for record in records:
        yield from _statements(record)


def cut(records: Iterable[Record], *, chunk: int = CHUNK) -> Iterator[list[RecordStatement]]:
    """Split records into statements, and yield them in chunks that are predicted together.

    A chunk has up to `chunk` statements; the first ones have fewer, and so have those with long columns.
    """
    gathered: list[RecordStatement] = []
    size = min(FIRST_CHUNK, chunk)
    characters = 0
    for statement in statements_of(records):
        gathered.append(statement)
        characters += characters_of(statement)
        if len(gathered) >= size or characters >= CHUNK_CHARACTERS:
            yield gathered
            gathered, characters = [], 0
            size = min(2 * size, chunk)
    if gathered:
        yield gathered


def characters_of(statement: RecordStatement) -> int:
    """Count the characters that a statement keeps in memory, roughly."""
    return len(statement.statement or "") + _characters(statement.record.columns)


def _statements(record: Record) -> Iterator[RecordStatement]:
    textless = replace(record, text=None)
    if record.text is None or record.error is not None:
        yield RecordStatement(textless, record.text, record.row)
        return
    if record.kind == "statement":
        yield RecordStatement(replace(textless, error=text_error(record.text)), record.text, record.row)
        return
    statements = split_statements(record.text)
    for number, statement in enumerate(statements, start=1):
        yield RecordStatement(textless, statement.text, number, ends_record=number == len(statements))
    if not statements:
        yield RecordStatement(replace(textless, error="no statement found in the document"), None, None)


def _characters(value: object) -> int:
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, Mapping):
        return sum(map(_characters, value.values()))
    if isinstance(value, list | tuple):
        return sum(map(_characters, value))
    return 1
