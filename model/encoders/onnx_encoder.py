"""The int8 ONNX graph of a checkpoint, run by onnxruntime on the CPU."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from detente.model.encoders.encoder import Ids, PairLogits
from detente.model.encoders.machine import cores_for
from detente.model.encoders.onnx_library import onnxruntime
from detente.model.errors import CheckpointError

# In onnxruntime's messages when memory runs out; it has no exception class of its own for that.
_NO_MEMORY = ("failed to allocate memory", "bad_alloc", "bad allocation")
# In its message when an index lies outside the table it is looked up in.
_NO_EMBEDDING = "out of data bounds"


class OnnxEncoder:
    """Runs `onnx/model_int8.onnx`; `threads` is None for all cores.

    Each batch runs on one core, with as many batches side by side as there are cores: cores that share a
    batch wait for one another after every operator. The file is loaded beside whatever comes next, and the first
    use waits for it; `has_token` and `logits` raise CheckpointError if it cannot be loaded.
    """

    backend = "onnx"
    # Batches this small keep the activations of a layer in a core's cache.
    token_budget = 512

    def __init__(self, path: Path, *, threads: int | None = None) -> None:
        self.side_by_side = cores_for(threads)
        self._path = path
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4  # errors are raised as well
        options.intra_op_num_threads = 1
        # The file has the fusions that pay. onnxruntime would also fuse the norm with the sum before it, which
        # takes far longer than the two alone.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        loader = ThreadPoolExecutor(1)
        self._loading = loader.submit(_load, path, options)
        loader.shutdown(wait=False)

    def has_token(self, token_id: int) -> bool:
        """Whether the network has an embedding for the token; tried out, for a session does not tell its sizes."""
        ids = np.full((1, 1), token_id, np.int64)
        self._loading.result()
        try:
            self.logits(ids=ids, mask=np.ones_like(ids), type_ids=np.zeros_like(ids))
        except Exception as error:
            if _NO_EMBEDDING in str(error):
                return False
            raise CheckpointError(f"{self._path}: onnxruntime cannot run it: {error}") from error
        return True

    def logits(self, *, ids: Ids, mask: Ids, type_ids: Ids) -> PairLogits:
        """Run a batch of (rows, tokens) arrays; raises MemoryError if it does not fit into memory."""
        session, names = self._loading.result()
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": type_ids}
        wanted = {name: array for name, array in feed.items() if name in names}
        try:
            stance, source = session.run(["logits", "source_logits"], wanted)
        except Exception as error:
            if any(sign in str(error).lower() for sign in _NO_MEMORY):
                raise MemoryError(str(error)) from error
            raise
        return PairLogits(stance, source)


def _load(path: Path, options: Any) -> tuple[Any, frozenset[str]]:
    """The session of a file, and the names of its inputs."""
    try:
        session = onnxruntime.InferenceSession(
            str(path), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:
        raise CheckpointError(f"{path}: onnxruntime cannot load it: {error}") from error
    return session, frozenset(entry.name for entry in session.get_inputs())
