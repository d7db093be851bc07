"""Shards: the rows of a job in files of some thousand statements each, cut the same way in every run."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice, repeat
from pathlib import Path

from detente.batch.chunks import CHUNK, gather
from detente.batch.columns import row_kind
from detente.batch.planning import DocumentPlanner
from detente.batch.records import Record, Row
from detente.batch.sinks.sinks import open_sink
from detente.batch.statements.record_statements import RecordStatement, statements_of

# Statements a shard holds: what is predicted again, at the most, after a run that was killed.
SHARD_STATEMENTS = 8192


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where in the input something ends: after so many records, and so many statements of the next record."""

    records: int = 0
    statements: int = 0

    def after(self, statement: RecordStatement) -> "Cursor":
        """Return the cursor behind a statement that begins here."""
        if statement.ends_record:
            return Cursor(self.records + 1)
        return Cursor(self.records, self.statements + 1)


@dataclass(frozen=True, slots=True)
class ShardChunk:
    """A chunk with the cursor at its end; `fills_shard` says that its shard is full with it."""

    statements: list[RecordStatement]
    end: Cursor
    fills_shard: bool


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard on disk: its size, what its rows came to (`row_kind`), and the cursor at its end."""

    rows: int
    kinds: dict[str, int] = field(hash=False)
    bytes: int
    sha256: str
    end: Cursor


def shard_name(number: int, form: str) -> str:
    """Return the file name of a shard; numbers count from 0, names sort by number."""
    return f"part-{number:05d}.{form}"


def cut_shards(
    records: Iterable[Record],
    planner: DocumentPlanner | None = None,
    *,
    start: Cursor | None = None,
    statements: int = SHARD_STATEMENTS,
) -> Iterator[ShardChunk]:
    """Cut records into chunks, and chunks into shards of `statements` each, from the cursor `start` on.

    Where a shard ends depends on the input alone, if `start` is where another one does. What lies before
    `start` is read and not split, except for the document that `start` is in: `planner` reads that one again, so that
    its statements mean what they meant before. A shard begins with a chunk of
    its own, so that what is predicted together depends on the shard alone.
    """
    cursor = start or Cursor()
    rest = islice(statements_of(records, planner, passed=cursor.records), cursor.statements, None)
    for first in rest:
        left = statements
        for chunk in gather(chain([first], islice(rest, statements - 1)), repeat(CHUNK)):
            for statement in chunk:
                cursor = cursor.after(statement)
            left -= len(chunk)
            yield ShardChunk(chunk, cursor, fills_shard=not left)


def write_shards(
    predicted: Iterable[tuple[ShardChunk, list[Row]]], folder: Path, *, form: str, first: int = 0
) -> Iterator[Shard]:
    """Write predicted chunks into the shards of `folder`, numbered from `first`; yields each once it is on disk.

    `form` is an output format. A shard appears whole or not at all, and replaces an older one of its name.
    Raises OSError where the disk refuses.
    """
    rest = iter(predicted)
    for number, first_chunk in enumerate(rest, start=first):
        yield _write_shard(chain([first_chunk], rest), folder / shard_name(number, form))


def _write_shard(predicted: Iterable[tuple[ShardChunk, list[Row]]], path: Path) -> Shard:
    kinds: Counter[str] = Counter()
    end = Cursor()
    with open_sink(path) as sink:
        for chunk, rows in predicted:
            sink.write(rows)
            kinds.update(map(row_kind, rows))
            end = chunk.end
            if chunk.fills_shard:
                break
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Shard(kinds.total(), dict(sorted(kinds.items())), path.stat().st_size, digest, end)
