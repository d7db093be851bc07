"""Exit codes of the command line."""

from typing import Final

BAD_ROWS: Final = 1
WRONG_CALL: Final = 2
HUNG_UP: Final = 129
INTERRUPTED: Final = 130
TERMINATED: Final = 143
