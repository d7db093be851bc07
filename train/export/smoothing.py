"""Evening out the channels of activations before int8, at the cost of the weights, which have room for it.

In a few channels an encoder's activations are ten times what they are in the others, and a token has one scale.
Dividing each channel by a number of its own, and multiplying the weights that read it by the same, leaves
the product as it is. Source: Xiao et al. 2023, SmoothQuant.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from detente.model.encoders.torch_encoder import StanceNetwork
from detente.train.export.encoder_modules import EncoderModules

# How far the unevenness goes over to the weights. The paper takes 0.5, which leaves `base` the smaller gap on dev;
# `small` has it at 0.7.
SHARE = 0.7
# Of a channel that is never used, or of weights that do not read it.
SMALLEST = 1e-4


@dataclass(frozen=True, slots=True)
class LayerSmoothing:
    """What the inputs of a layer's products are divided by, each (width,)."""

    attention: NDArray[np.float32]
    """Of query, key and value, which share one input."""
    widen: NDArray[np.float32]


def smoothing_of(
    network: StanceNetwork,
    modules: EncoderModules,
    batches: Iterable[Mapping[str, torch.Tensor]],
    *,
    share: float = SHARE,
) -> list[LayerSmoothing]:
    """Run `network` over `batches` of its inputs, without padding, and return what evens out each layer's inputs.

    `modules` are those of `network`. `share`, from 0 to 1, is how far the unevenness goes over to the weights.
    """
    linears = [linear for layer in modules.layers for linear in (layer.query, layer.widen)]
    largest = [torch.zeros(linear.in_features) for linear in linears]
    hooks = [
        linear.register_forward_pre_hook(_watch(largest, number)) for number, linear in enumerate(linears)
    ]
    try:
        with torch.inference_mode():
            for batch in batches:
                network(**batch)
    finally:
        for hook in hooks:
            hook.remove()
    return [
        LayerSmoothing(
            attention=_divisor(largest[2 * number], [layer.query, layer.key, layer.value], share),
            widen=_divisor(largest[2 * number + 1], [layer.widen], share),
        )
        for number, layer in enumerate(modules.layers)
    ]


def _watch(largest: list[torch.Tensor], number: int) -> Callable[[nn.Module, tuple[torch.Tensor, ...]], None]:
    def watch(_: nn.Module, given: tuple[torch.Tensor, ...]) -> None:
        largest[number] = torch.maximum(largest[number], given[0].abs().flatten(0, -2).amax(0))

    return watch


def _divisor(largest: torch.Tensor, readers: Sequence[nn.Linear], share: float) -> NDArray[np.float32]:
    weights = torch.stack([linear.weight.detach().abs().amax(0) for linear in readers]).amax(0)
    divisor = largest.clamp(min=SMALLEST) ** share / weights.float().clamp(min=SMALLEST) ** (1 - share)
    # Around one, so that nothing becomes very large or small on the whole.
    even: NDArray[np.float32] = (divisor / divisor.log().mean().exp()).numpy().astype(np.float32)
    return even
