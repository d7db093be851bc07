"""Many errors of one file in one message."""

from collections.abc import Sequence
from typing import Final

from detente.model.errors import InputError

SHOWN: Final = 20


def refuse_errors(subject: object, errors: Sequence[str]) -> None:
    """Raise InputError where there are errors; it shows the first 20 and counts the rest."""
    if not errors:
        return
    count = "1 error" if len(errors) == 1 else f"{len(errors):,} errors"
    shown = "".join(f"\n  {error}" for error in errors[:SHOWN])
    more = f"\n  and {len(errors) - SHOWN:,} more" if len(errors) > SHOWN else ""
    raise InputError(f"{subject}: {count}{shown}{more}")
