"""A processor that is used as one with AVX2 alone, and what a record then says of it."""

import os
import subprocess
import sys

import pytest
from speed.avx2_only import PATCHES, TOLD_BY, VARIABLES, patched, use_avx2_only
from speed.machine import describe_machine
from speed.tables import machine_text

LINUX_X86 = sys.platform == "linux" and os.uname().machine == "x86_64"
# AVX2 adds two products of bytes in 16 bits, where 255 * 127 + 255 * 127 saturates; what is faster adds in 32.
PRODUCT = """
import numpy as np, onnx, onnxruntime, pathlib
from onnx import TensorProto as T, helper as h
types = (("a", T.UINT8, [4, 64]), ("b", T.INT8, [64, 16]), ("c", T.INT32, [4, 16]))
a, b, c = (h.make_tensor_value_info(*one) for one in types)
graph = h.make_graph([h.make_node("MatMulInteger", ["a", "b"], ["c"])], "g", [a, b], [c])
model = h.make_model(graph, opset_imports=[h.make_opsetid("", 17)], ir_version=8)
session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
ones = {"a": np.full((4, 64), 255, np.uint8), "b": np.full((64, 16), 127, np.int8)}
print(pathlib.Path(onnxruntime.__file__).parent.parent.name, session.run(None, ones)[0].max())
"""


@pytest.fixture
def avx2_only(monkeypatch, tmp_path):
    for name in (*VARIABLES, "PYTHONPATH"):
        monkeypatch.setenv(name, "")  # so that it is put back, whatever the test sets
    use_avx2_only(tmp_path)
    return tmp_path


def test_only_the_replies_of_the_processor_are_changed():
    code = b"before" + b"between".join(bytes.fromhex(known) for known, _ in PATCHES) + b"after"
    changed = patched(code)
    assert len(changed) == len(code)
    assert changed == b"before" + b"between".join(bytes.fromhex(new) for _, new in PATCHES) + b"after"
    assert sum(one != other for one, other in zip(code, changed, strict=True)) <= 6


@pytest.mark.parametrize("copies", [0, 2])
def test_a_library_that_asks_in_another_way_is_refused(copies):
    first, second = (bytes.fromhex(known) for known, _ in PATCHES)
    with pytest.raises(RuntimeError, match=r"another way than 1\.32"):
        patched(first + second * copies)


@pytest.mark.skipif(not LINUX_X86, reason="the machine code is that of Linux on x86-64")
def test_processes_started_afterwards_multiply_as_avx2_does(avx2_only):
    run = subprocess.run([sys.executable, "-c", PRODUCT], capture_output=True, text=True, check=True)
    assert run.stdout.split() == [avx2_only.name, str(32 * (2**15 - 1))]


@pytest.mark.skipif(not LINUX_X86, reason="the machine code is that of Linux on x86-64")
def test_a_record_says_what_was_switched_off(avx2_only, monkeypatch):
    cpuinfo = {"model name": "Some Core", "flags": "sse avx2 avx512f avx512_vnni"}
    monkeypatch.setattr("speed.machine.cpuinfo", lambda: cpuinfo)
    machine = describe_machine()
    assert machine["flags"] == ["avx2"]
    assert machine["switched_off"] == ["avx512f", "avx512_vnni"]
    assert "avx2; switched off: avx512f, avx512_vnni)" in machine_text(machine, [])
    monkeypatch.delenv(TOLD_BY)
    assert describe_machine()["flags"] == ["avx2", "avx512f", "avx512_vnni"]
    assert "switched_off" not in describe_machine()
