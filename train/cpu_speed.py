"""What makes training fast on a CPU: freed memory that is kept, pooled dropout masks, bf16 where it is native."""

import ctypes
import functools
import platform
from typing import Literal

import torch
from torch import nn

from detente.model.encoders.machine import cpu_multiplies_bf16

# glibc's own numbers (malloc.h) for what mallopt sets.
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
_NEVER = 2**31 - 1
_STEP = 2**28


def keep_freed_memory() -> bool:
    """Tell glibc to keep what training frees; returns whether it did.

    By default every tensor above 32 MiB is mapped afresh and its pages zeroed by the kernel, which takes a
    quarter of a training step on a CPU. Other C libraries are left as they are. Source: mallopt(3).
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    library = ctypes.CDLL(None)
    settings = ((_MMAP_THRESHOLD, _NEVER), (_TRIM_THRESHOLD, _NEVER), (_TOP_PAD, _STEP))
    return all(library.mallopt(setting, value) == 1 for setting, value in settings)


# Large against any one activation, so that masks hardly ever repeat; a prime keeps offsets from lining up.
_POOL = 16_777_259


class PooledDropout(nn.Module):
    """Drops a share `p` of its input in training, scaling up the rest, like `nn.Dropout`.

    The mask is a run of a fixed pool of bits from an offset that torch's generator draws, so that a resumed
    run draws the masks an uninterrupted one would. Source: Srivastava et al. 2014 for dropout itself.
    """

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Mask `inputs`, of any shape; unchanged outside training."""
        if not self.training or self.p == 0:
            return inputs
        rows = inputs.numel()
        if rows >= _POOL:
            return nn.functional.dropout(inputs, self.p)
        offset = int(torch.randint(_POOL - rows, (1,)))
        return inputs * _pool(self.p, inputs.dtype)[offset : offset + rows].view(inputs.shape)


@functools.cache
def _pool(p: float, dtype: torch.dtype) -> torch.Tensor:
    drawn = torch.rand(_POOL, generator=torch.Generator().manual_seed(0))
    return ((drawn >= p) / (1 - p)).to(dtype)


def pool_dropout(network: nn.Module) -> None:
    """Replace every `nn.Dropout` in `network` by a pooled one of the same share."""
    for name, module in network.named_children():
        if isinstance(module, nn.Dropout):
            setattr(network, name, PooledDropout(module.p))
        else:
            pool_dropout(module)


def native_bf16(device: str) -> bool:
    """Whether `device` ("cpu" or "cuda") multiplies bf16 matrices faster than fp32 ones."""
    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return cpu_multiplies_bf16()


def use_bf16(precision: Literal["auto", "bf16", "fp32"], device: str) -> bool:
    """Resolve a config's `precision` for `device`."""
    return precision == "bf16" or (precision == "auto" and native_bf16(device))
