"""Dropout whose masks are cut from a pool of random bits, since drawing each bit anew is slow on a CPU."""

import functools

import torch
from torch import nn

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
