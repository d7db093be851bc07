"""Freed memory stays with the process."""

import platform
import subprocess
import sys

import pytest

# Allocates and frees 64 MiB again and again, and prints how many pages the kernel had to hand out for it.
PROGRAM = """
import resource, torch
from detente.train.allocator import keep_freed_memory
if {keep}:
    keep_freed_memory()
torch.empty(2**24).fill_(1)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    torch.empty(2**24).fill_(1)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(*, keep: bool) -> int:
    program = PROGRAM.format(keep=keep)
    return int(
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout
    )


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries are left as they are")
def test_tensors_made_again_and_again_cost_the_kernel_no_new_pages() -> None:
    assert faults(keep=True) < faults(keep=False) / 10
