"""What a run ran on: versions, processor, threads; kept beside its metrics."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version

import torch

PACKAGES = (
    "detente",
    "torch",
    "transformers",
    "tokenizers",
    "datasets",
    "accelerate",
    "onnx",
    "onnxruntime",
    "numpy",
)


def package_versions() -> dict[str, str]:
    """Installed versions of the packages that decide a result."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def describe_machine() -> dict[str, object]:
    """Processor, cores, threads and accelerator of this machine."""
    return {
        "system": platform.system(),
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "threads": torch.get_num_threads(),
        "capability": torch.backends.cpu.get_cpu_capability(),
        "accelerator": torch.cuda.get_device_name(0) if torch.cuda.is_available() else None,
    }
