"""What a record of `benchmarks/inference.py` says of the speed of a checkpoint."""

import json
import statistics
from collections.abc import Sequence
from pathlib import Path

from detente.model.checkpoint import Checkpoint
from detente.model.errors import InputError
from detente.model.known_speed import KnownSpeed


def read_measured_speed(path: Path, checkpoint: Checkpoint) -> KnownSpeed:
    """The speed of `checkpoint` in the record `path`: the median of the rounds, from file to file, start left out.

    Raises InputError where `path` is no such record, has no comparison or is of another checkpoint.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        fingerprint = record["checkpoint"]["fingerprint"]
        first = record["comparison"]["contenders"][0]
        machine = record["machine"]
        speed = KnownSpeed(
            pairs_a_second=round(statistics.median(first["pairs_a_second"]), 1),
            machine=f"{machine['processor']}, {machine['cores']} cores",
            command=_measured_by(record["commands"]),
        )
    except (OSError, ArithmeticError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise InputError(
            f"{path}: holds no comparison by `python benchmarks/inference.py {checkpoint.folder}`: {error!r}"
        ) from error
    if fingerprint != checkpoint.fingerprint:
        raise InputError(f"{path}: is of another checkpoint than the one in {checkpoint.folder}")
    return speed


def _measured_by(commands: Sequence[str]) -> str:
    # A record may hold parts of several runs; a run without --parts measures all of them.
    compared = [one for one in commands if "--parts" not in one or "comparison" in one]
    return (compared or commands)[-1]
