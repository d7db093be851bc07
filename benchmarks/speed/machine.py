"""The machine and the libraries that figures of speed belong to."""

import os
import platform
import re
import shlex
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from speed.avx2_only import is_avx2_only

PACKAGES = ("detente", "onnxruntime", "tokenizers", "numpy", "torch", "transformers")
# What decides how fast small numbers are multiplied, on x86 and on Arm.
TELLING_FLAGS = (
    "avx2", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8",
    "asimddp", "i8mm", "bf16", "sve",
)  # fmt: skip


def describe_machine() -> dict[str, Any]:
    """Processor, the instructions that matter, cores, memory, system and library versions.

    `switched_off` has those instructions that the processor has and the measurement does without, if there are any.
    """
    told = cpuinfo()
    flags = set((told.get("flags") or told.get("Features") or "").split())
    telling = [flag for flag in TELLING_FLAGS if flag in flags]
    used = [flag for flag in telling if flag == "avx2"] if is_avx2_only() else telling
    switched_off = [flag for flag in telling if flag not in used]
    return {
        "processor": told.get("model name") or platform.processor() or platform.machine(),
        "family_model_stepping": "/".join(told.get(key, "?") for key in ("cpu family", "model", "stepping")),
        "flags": used,
        **({"switched_off": switched_off} if switched_off else {}),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_bytes": _memory(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "versions": {name: found for name in PACKAGES if (found := _version(name))},
    }


def command_line(program: str, words: Sequence[str]) -> str:
    """How a program of this folder was called. Absolute paths are cut to their last part."""
    shown = [Path(word).name if Path(word).is_absolute() else word for word in words]
    return shlex.join(["python", f"benchmarks/{Path(program).name}", *shown])


def cpuinfo() -> dict[str, str]:
    """What Linux tells of the first processor, by name; empty on other systems."""
    path = Path("/proc/cpuinfo")
    if not path.is_file():
        return {}
    first = path.read_text(encoding="utf-8").split("\n\n")[0]
    return dict(re.findall(r"^([^\t:\n]+?)\s*: (.*)$", first, re.MULTILINE))


def _memory() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return None


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
