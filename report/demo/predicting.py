"""A text or a file in, prediction rows out: the same that `detente predict` writes."""

import io
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from detente.batch.columns import row_kind
from detente.batch.plain_values import json_bytes
from detente.batch.planning import DocumentOptions
from detente.batch.predicting import predict_rows
from detente.batch.readers.folders import STDIN
from detente.batch.readers.inputs import read_records
from detente.batch.records import ReadOptions, Record, Row
from detente.batch.sinks.sinks import open_sink
from detente.model.classifying import PlanClassifier
from detente.model.errors import InputError

TEXT_LIMIT: Final = 1_000_000
SHOWN_ROWS: Final = 300
FILES: Final = ("stances.csv", "stances.jsonl")

# Few enough that a person who waits sees progress.
_CHUNK = 256
_SECONDS_BETWEEN_REPORTS = 0.5


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: its first rows, how many of each kind, and the files once they are complete."""

    rows: tuple[Row, ...]
    kinds: Counter[str]
    files: tuple[Path, ...] = ()

    @property
    def total(self) -> int:
        """How many rows there are."""
        return self.kinds.total()


def text_records(text: str) -> Iterator[Record]:
    """Read a text as a document, as `detente predict - --input-format txt` does.

    Raises InputError for an empty text, one longer than TEXT_LIMIT, and one that is not valid Unicode.
    """
    if not text.strip():
        raise InputError("nothing to predict: type or paste a text, or drop a file")
    if len(text) > TEXT_LIMIT:
        raise InputError(
            f"the text has {len(text):,} characters; upload texts longer than {TEXT_LIMIT:,} as a file"
        )
    try:
        stream = io.BytesIO(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise InputError(f"the text is not valid Unicode at character {error.start + 1}") from error
    return read_records([STDIN], stdin=stream, stdin_kind="txt", notify=_refuse)


def file_records(path: Path, *, text_column: str | None = None) -> Iterator[Record]:
    """Read a file as `detente predict FILE` does in the file's own folder: rows hold its name without the folder.

    Raises InputError for what `read_records` refuses, and for an empty file.
    """
    try:
        options = ReadOptions(text_column=(text_column or "").strip() or "text")
        # An encoding that was inferred stands in the rows.
        for record in read_records([path], options, notify=_refuse, remark=lambda _: None):
            yield replace(record, document=path.name)
    except InputError as error:
        raise InputError(str(error).replace(str(path), path.name)) from error


def chosen_targets(codes: Sequence[str] | None, others: str | None) -> list[str] | None:
    """Return the targets to look for: the codes that were ticked, and the names that were typed with commas.

    Returns None where there are none, for the default targets.
    """
    names = [name.strip() for name in (others or "").replace(";", ",").replace("\n", ",").split(",")]
    return [*(codes or ()), *filter(None, names)] or None


def predict_into(
    folder: Path,
    records: Iterator[Record],
    classifier: PlanClassifier,
    *,
    targets: Sequence[str] | None = None,
    documents: DocumentOptions | None = None,
) -> Iterator[Progress]:
    """Predict `records`, write the rows to FILES in `folder`, and report every half second and at the end.

    `documents` says how documents are read. Only the last report has files; a run that is stopped leaves none. Raises
    ActorsError for an unknown target, and what reading the records raises.
    """
    paths = tuple(folder / name for name in FILES)
    shown: list[Row] = []
    kinds: Counter[str] = Counter()
    reported = 0.0
    with ExitStack() as stack:
        sinks = [stack.enter_context(open_sink(path)) for path in paths]
        for row in predict_rows(records, classifier, targets=targets, chunk=_CHUNK, documents=documents):
            for sink in sinks:
                sink.write([row])
            kinds[row_kind(row)] += 1
            if len(shown) < SHOWN_ROWS:
                shown.append(row)
            if time.monotonic() - reported >= _SECONDS_BETWEEN_REPORTS:
                yield Progress(tuple(shown), kinds.copy())
                reported = time.monotonic()
    yield Progress(tuple(shown), kinds, paths)


def plain_rows(
    records: Iterator[Record],
    classifier: PlanClassifier,
    *,
    targets: Sequence[str] | None = None,
    documents: DocumentOptions | None = None,
) -> list[Row]:
    """Predict `records` and return rows of JSON values, equal to the lines that `detente predict` writes."""
    rows = predict_rows(records, classifier, targets=targets, documents=documents)
    return [json.loads(json_bytes(row)) for row in rows]


def _refuse(message: str) -> None:
    raise InputError(message)
