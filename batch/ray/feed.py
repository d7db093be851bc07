"""Chunks from the process that reads them to the cluster, a few at a time, however long the input is."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ray.exceptions import RayError
from ray.util.queue import Queue

from detente.batch.ray.worker import Batch, Chunk, column
from detente.batch.statements.record_statements import RecordStatement

if TYPE_CHECKING:
    from ray.data import Dataset

# Chunks that wait in the queue; those that Ray Data has taken up wait in its object store besides.
_WAITING = 2
_LAST_WAIT_SECONDS = 5


class Feed:
    """Reads chunks in a thread and gives them as a Ray dataset; a context manager that stops the thread.

    The input is read here, where the command was given: the cluster needs none of its files, and it may be
    a pipe. Reading waits where the cluster is slower.
    """

    def __init__(self, chunks: Iterable[Sequence[RecordStatement]]) -> None:
        self._chunks = chunks
        self._queue = Queue(maxsize=_WAITING, actor_options={"num_cpus": 0})
        self._thread = Thread(target=self._read, name="detente-feed", daemon=True)
        self._error: BaseException | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._queue.shutdown(force=True)
        self._thread.join(_LAST_WAIT_SECONDS)  # a reader that waits for a pipe is not waited for

    def dataset(self) -> "Dataset":
        """Return the chunks as a dataset of one column, "chunk", a block for each."""
        import ray.data

        return ray.data.from_items([0]).map_batches(
            partial(_draw, queue=self._queue), batch_size=None, num_cpus=0
        )

    def raise_error(self) -> None:
        """Raise what reading the chunks has raised, if anything."""
        if self._error is not None:
            raise self._error

    def _read(self) -> None:
        try:
            for number, statements in enumerate(self._chunks):
                self._queue.put(Chunk(number, statements))
        except BaseException as error:  # noqa: BLE001 - raised again by `raise_error`, in the thread that asks
            self._error = error
        with suppress(RayError):  # the queue is gone where nobody wants the rest
            self._queue.put(None)


def _draw(batch: Batch, *, queue: Queue) -> Iterator[dict[str, Any]]:  # noqa: ARG001 - the one row stands for all
    while (chunk := queue.get()) is not None:
        yield column("chunk", [chunk])
    queue.put(None)  # if Ray has this done again, there is an end again
