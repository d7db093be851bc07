"""Predicting on a Ray cluster: chunks in, rows out, in order, as one machine gives them."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ray.data import ActorPoolStrategy, DataContext
from ray.exceptions import RayActorError, RayError

from detente.batch.ray.cluster import Size
from detente.batch.ray.feed import Feed
from detente.batch.ray.worker import PredictedChunk, StanceWorker, WorkerSettings
from detente.batch.records import Row
from detente.batch.statements.record_statements import RecordStatement
from detente.model.errors import ClusterError

if TYPE_CHECKING:
    from ray.data import Dataset


def predict_on_cluster(
    chunks: Iterable[Sequence[RecordStatement]], settings: WorkerSettings, size: Size
) -> Generator[list[Row], None, None]:
    """Predict chunks on the workers of the cluster that `cluster` has started or joined, as `predict_chunks` does here.

    A chunk is predicted by one worker, so its rows are those that this machine alone would give, to the last digit.
    Raises what a worker cannot do (CheckpointError, ActorsError), what reading the chunks raises, and
    ClusterError where workers are lost.
    """
    with Feed(chunks) as feed:
        try:
            for number, chunk in enumerate(_predicted(feed, settings, size)):
                if chunk.error is not None:
                    raise chunk.error
                if chunk.number != number:
                    raise ClusterError(f"the cluster lost chunk {number} of the input; start again")
                yield chunk.rows
            feed.raise_error()
        except RayError as error:
            raise ClusterError(_explained(error)) from error


def _predicted(feed: Feed, settings: WorkerSettings, size: Size) -> Iterator[PredictedChunk]:
    with DataContext.current(_context()):
        dataset = _dataset(feed.dataset(), settings, size)
    # Nothing is fetched ahead: the rows of a slow pipe would wait for those after them.
    for batch in dataset.iter_batches(batch_size=None, batch_format="numpy", prefetch_batches=0):
        yield from batch["predicted"]


def _dataset(chunks: "Dataset", settings: WorkerSettings, size: Size) -> "Dataset":
    return chunks.map_batches(
        StanceWorker,
        fn_constructor_args=(settings,),
        batch_size=1,
        batch_format="numpy",
        compute=ActorPoolStrategy(size=size.workers),
        num_cpus=size.threads,
        num_gpus=gpus_of(settings),
    )


def gpus_of(settings: WorkerSettings) -> int:
    """Return how many GPUs the cluster is to set aside for each worker."""
    return 1 if (settings.device or "").startswith("cuda") else 0


def _context() -> DataContext:
    context = DataContext.get_current().copy()
    context.execution_options.preserve_order = True
    # Blocks are not filled up: each chunk is on its way to a worker as soon as it is read.
    context.target_max_block_size = 1
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    return context


def _explained(error: RayError) -> str:
    said = str(error)
    if "No module named 'detente" in said:
        return "détente is not installed on a machine of the cluster; install the same version on all of them"
    if isinstance(error, RayActorError):
        return f"workers keep dying; if memory ran out, use fewer: {_last_line(said)}"
    return f"the cluster stopped: {_last_line(said)}"


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no reason given")
