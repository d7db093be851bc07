"""What makes training fast on a CPU changes speed alone."""

import platform
import subprocess
import sys

import pytest
import torch
from torch import nn

from detente.train.cpu_speed import PooledDropout, pool_dropout

# Allocates and frees 64 MiB again and again, and prints how many pages the kernel had to hand out for it.
PROGRAM = """
import resource, torch
from detente.train.cpu_speed import keep_freed_memory
if {keep}:
    keep_freed_memory()
torch.empty(2**24).fill_(1)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    torch.empty(2**24).fill_(1)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def errors(*, keep: bool) -> int:
    program = PROGRAM.format(keep=keep)
    return int(
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout
    )


@pytest.mark.slow
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries are left as they are")
def test_tensors_made_again_and_again_cost_the_kernel_no_new_pages() -> None:
    assert errors(keep=True) < errors(keep=False) / 10


def test_the_asked_share_is_dropped_and_the_mean_is_kept() -> None:
    torch.manual_seed(1)
    dropped = PooledDropout(0.1)(torch.ones(500, 400))
    assert float((dropped == 0).float().mean()) == pytest.approx(0.1, abs=0.01)
    assert float(dropped.mean()) == pytest.approx(1, abs=0.01)


def test_masks_differ_from_call_to_call_and_the_seed_draws_them() -> None:
    def drawn() -> list[torch.Tensor]:
        torch.manual_seed(7)
        layer = PooledDropout(0.5)
        return [layer(torch.ones(64)) for _ in range(2)]

    first, again = drawn(), drawn()
    assert not torch.equal(first[0], first[1])
    assert all(torch.equal(one, other) for one, other in zip(first, again, strict=True))


def test_nothing_is_dropped_outside_training() -> None:
    ones = torch.ones(3, 4)
    assert torch.equal(PooledDropout(0.5).eval()(ones), ones)


def test_every_dropout_of_a_network_is_replaced_with_its_share() -> None:
    network = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.3), nn.Sequential(nn.Dropout(0.2)))
    pool_dropout(network)
    shares = [module.p for module in network.modules() if isinstance(module, PooledDropout)]
    assert shares == [0.3, 0.2]
    assert not any(isinstance(module, nn.Dropout) for module in network.modules())
