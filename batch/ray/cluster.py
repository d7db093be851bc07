"""A Ray cluster to predict on: one on this machine for the time of a run, or an existing one."""

import importlib
import logging
import os
import re
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import current_thread, main_thread
from typing import Any

from detente.batch.ray.quiet import printing_off
from detente.model.encoders.machine import usable_cores
from detente.model.errors import ClusterError, require_modules

AUTO = "auto"
_HOST_AND_PORT = re.compile(r"(?P<host>[^\s/:]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})")
_REACHED_WITHIN_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Size:
    """How many workers, with how many cores each."""

    workers: int
    threads: int


def check_ray() -> None:
    """Raise ClusterError where Ray is not installed."""
    require_modules(["ray"], "ray", need="a cluster needs", error=ClusterError)


def check_address(address: str) -> None:
    """Raise ClusterError unless something answers at `address`: a host and a port, or "auto" for what Ray finds."""
    if address == AUTO:
        address = _found_by_ray() or AUTO
        if address == AUTO:
            return
    found = _HOST_AND_PORT.fullmatch(address)
    if found is None:
        raise ClusterError(
            f"{address!r} is no address of a cluster; accepted are host:port, such as 10.0.0.5:6379, and "
            f"{AUTO}, for the one that this machine belongs to"
        )
    # Ray itself would try for minutes.
    try:
        socket.create_connection(
            (found["host"].strip("[]"), int(found["port"])), timeout=_REACHED_WITHIN_SECONDS
        ).close()
    except (OSError, OverflowError) as error:
        raise ClusterError(
            f"no cluster answers at {address} ({error}); `ray start --head` prints the address of one"
        ) from error


def _found_by_ray() -> str | None:
    """Return the host and port that Ray means by "auto", which it keeps from a cluster that is gone too.

    None where another version of Ray does not say. Raises ClusterError where Ray knows of none.
    """
    services = importlib.import_module("ray._private.services")
    find = getattr(services, "canonicalize_bootstrap_address", None)
    if find is None:
        return None
    try:
        found: str | None = find(AUTO)
    except (ConnectionError, ValueError) as error:
        raise ClusterError(
            f"{AUTO} finds no cluster ({error}); give its address as host:port, which `ray start --head` prints"
        ) from error
    return found


@contextmanager
def cluster(address: str | None, *, workers: int | None, threads: int) -> Iterator[Size]:
    """Start a cluster on this machine, or join the one at `address`, and leave it at the end.

    `workers` is None for as many as there are cores for, at `threads` each. Ray's messages, its dashboard and
    its usage statistics are off. Raises ClusterError where the cluster cannot be started or joined, or none
    of its machines has `threads` cores.
    """
    import ray

    _connect(address, (workers or max(1, usable_cores() // threads)) * threads)
    try:
        with printing_off():
            yield _fitted(workers, threads)
    finally:
        ray.shutdown()


def _connect(address: str | None, cores: int) -> None:
    import ray

    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    local = address is None
    try:
        with _own_termination():
            ray.init(
                address=address or "local",
                num_cpus=cores if local else None,
                include_dashboard=False if local else None,
                log_to_driver=False,
                logging_level=logging.CRITICAL,
            )
    except Exception as error:  # Ray raises that very class where a cluster does not come up in time
        where = "on this machine cannot be started" if local else f"at {address} cannot be joined"
        hint = (
            "" if local else "; if it asks for a token, as `ray start` may have said, set RAY_AUTH_MODE=token"
        )
        raise ClusterError(f"the cluster {where}: {error}{hint}") from error
    import ray.data  # sets up a logger of its own, with the level that is changed here

    logging.getLogger("ray.data").setLevel(logging.CRITICAL)


@contextmanager
def _own_termination() -> Iterator[None]:
    """Take SIGTERM back from Ray, which takes it for itself while it connects, and exits with code 15."""
    ours = signal.getsignal(signal.SIGTERM)
    try:
        yield
    except SystemExit:
        if callable(ours):
            ours(signal.SIGTERM, None)
        raise
    finally:
        if current_thread() is main_thread():
            signal.signal(signal.SIGTERM, ours)


def _fitted(workers: int | None, threads: int) -> Size:
    import ray

    machines: Callable[[], list[dict[str, Any]]] = ray.nodes
    cores = [int(machine["Resources"].get("CPU", 0)) for machine in machines() if machine["Alive"]]
    if max(cores, default=0) < threads:
        raise ClusterError(
            f"no machine of the cluster has the {threads} cores that a worker is to use; the largest has "
            f"{max(cores, default=0)}"
        )
    return Size(workers or sum(count // threads for count in cores), threads)
