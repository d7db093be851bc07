"""Many faults of one file in one error."""

from collections.abc import Sequence
from typing import Final

from detente.model.errors import InputError

SHOWN: Final = 20


def refuse_faults(subject: object, faults: Sequence[str]) -> None:
    """Raise InputError where there are faults; it shows the first 20 and counts the rest."""
    if not faults:
        return
    count = "1 fault" if len(faults) == 1 else f"{len(faults):,} faults"
    shown = "".join(f"\n  {fault}" for fault in faults[:SHOWN])
    more = f"\n  and {len(faults) - SHOWN:,} more" if len(faults) > SHOWN else ""
    raise InputError(f"{subject}: {count}{shown}{more}")
