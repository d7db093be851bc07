"""Statements gathered into the chunks that are predicted together."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from detente.batch.planning import DocumentPlanner
from detente.batch.records import Record
from detente.batch.statements.record_statements import RecordStatement, statements_of

# Statements predicted together. The first rows are not kept waiting: chunks grow from the smaller size.
CHUNK = 2048
FIRST_CHUNK = 32

# Characters in the rows of a chunk, roughly: a table of long articles would fill the memory otherwise.
CHUNK_CHARACTERS = 8 * 1024 * 1024


def cut(
    records: Iterable[Record], planner: DocumentPlanner | None = None, *, chunk: int = CHUNK
) -> Iterator[list[RecordStatement]]:
    """Split records into statements, and yield them in chunks that are predicted together.

    A chunk may end within a document. It has up to `chunk` statements; the first ones have fewer, and so have those
    with long columns.
    """
    yield from gather(statements_of(records, planner), _growing_to(chunk))


def gather(statements: Iterable[RecordStatement], sizes: Iterable[int]) -> Iterator[list[RecordStatement]]:
    """Gather statements into chunks of these sizes, one after another; one ends early where its columns are long.

    No statement is read before the chunk that it is in is asked for.
    """
    rest = iter(statements)
    for size in sizes:
        chunk: list[RecordStatement] = []
        characters = 0
        for statement in islice(rest, size):
            chunk.append(statement)
            characters += _characters_of(statement)
            if characters >= CHUNK_CHARACTERS:
                break
        if not chunk:
            return
        yield chunk


def _growing_to(largest: int) -> Iterator[int]:
    size = min(FIRST_CHUNK, largest)
    while True:
        yield size
        size = min(2 * size, largest)


def _characters_of(statement: RecordStatement) -> int:
    """Count the characters that a statement keeps in memory, roughly."""
    plan = statement.plan
    context = 0 if plan is None else len(plan.context) + sum(len(one.earlier) for one in plan.targets)
    return len(statement.statement or "") + context + _characters(statement.record.columns)


def _characters(value: object) -> int:
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, Mapping):
        return sum(map(_characters, value.values()))
    if isinstance(value, list | tuple):
        return sum(map(_characters, value))
    return 1
