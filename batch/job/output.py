"""The rows of a finished job in one file."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from detente.batch.job.folder import ROWS_FOLDER
from detente.batch.job.manifest import Manifest
from detente.batch.job.shards import Shard, shard_name
from detente.batch.readers.stored_rows import read_rows
from detente.batch.sinks.sinks import checked_format, open_output, open_sink
from detente.batch.whole_file import check_file
from detente.model.errors import JobError


def check_output(output: Path, form: str | None) -> str:
    """Return the format of an output file, before any work is done for it.

    Raises InputError for an unsupported one, and where no file can be.
    """
    found = checked_format(output, form)
    check_file(output)
    return found


def is_written(output: Path, manifest: Manifest, *, form: str) -> bool:
    """Tell whether the rows of this job are in `output` already, in the format `form`."""
    return output.is_file() and manifest.outputs.get(str(output.resolve())) == _state(output, form)


def write_output(
    folder: Path,
    manifest: Manifest,
    output: Path,
    *,
    form: str,
    written: Callable[[int], None],
    notify: Callable[[str], None],
) -> None:
    """Write the rows of all shards to `output`, whole or not at all; `written` is told the number of shards done.

    `notify` is that of `open_sink`. Raises JobError where a shard has changed, and OSError where the disk refuses.
    """
    name = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    by = f"job-{name}"
    shards = _unchanged_shards(folder / ROWS_FOLDER, manifest, written)
    if form == manifest.form == "jsonl":
        with open_output(output, by=by) as out:
            for path in shards:
                with path.open("rb") as rows:
                    shutil.copyfileobj(rows, out)
    else:
        with open_sink(output, form, by=by, notify=notify) as sink:
            for path in shards:
                sink.write(read_rows(path))
    if output.is_file():
        manifest.outputs[str(output.resolve())] = _state(output, form)
        manifest.write(folder)


def _state(output: Path, form: str) -> dict[str, str | int]:
    return {"form": form, "bytes": output.stat().st_size}


def _unchanged_shards(rows: Path, manifest: Manifest, written: Callable[[int], None]) -> Iterator[Path]:
    """Yield the files of all shards, each checked just before; `written` is told when the next one is asked for."""
    for number, shard in enumerate(manifest.shards):
        path = rows / shard_name(number, manifest.form)
        _refuse_changed(path, shard)
        yield path
        written(number + 1)


def _refuse_changed(path: Path, shard: Shard) -> None:
    with path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != shard.sha256:
            raise JobError(
                f"{path}: changed since it was written; remove it, and the same command predicts its rows again"
            )
