"""Which library runs a checkpoint, chosen from what is there and what is asked for."""

from typing import Literal, get_args

from detente.model.checkpoint import Checkpoint
from detente.model.encoder import Encoder
from detente.model.errors import CheckpointError

Backend = Literal["auto", "onnx", "torch"]
Precision = Literal["fp32", "bf16"]


def load_encoder(
    checkpoint: Checkpoint,
    backend: Backend,
    *,
    device: str | None = None,
    threads: int | None = None,
    precision: Precision = "fp32",
) -> Encoder:
    """Load the encoder of a checkpoint; the choices are those of `StanceClassifier.from_pretrained`.

    Raises CheckpointError where the checkpoint or the machine lacks what the backend needs.
    """
    if backend not in get_args(Backend):
        raise CheckpointError(
            f"backend {backend!r} is not known; accepted are {', '.join(get_args(Backend))}"
        )
    if backend == "onnx" and device not in (None, "cpu"):
        raise CheckpointError(f"the onnx backend runs on the CPU; for {device} use the torch backend")
    # Either library is imported only when it is the one to run: torch alone takes seconds.
    if backend == "onnx" or (backend == "auto" and device is None and checkpoint.onnx is not None):
        if checkpoint.onnx is None:
            raise CheckpointError(f"{checkpoint.folder}: holds no ONNX graph; use the torch backend")
        from detente.model.onnx_encoder import OnnxEncoder

        return OnnxEncoder(checkpoint.onnx, threads=threads)
    if checkpoint.weights is None:
        raise CheckpointError(f"{checkpoint.folder}: holds no safetensors weights; use the onnx backend")
    try:
        from detente.model.torch_encoder import TorchEncoder
    except ImportError as error:
        raise CheckpointError(f"the torch backend needs torch and transformers: {error}") from error
    sources = len(checkpoint.settings.sources)
    return TorchEncoder(
        checkpoint.folder, sources=sources, device=device, threads=threads, precision=precision
    )
