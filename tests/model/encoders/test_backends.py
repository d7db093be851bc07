"""What a checkpoint is run with: from what the machine has, and from what is asked for."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.model import StanceClassifier, load_classifier
from detente.model.checkpoint.folder import Checkpoint, open_checkpoint
from detente.model.encoders import backends, machine
from detente.model.encoders.backends import choose
from detente.model.errors import CheckpointError


@pytest.fixture
def whole(tiny_checkpoint: Path) -> Checkpoint:
    return open_checkpoint(tiny_checkpoint)


@pytest.fixture
def graphless(tiny_checkpoint: Path, tmp_path: Path) -> Checkpoint:
    ignored = shutil.ignore_patterns("onnx")
    return open_checkpoint(shutil.copytree(tiny_checkpoint, tmp_path / "graphless", ignore=ignored))


@pytest.fixture
def weightless(tiny_checkpoint: Path, tmp_path: Path) -> Checkpoint:
    ignored = shutil.ignore_patterns("model.safetensors")
    return open_checkpoint(shutil.copytree(tiny_checkpoint, tmp_path / "weightless", ignore=ignored))


def has(patch: pytest.MonkeyPatch, *, gpu: int | None = None, bf16: bool = False, torch: bool = True) -> None:
    """Let the machine have a GPU of this generation, a CPU with units for bf16, and torch installed or not."""
    import torch as library

    patch.setattr(backends, "has_gpu", lambda: gpu is not None and torch)
    patch.setattr(backends, "has_torch", lambda: torch)
    patch.setattr(backends, "cpu_multiplies_bf16", lambda: bf16)
    patch.setattr(library.cuda, "get_device_capability", lambda _: (gpu, 0))


def test_on_a_cpu_the_graph_is_run_whatever_else_is_there(
    whole: Checkpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    for torch in (True, False):
        has(monkeypatch, bf16=True, torch=torch)
        for device in (None, "cpu"):
            found = choose(whole, device=device)
            assert (found.backend, found.device, found.precision) == ("onnx", "cpu", "int8")


@pytest.mark.parametrize(("generation", "precision"), [(6, "fp32"), (7, "fp16"), (8, "bf16"), (9, "bf16")])
def test_a_gpu_is_used_in_the_format_that_it_has_units_for(
    whole: Checkpoint, monkeypatch: pytest.MonkeyPatch, generation: int, precision: str
) -> None:
    has(monkeypatch, gpu=generation)
    found = choose(whole)
    assert (found.backend, found.device, found.precision) == ("torch", "cuda", precision)
    assert "torch finds a GPU" in found.why


def test_a_gpu_is_left_alone_where_there_are_no_weights_for_it(
    weightless: Checkpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    has(monkeypatch, gpu=9)
    assert choose(weightless).backend == "onnx"


@pytest.mark.parametrize(("bf16", "precision"), [(True, "bf16"), (False, "fp32")])
def test_without_a_graph_torch_runs_on_the_cpu_in_its_fastest_format(
    graphless: Checkpoint, monkeypatch: pytest.MonkeyPatch, bf16: bool, precision: str
) -> None:
    has(monkeypatch, bf16=bf16)
    found = choose(graphless)
    assert (found.backend, found.device, found.precision) == ("torch", "cpu", precision)
    assert "no int8 graph" in found.why


def test_what_is_asked_for_is_what_is_chosen(whole: Checkpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    has(monkeypatch, gpu=9, bf16=True)
    assert choose(whole, "onnx").backend == "onnx"
    assert choose(whole, device="cpu").backend == "onnx"
    assert choose(whole, "torch", device="cpu").precision == "bf16"
    assert choose(whole, "torch", device="cpu", precision="fp32").precision == "fp32"
    assert choose(whole, "torch", device="cuda:1", precision="fp16").device == "cuda:1"
    assert choose(whole, device="mps").precision == "fp32"
    # A precision is torch's to keep, so naming one chooses torch.
    assert choose(whole, precision="fp32").backend == "torch"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"backend": "tensorflow"}, "backend 'tensorflow' is unknown; accepted are auto, onnx, torch"),
        ({"precision": "int4"}, "precision 'int4' is unknown; accepted are auto, fp32, bf16, fp16"),
        ({"backend": "onnx", "device": "cuda"}, "the onnx backend runs on the CPU"),
        ({"backend": "onnx", "precision": "fp16"}, "the onnx backend runs in int8"),
        ({"backend": "torch", "device": "cuda"}, "device 'cuda' is not available"),
    ],
)
def test_what_cannot_be_done_is_told(whole: Checkpoint, options: dict[str, str], message: str) -> None:
    with pytest.raises(CheckpointError, match=message):
        choose(whole, **options)  # type: ignore[arg-type]


def test_without_torch_a_checkpoint_without_a_graph_names_the_extra(
    graphless: Checkpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    has(monkeypatch, torch=False)
    with pytest.raises(
        CheckpointError, match=r"no int8 graph, but torch .* not installed; install them with pip install"
    ):
        choose(graphless)


def test_no_gpu_is_looked_for_with_torch_where_nothing_tells_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_GPU_FILES", ())
    monkeypatch.setattr(machine.shutil, "which", lambda _: None)
    monkeypatch.setattr(machine, "has_torch", lambda: pytest.fail("torch was looked for"))
    assert not machine.has_gpu()


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("flags : avx512_bf16 amx_bf16 amx_tile", True),
        ("vendor_id : GenuineIntel flags : avx512_bf16 amx_bf16x", False),
        ("vendor_id : AuthenticAMD flags : avx512f avx512_bf16", True),
        ("vendor_id : AuthenticAMD flags : avx2", False),
        (None, False),
    ],
)
def test_whether_bf16_is_faster_is_read_from_what_linux_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str | None, expected: bool
) -> None:
    path = tmp_path / "cpuinfo"
    if told is not None:
        path.write_text(told)
    monkeypatch.setattr(machine, "_CPU_FILE", path)
    machine.cpu_multiplies_bf16.cache_clear()
    try:
        assert machine.cpu_multiplies_bf16() is expected
    finally:
        machine.cpu_multiplies_bf16.cache_clear()


@pytest.mark.parametrize("device", [0, 1, -1, ""])
def test_a_device_by_its_number_is_refused(whole: Checkpoint, device: object) -> None:
    with pytest.raises(CheckpointError, match=f"^device {device!r} is no name; accepted are .* 'cuda:1'"):
        choose(whole, device=device)  # type: ignore[arg-type]


@pytest.mark.parametrize("threads", [0, -1, "2", 1.5, True])
@pytest.mark.parametrize("load", [StanceClassifier.from_pretrained, load_classifier])
def test_a_number_of_threads_that_cannot_run_is_refused_at_once(
    with_multi: Path, load: Callable[..., object], threads: object
) -> None:
    with pytest.raises(CheckpointError, match=f"^threads is {threads!r}; accepted are whole numbers from 1"):
        load(threads=threads)


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_a_shorter_format_gives_nearly_the_probabilities_of_fp32(
    tiny_checkpoint: Path, precision: str
) -> None:
    pairs = [(f"Beijing and Washington discussed matter {n}.", "CN") for n in range(8)]
    one, other = (
        StanceClassifier.from_pretrained(
            tiny_checkpoint,
            backend="torch",
            device="cpu",
            precision=kind,  # type: ignore[arg-type]
        )
        for kind in ("fp32", precision)
    )
    gaps = []
    for a, b in zip(one.predict_pairs(pairs), other.predict_pairs(pairs), strict=True):
        assert a.probabilities == pytest.approx(b.probabilities, abs=2e-2)
        gaps.append(a.probabilities != b.probabilities)
    assert any(gaps)
