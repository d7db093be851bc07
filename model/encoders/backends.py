"""Which library runs a checkpoint, on which device and in which number format."""

from dataclasses import dataclass
from typing import Literal, get_args

from detente.model.checkpoint.folder import Checkpoint
from detente.model.encoders.encoder import Encoder
from detente.model.encoders.machine import cpu_multiplies_bf16, has_gpu, has_torch
from detente.model.errors import CheckpointError

Backend = Literal["auto", "onnx", "torch"]
Precision = Literal["auto", "fp32", "bf16", "fp16"]


@dataclass(frozen=True, slots=True)
class Choice:
    """How a checkpoint is run: the library, the device as torch names it, the number format, and why."""

    backend: Literal["onnx", "torch"]
    device: str
    precision: Literal["int8", "fp32", "bf16", "fp16"]
    why: str


def choose(
    checkpoint: Checkpoint,
    backend: Backend = "auto",
    *,
    device: str | None = None,
    precision: Precision = "auto",
) -> Choice:
    """Choose how to run a checkpoint; the options are those of `StanceClassifier.from_pretrained`.

    Raises CheckpointError if the checkpoint, the installation or the machine lacks what is asked for.
    """
    _check(backend, precision, device)
    if backend == "onnx":
        return _graph(checkpoint, device, precision, "the onnx backend was asked for")
    if backend == "torch":
        return _weights(checkpoint, device, precision, "the torch backend was asked for")
    if device not in (None, "cpu") or precision != "auto":
        return _weights(
            checkpoint, device, precision, "a device or a precision was named, which only torch supports"
        )
    if device is None and checkpoint.weights is not None and has_gpu():
        return _weights(checkpoint, "cuda", precision, "torch finds a GPU")
    if checkpoint.onnx is not None:
        return _graph(checkpoint, device, precision, "on a CPU the int8 graph runs without torch")
    return _weights(checkpoint, device or "cpu", precision, "the checkpoint has no int8 graph")


def load_encoder(checkpoint: Checkpoint, choice: Choice, *, threads: int | None = None) -> Encoder:
    """Load the encoder of a checkpoint as chosen; raises CheckpointError if that fails."""
    # Only the library that runs is imported: torch alone takes seconds.
    if choice.backend == "onnx" or choice.precision == "int8":
        from detente.model.encoders.onnx_encoder import OnnxEncoder

        if checkpoint.onnx is None:
            raise CheckpointError(f"{checkpoint.folder}: has no ONNX graph")
        return OnnxEncoder(checkpoint.onnx, threads=threads)
    try:
        from detente.model.encoders.torch_encoder import TorchEncoder
    except ImportError as error:
        raise CheckpointError(f"the torch backend needs torch and transformers: {error}") from error
    return TorchEncoder(
        checkpoint.folder,
        sources=len(checkpoint.settings.sources),
        device=choice.device,
        threads=threads,
        precision=choice.precision,
    )


def check_threads(threads: object) -> None:
    """Raise CheckpointError unless it is a whole number from 1, or None for all cores."""
    if threads is not None and (not isinstance(threads, int) or isinstance(threads, bool) or threads < 1):
        raise CheckpointError(
            f"threads is {threads!r}; accepted are whole numbers from 1, and None for all cores"
        )


def _check(backend: str, precision: str, device: object) -> None:
    for name, value, accepted in (
        ("backend", backend, get_args(Backend)),
        ("precision", precision, get_args(Precision)),
    ):
        if value not in accepted:
            raise CheckpointError(f"{name} {value!r} is unknown; accepted are {', '.join(accepted)}")
    if device is not None and not (isinstance(device, str) and device):
        raise CheckpointError(
            f"device {device!r} is no name; accepted are those of torch, such as 'cpu', 'cuda' and 'cuda:1'"
        )


def _graph(checkpoint: Checkpoint, device: str | None, precision: Precision, why: str) -> Choice:
    if device not in (None, "cpu"):
        raise CheckpointError(f"the onnx backend runs on the CPU; for {device} use the torch backend")
    if precision != "auto":
        raise CheckpointError(f"the onnx backend runs in int8; for {precision} use the torch backend")
    if checkpoint.onnx is None:
        raise CheckpointError(f"{checkpoint.folder}: has no ONNX graph; use the torch backend")
    return Choice("onnx", "cpu", "int8", why)


def _weights(checkpoint: Checkpoint, device: str | None, precision: Precision, why: str) -> Choice:
    if checkpoint.weights is None:
        raise CheckpointError(f"{checkpoint.folder}: has no safetensors weights; use the onnx backend")
    if not has_torch():
        raise CheckpointError(
            f"{checkpoint.folder}: {why}, but torch and transformers are not installed; install them with "
            "pip install '.[train]' in the project's folder"
        )
    device = device or ("cuda" if has_gpu() else "cpu")
    if precision != "auto":
        return Choice("torch", device, precision, f"{why}; {precision} was asked for")
    found, reason = _fastest_format(device)
    return Choice("torch", device, found, f"{why}; {reason}")


def _fastest_format(device: str) -> tuple[Literal["fp32", "bf16", "fp16"], str]:
    if device == "cpu":
        if cpu_multiplies_bf16():
            return "bf16", "this CPU multiplies bf16 matrices faster"
        return "fp32", "this CPU multiplies no shorter format faster"
    if not device.startswith("cuda"):
        return "fp32", f"the speed of shorter formats on {device} is unknown"
    import torch

    try:
        generation = torch.cuda.get_device_capability(device)[0]
    except (RuntimeError, AssertionError, ValueError) as error:  # torch has no exception class for this
        raise CheckpointError(f"device {device!r} is not available: {error}") from error
    # AMD numbers its generations differently; torch supports none without bf16.
    if torch.version.hip or generation >= 8:
        return "bf16", "this GPU has units for bf16 matrices"
    # Volta and Turing: fp16 units only.
    if generation >= 7:
        return "fp16", "this GPU has units for fp16 matrices"
    return "fp32", "this GPU has no units for a shorter format"
