"""onnxruntime with its telemetry off: the only module that imports it, for all of the project.

The Linux and Windows builds of onnxruntime 1.32 queue usage events with a device id in the home folder as soon as they
load, and name a server to send them to. They read the switch once, when they load.
"""

import os
from typing import Any

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

__all__ = ["onnxruntime", "optimize_model"]


def optimize_model(path: str, **options: Any) -> Any:
    """Fuse the operators of an ONNX graph with onnxruntime's optimizer, which needs onnx and torch."""
    from onnxruntime.transformers import optimizer

    return optimizer.optimize_model(path, **options)
