"""Where `detente predict` has its statements judged: in this process, or on a cluster."""

from collections.abc import Iterator
from contextlib import contextmanager

from detente.batch.predicting import PredictChunks
from detente.batch.run_settings import RunSettings, predict_here


@contextmanager
def judging(
    settings: RunSettings, *, workers: int | None = None, address: str | None = None
) -> Iterator[PredictChunks]:
    """Give what judges chunks: this process, or a Ray cluster where `workers` or an `address` is given.

    Raises what `predicting_on_ray` raises.
    """
    if workers is None and address is None:
        yield predict_here(settings)
        return
    from detente.batch.ray.session import predicting_on_ray  # only here: a cold start does without

    with predicting_on_ray(settings, workers=workers, address=address) as predict:
        yield predict
