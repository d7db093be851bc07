"""What is said to the person at the terminal, on standard error, where it does not mix with rows."""

import sys
from typing import Final

from rich.console import Console

# One for all who write there: a message is then printed above a progress bar and not into it.
STDERR: Final = Console(stderr=True)


def tell(message: str) -> None:
    """Say something in one line."""
    STDERR.print(message, style="yellow", markup=False, highlight=False, soft_wrap=True)


def is_watched() -> bool:
    """Tell whether standard error is a terminal, whatever the environment says of colours."""
    return sys.stderr is not None and sys.stderr.isatty()
