"""What judges chunks on a cluster, for the time of a `with` block."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager

from detente.model.batch.job.settings import JobSettings
from detente.model.batch.judging import JudgeChunks
from detente.model.batch.pieces import Piece
from detente.model.batch.ray.cluster import check_address, check_ray, cluster
from detente.model.batch.ray.quiet import native_chatter_off
from detente.model.batch.ray.worker import WorkerSettings
from detente.model.batch.records import Row


@contextmanager
def judging_on_ray(
    settings: JobSettings, *, workers: int | None = None, address: str | None = None
) -> Iterator[JudgeChunks]:
    """Give what judges chunks on a Ray cluster; it takes the place of `judge_here`.

    The cluster is one of `workers` processes on this machine, or the one at `address`; it is started or
    joined once there are chunks to judge, and left at the end of the block. `workers` is None for as many as
    there are cores for, at `settings.threads` each (None for one). Of `settings`, those of the classifier and
    `targets` count.

    Raises, before anything is started, ClusterError where Ray is missing or no cluster answers, and whatever
    `WorkerSettings.checked` raises; later, what `cluster` and `judge_on_cluster` raise.
    """
    check_ray()
    if address is not None:
        check_address(address)
    checked = WorkerSettings.checked(settings)
    with native_chatter_off(), ExitStack() as stack:

        def judge(chunks: Iterator[Sequence[Piece]]) -> Iterator[list[Row]]:
            size = stack.enter_context(cluster(address, workers=workers, threads=checked.threads))
            from detente.model.batch.ray.judging import judge_on_cluster  # imports Ray, which takes seconds

            # Ended here, with the cluster still there, even where whoever takes the rows has stopped half-way.
            return stack.enter_context(closing(judge_on_cluster(chunks, checked, size)))

        yield judge
