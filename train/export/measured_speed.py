"""What a record of `benchmarks/inference.py` says of the speed of a checkpoint."""

import json
import statistics
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.model.checkpoint.folder import Checkpoint
from detente.model.checkpoint.known_scores import KnownSpeed
from detente.model.errors import InputError


def read_measured_speed(path: Path, checkpoint: Checkpoint) -> KnownSpeed:
    """The speed of `checkpoint` in the record `path`: the median of the rounds, the start left out.

    Raises InputError where `path` is no such record, has no comparison or is of another checkpoint.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        fingerprint = record["checkpoint"]["fingerprint"]
        speed = speed_in(record)
    except (OSError, ArithmeticError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise InputError(
            f"{path}: holds no comparison by `python benchmarks/inference.py {checkpoint.folder}`: {error!r}"
        ) from error
    if fingerprint != checkpoint.fingerprint:
        raise InputError(f"{path}: is of another checkpoint than the one in {checkpoint.folder}")
    return speed


def speed_in(record: Mapping[str, Any]) -> KnownSpeed:
    """The speed that a record tells, which must have a comparison."""
    machine, first = record["machine"], record["comparison"]["contenders"][0]
    return KnownSpeed(
        pairs_a_second=round(statistics.median(first["pairs_a_second"]), 1),
        machine=f"{machine['processor']}, {machine['cores']} cores",
        command=record["commands"]["comparison"],
    )
