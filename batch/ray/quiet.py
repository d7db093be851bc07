"""Standard output and standard error without what Ray and its native libraries write there by themselves."""

import importlib
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


@contextmanager
def printing_off() -> Iterator[None]:
    """Keep Ray from printing to standard output, among the rows, that a worker has died.

    No setting of Ray's does; that the worker is replaced, or why not, is told otherwise.
    """
    worker = importlib.import_module("ray._private.worker")
    kept = getattr(worker, "print_to_stdstream", None)
    if kept is None:  # another version prints elsewhere
        yield
        return
    setattr(worker, "print_to_stdstream", lambda *_, **__: None)  # noqa: B010 - types know no such name
    try:
        yield
    finally:
        setattr(worker, "print_to_stdstream", kept)  # noqa: B010


def _writes_there(stream: TextIO) -> bool:
    try:
        return stream.fileno() == _STANDARD_ERROR
    except (OSError, ValueError):
        return False
