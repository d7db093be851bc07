"""Shards: the rows of a job in files of some thousand statements each, cut the same way in every run."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from detente.batch.chunks import CHUNK, CHUNK_CHARACTERS, RecordStatement, characters_of, statements_of
from detente.batch.columns import row_kind
from detente.batch.records import Record, Row
from detente.batch.sinks.sinks import open_sink

# Statements a shard holds: what is judged again, at the most, after a run that was killed.
SHARD_STATEMENTS = 8192


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the input: so many records lie before it, and so many statements of the next record."""

    records: int = 0
    statements: int = 0

    def after(self, piece: RecordStatement) -> "Place":
        """Return the place behind a piece that begins here."""
        return Place(self.records + 1) if piece.ends_record else Place(self.records, self.statements + 1)


@dataclass(frozen=True, slots=True)
class Portion:
    """What is judged together, where in the input it ends, and whether its shard is full with it."""

    pieces: list[RecordStatement]
    end: Place
    fills_shard: bool


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard on disk: its size, what its rows came to (`row_kind`), and where in the input it ends."""

    rows: int
    kinds: dict[str, int] = field(hash=False)
    bytes: int
    sha256: str
    end: Place


def shard_name(number: int, form: str) -> str:
    """Return the file name of a shard; numbers count from 0, names sort by number."""
    return f"part-{number:05d}.{form}"


def cut_portions(
    records: Iterable[Record], *, start: Place | None = None, statements: int = SHARD_STATEMENTS
) -> Iterator[Portion]:
    """Cut records into portions, and portions into shards of `statements` each, from the place `start` on.

    Where a shard ends depends on the input alone, if `start` is where another one does. What lies before
    `start` is read and not split, except for the record that `start` is in. A shard begins with a portion of
    its own, so that what is judged together depends on the shard alone.
    """
    place = start or Place()
    rest = statements_of(islice(records, place.records, None))
    pieces: list[RecordStatement] = []
    characters = 0
    left = statements
    for piece in islice(rest, place.statements, None):
        pieces.append(piece)
        place = place.after(piece)
        characters += characters_of(piece)
        left -= 1
        if not left or len(pieces) >= CHUNK or characters >= CHUNK_CHARACTERS:
            yield Portion(pieces, place, fills_shard=not left)
            pieces, characters, left = [], 0, left or statements
    if pieces:
        yield Portion(pieces, place, fills_shard=False)


def write_shards(
    judged: Iterable[tuple[Portion, list[Row]]], folder: Path, *, form: str, first: int = 0
) -> Iterator[Shard]:
    """Write judged portions into the shards of `folder`, numbered from `first`; gives each once it is on disk.

    `form` is an output format. A shard appears whole or not at all, and replaces an older one of its name.
    Raises OSError where the disk refuses.
    """
    rest = iter(judged)
    for number, opening in enumerate(rest, start=first):
        yield _write_shard(chain([opening], rest), folder / shard_name(number, form))


def _write_shard(judged: Iterable[tuple[Portion, list[Row]]], path: Path) -> Shard:
    kinds: Counter[str] = Counter()
    end = Place()
    with open_sink(path) as sink:
        for portion, rows in judged:
            sink.write(rows)
            kinds.update(map(row_kind, rows))
            end = portion.end
            if portion.fills_shard:
                break
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Shard(kinds.total(), dict(sorted(kinds.items())), path.stat().st_size, digest, end)
