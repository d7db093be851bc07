"""What this machine and installation offer for running a network, found without importing torch."""

import os
import shutil
from functools import cache
from pathlib import Path
from typing import Final

from detente.model.errors import missing_modules

# Of Linux, of Windows' subsystem for Linux, and of AMD.
_GPU_FILES: Final = ("/dev/nvidiactl", "/dev/dxg", "/dev/kfd")
_CPU_FILE: Final = Path("/proc/cpuinfo")


def usable_cores() -> int:
    """How many cores this process may use, which can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cores_for(threads: int | None) -> int:
    """How many cores to use where `threads` are asked for: no more than there are, and all of them for None."""
    return min(threads or usable_cores(), usable_cores())


def has_torch() -> bool:
    """Whether torch and transformers are installed."""
    return not missing_modules(("torch", "transformers"))


def has_gpu() -> bool:
    """Whether torch is installed and has a GPU to run on.

    torch takes seconds to import, so it is asked only if there is another sign of a GPU.
    """
    hinted = any(Path(file).exists() for file in _GPU_FILES) or shutil.which("nvidia-smi") is not None
    if not hinted or not has_torch():
        return False
    import torch

    return torch.cuda.is_available()


@cache
def cpu_multiplies_bf16() -> bool:
    """Whether the CPU multiplies bf16 matrices faster than fp32 ones.

    It does with a unit for such products (AMX), and with AVX-512's bf16 instructions if it is AMD's (Zen 4 and
    later). On Intel's these instructions alone were no faster than fp32 when measured.
    """
    try:
        told = _CPU_FILE.read_text(encoding="utf-8", errors="replace").split()
    except OSError:
        return False  # not Linux
    return "amx_bf16" in told or ("AuthenticAMD" in told and "avx512_bf16" in told)
