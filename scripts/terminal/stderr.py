"""Messages on standard error, where they do not mix with rows."""

import sys
from typing import Final

from rich.console import Console

# One console for all messages, so that they are printed above a progress bar and not into it. A name such as a:100:b
# stays as it is.
STDERR: Final = Console(stderr=True, emoji=False)


def tell(message: str) -> None:
    """Print a message of one line."""
    STDERR.print(message, style="yellow", markup=False, highlight=False, soft_wrap=True)


def is_watched() -> bool:
    """Return whether standard error is a terminal, regardless of colour settings."""
    return sys.stderr is not None and sys.stderr.isatty()
