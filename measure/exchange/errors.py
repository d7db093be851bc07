"""Many faults of one file in one error."""

from collections.abc import Sequence
from typing import Final

from detente.model.errors import InputError

SHOWN: Final = 20


def refuse_errors(subject: object, errors: Sequence[str]) -> None:
    """Raise InputError where there are faults; it shows the first 20 and counts the rest."""
    if not errors:
        return
    count = "1 fault" if len(errors) == 1 else f"{len(errors):,} faults"
    shown = "".join(f"\n  {error}" for error in errors[:SHOWN])
    more = f"\n  and {len(errors) - SHOWN:,} more" if len(errors) > SHOWN else ""
    raise InputError(f"{subject}: {count}{shown}{more}")
