"""A processor as one with AVX2 alone: what its faster instructions would do is left to AVX2, so that both can be timed.

Torch and oneDNN have variables for this. onnxruntime has none: it asks the processor once, when it is imported. A copy
of it gets the reply of a processor without AVX-512, AMX and AVX-VNNI, by six bytes that are changed.
"""

import importlib.util
import os
import platform
import shutil
import sys
from pathlib import Path

VARIABLES = {"ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2", "MKL_ENABLE_INSTRUCTIONS": "AVX2"}
# What torch may use says what this process, and those that it starts, may use.
TOLD_BY = "ATEN_CPU_CAPABILITY"
LIBRARY = "capi/onnxruntime_pybind11_state*.so"
# The machine code before and after, where the library finds out which registers the system saves (`xgetbv` becomes
# "those of AVX"), and where it tests for AVX-VNNI (the bit that is looked at becomes none).
PATCHES = (
    ("31c9 0f01d089c0 48c1e2204809c248f7d0", "31c9 b807000000 48c1e2204809c248f7d0"),
    ("b807000000b9010000000fa2 a810", "b807000000b9010000000fa2 a800"),
)


def is_avx2_only() -> bool:
    """Whether this process was told to use AVX2 alone."""
    return os.environ.get(TOLD_BY) == VARIABLES[TOLD_BY]


def use_avx2_only(folder: Path) -> None:
    """Have every process that this one starts use AVX2 alone, by a copy of onnxruntime in `folder`.

    Raises RuntimeError on another system than Linux on x86-64, and where the installed onnxruntime has other machine
    code than the one that this was written for (1.32).
    """
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        raise RuntimeError("AVX2 alone can be had on Linux on x86-64 only")
    found = importlib.util.find_spec("onnxruntime")
    if found is None or found.origin is None:
        raise RuntimeError("onnxruntime is not installed")
    copy = folder / "onnxruntime"
    shutil.copytree(Path(found.origin).parent, copy)
    (library,) = copy.glob(LIBRARY)
    library.write_bytes(patched(library.read_bytes()))
    os.environ.update(VARIABLES)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))


def patched(code: bytes) -> bytes:
    """Return the machine code of the library with the replies changed; raises RuntimeError where they are not found."""
    for before, after in PATCHES:
        known = bytes.fromhex(before)
        if code.count(known) != 1:
            raise RuntimeError(
                "this onnxruntime asks the processor in another way than 1.32, for which AVX2 alone was written"
            )
        code = code.replace(known, bytes.fromhex(after))
    return code
