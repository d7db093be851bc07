"""Standard error without what native libraries write there by themselves."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from typing import TextIO

_STANDARD_ERROR = 2


@contextmanager
def native_chatter_off() -> Iterator[None]:
    """Discard what is written to the descriptor of standard error, except through `sys.stderr`.

    Ray's C++ half warns there of what concerns no user, and no setting stops it; its log folder has the
    same lines.
    """
    theirs = sys.stderr
    if theirs is None or not _writes_there(theirs):
        yield  # standard error is not ours to turn: a test or a notebook has put another in its place
        return
    theirs.flush()
    kept = os.dup(_STANDARD_ERROR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STANDARD_ERROR)
        with (
            open(kept, "w", 1, encoding=theirs.encoding, errors=theirs.errors, closefd=False) as ours,
            redirect_stderr(ours),
        ):
            yield
    finally:
        os.dup2(kept, _STANDARD_ERROR)
        os.close(kept)
        os.close(nowhere)


def _writes_there(stream: TextIO) -> bool:
    try:
        return stream.fileno() == _STANDARD_ERROR
    except (OSError, ValueError):
        return False
