"""Runs a job: judges shard by shard what is not judged yet, and puts the rows together at the end."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from detente.batch.columns import row_kind
from detente.batch.job.folder import ROWS_FOLDER, claimed
from detente.batch.job.inputs import JobInputs
from detente.batch.job.manifest import Manifest
from detente.batch.job.opening import open_job
from detente.batch.job.output import check_output, is_written, write_output
from detente.batch.job.shards import Portion, cut_portions, write_shards
from detente.batch.predicting import PredictChunks, predict_marked
from detente.batch.readers.folders import input_bytes
from detente.batch.readers.inputs import read_records
from detente.batch.readers.meter import Meter
from detente.batch.records import Record, Row
from detente.batch.run_settings import RunSettings, basis_of, predict_here
from detente.model.errors import JobError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is: which part of a stage is done, 0 to 1 or None, and what all rows so far came to."""

    stage: Literal["checking the input", "judging", "writing the output"]
    fraction: float | None
    kinds: Mapping[str, int]


Watch = Callable[[JobProgress], None]


@dataclass(frozen=True, slots=True)
class JobResult:
    """How a job ended: what its rows came to (`row_kind`), its shards, and what this very run has done."""

    kinds: Mapping[str, int]
    shards: int
    shards_judged: int
    output_written: bool


def run_job(
    inputs: Sequence[str | Path],
    folder: Path,
    settings: RunSettings | None = None,
    *,
    output: Path | None = None,
    form: str | None = None,
    predict: PredictChunks | None = None,
    notify: Callable[[str], None] = _log.info,
    watch: Watch | None = None,
) -> JobResult:
    """Judge files and folders in a job folder; a job that was stopped goes on where it stopped.

    However often it is killed and called again with the same arguments, the shards in `folder`/rows and
    `output` come out as those of one run, byte for byte. A finished job is left as it is; only `output` is
    written if it is not there. `form` is the format of `output`, None for that of its ending; without
    `output` that of the shards, "jsonl" or "parquet". `predict` judges the chunks, None for this machine with
    the checkpoint of `settings`; `notify` is told what a user should know, `watch` how far the job is.

    Raises JobError where the folder belongs to another job or is in use, an input cannot be read twice or
    changes meanwhile, or the disk refuses; and whatever `read_records` and `basis_of` raise.
    """
    settings = settings or RunSettings()
    watch = watch or (lambda _: None)
    files = JobInputs(inputs)
    files.refuse(folder, *([] if output is None else [output]))
    output_form = None if output is None else check_output(output, form)
    basis = basis_of(settings)
    total = input_bytes(inputs) or 0
    meter = Meter(total=total, limit=settings.limit)
    records = _records(inputs, settings, notify, meter)
    with claimed(folder), _disk_errors_explained(folder):
        manifest = open_job(
            folder,
            files,
            basis,
            form=form if output is None else None,
            output_form=output_form,
            notify=notify,
            checked=lambda done: watch(JobProgress("checking the input", done / max(total, 1), {})),
        )
        before = len(manifest.shards)
        if before and not manifest.complete:
            notify(f"{folder}: goes on after {before:,} shards with {manifest.kinds.total():,} rows")
        if not manifest.complete:
            portions = cut_portions(records, start=manifest.end, statements=settings.shard_statements)
            judged = _judged(portions, predict or predict_here(settings), manifest, meter, watch)
            for shard in write_shards(judged, folder / ROWS_FOLDER, form=manifest.form, first=before):
                manifest.shards.append(shard)
                manifest.write(folder)
            files.refuse_changes()
            manifest.complete = True
            manifest.write(folder)
        to_write = False
        if output is not None and output_form is not None:
            to_write = not is_written(output, manifest, form=output_form)
            if to_write:
                write_output(folder, manifest, output, form=output_form, written=_written(manifest, watch))
    return JobResult(
        manifest.kinds, len(manifest.shards), len(manifest.shards) - before, output_written=to_write
    )


def _records(
    inputs: Sequence[str | Path], settings: RunSettings, notify: Callable[[str], None], meter: Meter
) -> Iterator[Record]:
    records = read_records(
        inputs,
        text_column=settings.text_column,
        target_column=settings.target_column,
        encoding=settings.encoding,
        notify=notify,
        meter=meter,
    )
    return islice(records, settings.limit)


def _judged(
    portions: Iterator[Portion], predict: PredictChunks, manifest: Manifest, meter: Meter, watch: Watch
) -> Iterator[tuple[Portion, list[Row]]]:
    kinds = manifest.kinds
    # How much is read is asked when a portion is read, and told when it is judged.
    marked = (((portion, meter.fraction()), portion.pieces) for portion in portions)
    for (portion, fraction), rows in predict_marked(marked, predict):
        kinds.update(map(row_kind, rows))
        watch(JobProgress("judging", fraction, kinds.copy()))
        yield portion, rows


def _written(manifest: Manifest, watch: Watch) -> Callable[[int], None]:
    count = len(manifest.shards)
    kinds = manifest.kinds
    return lambda done: watch(JobProgress("writing the output", done / count, kinds))


@contextmanager
def _disk_errors_explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise JobError(
            f"{error.filename or folder}: {error.strerror or error}; what is done stays in {folder}, and the same "
            "command goes on from there"
        ) from error
