"""Where `detente predict` has its statements judged: in this process, or on a cluster."""

from collections.abc import Iterator
from contextlib import contextmanager

from detente.model.batch.job.settings import JobSettings, judge_here
from detente.model.batch.judging import JudgeChunks


@contextmanager
def judging(
    settings: JobSettings, *, workers: int | None = None, address: str | None = None
) -> Iterator[JudgeChunks]:
    """Give what judges chunks: this process, or a Ray cluster where `workers` or an `address` is given.

    Raises what `judging_on_ray` raises.
    """
    if workers is None and address is None:
        yield judge_here(settings)
        return
    from detente.model.batch.ray.session import judging_on_ray  # only here: a cold start does without

    with judging_on_ray(settings, workers=workers, address=address) as judge:
        yield judge
