"""How `detente predict` runs: what predicts its chunks, here or on a cluster, and a job with its progress."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from detente.batch.job.folder import ROWS_FOLDER
from detente.batch.job.run import Job, JobResult
from detente.batch.job.shards import SHARD_STATEMENTS
from detente.batch.predicting import PredictChunks
from detente.batch.readers.formats import accepted_kinds
from detente.batch.run_settings import RunSettings, predict_here
from detente.model.errors import InputError, number_of
from detente.scripts.terminal.languages import telling_languages
from detente.scripts.terminal.progress import progress_bar, summary
from detente.scripts.terminal.stderr import tell


@contextmanager
def open_predictor(
    settings: RunSettings, *, workers: int | None, address: str | None
) -> Iterator[PredictChunks]:
    """Give a function that predicts chunks: here, or on a Ray cluster if `workers` or `address` is given.

    It tells on standard error what `telling_languages` does. Raises what `predicting_on_ray` raises.
    """
    if workers is None and address is None:
        yield telling_languages(predict_here(settings), settings.checkpoint)
        return
    from detente.batch.ray.session import predicting_on_ray  # only here, to keep the start fast

    with predicting_on_ray(settings, workers=workers, address=address) as predict:
        yield telling_languages(predict, settings.checkpoint)


def job_of(inputs: Sequence[str], folder: Path, *, settings: RunSettings, shard_size: int | None) -> Job:
    """Return the job of these inputs; a `shard_size` of None is the usual one. Raises InputError without inputs."""
    if not inputs:
        raise InputError(
            f"--job needs input files ({accepted_kinds()}) or folders; it cannot read standard input, "
            "so save that to a file first"
        )
    size = shard_size or SHARD_STATEMENTS
    return Job(inputs=inputs, folder=folder, settings=settings, shard_statements=size, notify=tell)


def predict_job(
    job: Job, *, output: Path | None, form: str | None, predict: PredictChunks
) -> Mapping[str, int]:
    """Run a job with a progress bar and print how it ended; returns the number of rows of each kind.

    The arguments and the errors are those of `Job.run`.
    """
    try:
        with progress_bar() as show:
            watched = replace(job, watch=lambda seen: show(seen.stage, seen.fraction, seen.kinds))
            result = watched.run(output=output, form=form, predict=predict)
    except (KeyboardInterrupt, SystemExit):
        tell(f"{job.folder}: stopped; run the same command again to resume")
        raise
    tell(_job_summary(result, Path(job.folder), output))
    return result.kinds


def _job_summary(result: JobResult, folder: Path, output: Path | None) -> str:
    rows = f"{folder / ROWS_FOLDER} ({number_of(result.shards, 'shard')})"
    if result.output_written:
        rows = f"{output}, and shards in {folder / ROWS_FOLDER}"
    elif output is not None:
        rows = f"{output}, which already existed"
    done = "" if result.shards_predicted else f"{folder}: already finished; "
    return f"{done}{summary(result.kinds)} → {rows}"
