"""Runs a job: predicts shard by shard what is still missing, and writes all rows to one file at the end."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from detente.batch.columns import row_kind
from detente.batch.job.folder import ROWS_FOLDER, claimed
from detente.batch.job.inputs import JobInputs
from detente.batch.job.manifest import Manifest
from detente.batch.job.output import check_output, is_written, write_output
from detente.batch.job.shards import SHARD_STATEMENTS, ShardChunk, cut_shards, write_shards
from detente.batch.job.starting import check_shard_form, open_job
from detente.batch.predicting import PredictChunks, predict_keyed
from detente.batch.readers.folders import input_bytes
from detente.batch.readers.inputs import listed
from detente.batch.readers.meter import Meter
from detente.batch.records import Record, Row
from detente.batch.run_settings import RunSettings, basis_of, predict_here
from detente.model.errors import JobError, number_of

_log = logging.getLogger(__name__)

Stage = Literal["checking the input", "predicting", "writing the output"]


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is: the fraction of a stage that is done, None if unknown, and what all rows so far came to."""

    stage: Stage
    fraction: float | None
    kinds: Mapping[str, int]


Watch = Callable[[JobProgress], None]


@dataclass(frozen=True, slots=True)
class JobResult:
    """How a job ended: what its rows came to (`row_kind`), its shards, and what this very run has done."""

    kinds: Mapping[str, int]
    shards: int
    shards_predicted: int
    output_written: bool


@dataclass(kw_only=True)
class Job:
    """Files and folders to be predicted in a job folder, in shards of `shard_statements` statements.

    However often a job is killed and run again with the same arguments, the shards in `folder`/rows and its
    output are those of one run, byte for byte. `inputs` are one or several. `notify` is told what a user should
    know, `watch` how far the job is.
    """

    inputs: str | Path | Sequence[str | Path]
    folder: str | Path
    settings: RunSettings = field(default_factory=RunSettings)
    shard_statements: int = SHARD_STATEMENTS
    notify: Callable[[str], None] = _log.info
    watch: Watch | None = None

    def run(
        self,
        *,
        output: str | Path | None = None,
        form: str | None = None,
        predict: PredictChunks | None = None,
    ) -> JobResult:
        """Predict what no earlier run has predicted; a finished job is left as it is but for a missing `output`.

        `form` is the format of `output`, None for that of its ending; without `output` that of the shards,
        "jsonl" or "parquet". `predict` predicts the chunks, None for this machine with the checkpoint of
        `settings`.

        Raises JobError where the folder belongs to another job or is in use, an input cannot be read twice
        or changes meanwhile, or the disk refuses; and whatever `read_records` and `basis_of` raise.
        """
        inputs, folder = listed(self.inputs), Path(self.folder)
        to = None if output is None else Path(output)
        files = JobInputs(inputs)
        files.refuse(folder, to)
        output_form = None if to is None else check_output(to, form)
        shard_form = form if output is None else None
        check_shard_form(shard_form)
        basis = basis_of(self.settings)
        basis["options"]["shard_size"] = self.shard_statements
        meter = Meter(total=input_bytes(inputs) or 0, limit=self.settings.limit)
        records = self._records(meter)  # refuses what it cannot read, before the folder is made
        with claimed(folder), _disk_errors_explained(folder):
            manifest = open_job(
                folder,
                files,
                basis,
                form=shard_form,
                output_form=output_form,
                notify=self.notify,
                checked=self._checked(meter),
            )
            before = len(manifest.shards)
            if not manifest.complete:
                self._predict(manifest, records, predict or predict_here(self.settings), meter)
                files.refuse_changes()
                manifest.complete = True
                manifest.write(folder)
            written = output_form is not None and to is not None and self._write(manifest, to, output_form)
        shards = len(manifest.shards)
        return JobResult(manifest.kinds, shards, shards - before, output_written=written)

    def _records(self, meter: Meter) -> Iterator[Record]:
        records = self.settings.read(self.inputs, notify=self.notify, meter=meter)
        return self.settings.up_to_limit(records, self.notify)

    def _predict(
        self, manifest: Manifest, records: Iterator[Record], predict: PredictChunks, meter: Meter
    ) -> None:
        folder, first = Path(self.folder), len(manifest.shards)
        if first:
            self.notify(
                f"{folder}: resuming after {number_of(first, 'shard')} with {number_of(manifest.kinds.total(), 'row')}"
            )
        planner = self.settings.planner(notify=self.notify)
        chunks = cut_shards(records, planner, start=manifest.end, statements=self.shard_statements)
        predicted = self._predicted(chunks, predict, manifest, meter)
        for shard in write_shards(predicted, folder / ROWS_FOLDER, form=manifest.form, first=first):
            manifest.shards.append(shard)
            manifest.write(folder)

    def _predicted(
        self, chunks: Iterator[ShardChunk], predict: PredictChunks, manifest: Manifest, meter: Meter
    ) -> Iterator[tuple[ShardChunk, list[Row]]]:
        kinds = manifest.kinds
        # How much is read is asked when a chunk is read, and told when it is predicted.
        keyed = (((chunk, meter.fraction()), chunk.statements) for chunk in chunks)
        for (chunk, fraction), rows in predict_keyed(keyed, predict):
            kinds.update(map(row_kind, rows))
            self._tell("predicting", fraction, kinds.copy())
            yield chunk, rows

    def _write(self, manifest: Manifest, output: Path, form: str) -> bool:
        if is_written(output, manifest, form=form):
            return False
        count, kinds = len(manifest.shards), manifest.kinds
        write_output(
            Path(self.folder),
            manifest,
            output,
            form=form,
            written=lambda done: self._tell("writing the output", done / count, kinds),
            notify=self.notify,
        )
        return True

    def _checked(self, meter: Meter) -> Callable[[int], None]:
        total = max(meter.total or 0, 1)
        return lambda done: self._tell("checking the input", done / total, {})

    def _tell(self, stage: Stage, fraction: float | None, kinds: Mapping[str, int]) -> None:
        if self.watch is not None:
            self.watch(JobProgress(stage, fraction, kinds))


@contextmanager
def _disk_errors_explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise JobError(
            f"{error.filename or folder}: {error.strerror or error}; what is done stays in {folder}, and the same "
            "command resumes there"
        ) from error
