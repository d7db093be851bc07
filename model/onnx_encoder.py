"""The int8 ONNX graph of a checkpoint, run by onnxruntime on the CPU."""

from pathlib import Path

import onnxruntime

from detente.model.encoder import Ids, PairLogits
from detente.model.errors import CheckpointError


class OnnxEncoder:
    """Runs `onnx/model_int8.onnx`; `threads` is None for all cores."""

    backend = "onnx"

    def __init__(self, path: Path, *, threads: int | None = None) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # What pays is fused in the file. Of what onnxruntime would fuse here, the norm with the sum before it
        # takes five times as long as the two alone.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        if threads is not None:
            options.intra_op_num_threads = threads
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), sess_options=options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise CheckpointError(f"{path}: onnxruntime cannot load it: {error}") from error
        self._inputs = {entry.name for entry in self._session.get_inputs()}

    def logits(self, *, ids: Ids, mask: Ids, type_ids: Ids) -> PairLogits:
        """Judge a batch of (rows, tokens) arrays."""
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": type_ids}
        wanted = {name: array for name, array in feed.items() if name in self._inputs}
        stance, source = self._session.run(["logits", "source_logits"], wanted)
        return PairLogits(stance, source)
