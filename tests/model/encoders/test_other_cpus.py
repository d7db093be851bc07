"""The same probabilities on another kind of CPU, which qemu stands in for."""

import json
import os
import shutil
import subprocess
import sys

import pytest

QEMU = shutil.which("qemu-x86_64")
PAIRS = [
    ("Seoul condemned the launch by the North.", "KP"),
    ("Beijing thanked Seoul for the rice.", "KR"),
    ("The delegation from Washington arrived on Tuesday.", "US"),
]
PROGRAM = f"""
import json
from detente.model import StanceClassifier
classifier = StanceClassifier.from_pretrained("published-small", backend="onnx", threads=1)
print(json.dumps([prediction.probabilities for prediction in classifier.predict_pairs({PAIRS})]))
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(QEMU is None, reason="qemu-x86_64 is not installed (Debian: qemu-user)"),
]


def predicted(*before: str, **environment: str) -> list[dict[str, float]]:
    done = subprocess.run(
        [*before, sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
        env={**os.environ, **environment},
    )
    found: list[dict[str, float]] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def here() -> list[dict[str, float]]:
    return predicted()


# AVX2 without VNNI, SSE4.2 without AVX, and all that qemu knows. It knows no AVX-512 and no AMX.
@pytest.mark.parametrize(
    ("cpu", "kernels"), [("Haswell", "Haswell"), ("Nehalem", "Nehalem"), ("max", "Haswell")]
)
def test_another_cpu_gives_the_same_probabilities(
    cpu: str, kernels: str, here: list[dict[str, float]]
) -> None:
    # The library below numpy may ask the processor itself, on a host with AVX-512, and not the emulated one.
    found = predicted(str(QEMU), "-cpu", cpu, OPENBLAS_CORETYPE=kernels)
    assert len(found) == len(PAIRS)
    for one, other in zip(found, here, strict=True):
        # Floats are rounded in another order there; saturated products were off by ten times as much.
        assert one == pytest.approx(other, abs=0.01)
