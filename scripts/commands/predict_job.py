"""`detente predict --job`: the same rows, in a folder in which a run that was stopped goes on."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from detente.batch.job.folder import ROWS_FOLDER
from detente.batch.job.run import Job, JobResult
from detente.batch.predicting import PredictChunks
from detente.batch.readers.formats import accepted_kinds
from detente.batch.run_settings import RunSettings
from detente.model.errors import InputError
from detente.scripts.terminal.progress import progress_bar, summary
from detente.scripts.terminal.stderr import tell


def predict_job(
    inputs: Sequence[str],
    folder: Path,
    settings: RunSettings,
    *,
    shard_statements: int,
    output: Path | None,
    form: str | None,
    predict: PredictChunks | None = None,
) -> Mapping[str, int]:
    """Run a job with a progress bar, and say how it ended; returns how many rows there are of which kind.

    The arguments and the errors are those of `Job`.
    """
    if not inputs:
        raise InputError(
            f"a job reads files ({accepted_kinds()}) and folders, and none is given: standard input can be read "
            "once only, so save it to a file first"
        )
    try:
        with progress_bar() as show:
            job = Job(
                inputs=inputs,
                folder=folder,
                settings=settings,
                shard_statements=shard_statements,
                notify=tell,
                watch=lambda seen: show(seen.stage, seen.fraction, seen.kinds),
            )
            result = job.run(output=output, form=form, predict=predict)
    except (KeyboardInterrupt, SystemExit):
        tell(f"{folder}: stopped; the same command goes on with what is left")
        raise
    tell(_ended(result, folder, output))
    return result.kinds


def _ended(result: JobResult, folder: Path, output: Path | None) -> str:
    rows = f"{folder / ROWS_FOLDER} ({result.shards:,} shards)"
    if result.output_written:
        rows = f"{output}, and in shards in {folder / ROWS_FOLDER}"
    elif output is not None:
        rows = f"{output}, which was there already"
    done = "" if result.shards_predicted else f"{folder}: judged before; "
    return f"{done}{summary(result.kinds)} → {rows}"
