"""Predicting chunks on a cluster, for the time of a `with` block."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager

from detente.batch.predicting import PredictChunks
from detente.batch.ray.cluster import check_address, check_ray, cluster
from detente.batch.ray.quiet import native_chatter_off
from detente.batch.ray.worker import WorkerSettings
from detente.batch.records import Row
from detente.batch.run_settings import RunSettings
from detente.batch.statements.record_statements import RecordStatement


@contextmanager
def predicting_on_ray(
    settings: RunSettings, *, workers: int | None = None, address: str | None = None
) -> Iterator[PredictChunks]:
    """Give what predicts chunks on a Ray cluster; it takes the place of `predict_here`.

    The cluster is one of `workers` processes on this machine, or the one at `address`; it is started or
    joined once there are chunks to predict, and left at the end of the block. `workers` is None for as many as
    there are cores for, at `settings.threads` each (None for one). Of `settings`, those of the classifier and
    `targets` count.

    Raises, before anything is started, ClusterError where Ray is missing or no cluster answers, and whatever
    `WorkerSettings.checked` raises; later, what `cluster` and `predict_on_cluster` raise.
    """
    check_ray()
    if address is not None:
        check_address(address)
    checked = WorkerSettings.checked(settings)
    with native_chatter_off(), ExitStack() as stack:

        def predict(chunks: Iterator[Sequence[RecordStatement]]) -> Iterator[list[Row]]:
            size = stack.enter_context(cluster(address, workers=workers, threads=checked.threads))
            from detente.batch.ray.predicting import predict_on_cluster  # imports Ray, which takes seconds

            # Ended here, with the cluster still there, even where whoever takes the rows has stopped half-way.
            return stack.enter_context(closing(predict_on_cluster(chunks, checked, size)))

        yield predict
