"""What is done to the layers of a base model before training: some cut off, some frozen, another dropout."""

from torch import nn
from transformers import PreTrainedModel

from detente.model.errors import ConfigError


def keep_first_layers(model: PreTrainedModel, layers: int) -> None:
    """Leave `model` its first `layers` transformer layers, in place.

    The lower layers of an encoder carry over best to another task (Sajjad et al. 2023, On the effect of
    dropping layers of pre-trained transformer models). Raises ConfigError where it has no more than that.
    """
    stack = layers_of(model)
    if layers >= len(stack):
        raise ConfigError(f"cut.layers: {layers} cuts nothing; the base model has {len(stack)} layers")
    del stack[layers:]
    model.config.num_hidden_layers = layers


def layers_of(model: PreTrainedModel) -> nn.ModuleList:
    """Return the stack of transformer layers of `model`. Raises ConfigError where it has none."""
    depth = model.config.num_hidden_layers
    for module in model.modules():
        if isinstance(module, nn.ModuleList) and len(module) == depth:
            return module
    raise ConfigError("base_model: it has no stack of layers, of which some could be cut off or frozen")


def freeze_first_layers(model: PreTrainedModel, layers: int) -> None:
    """Keep the embeddings of `model` and its first `layers` layers from being trained, in place.

    A step then takes less time, and the checkpoint shares these weights with its base model byte for byte.
    What the layers have in common is frozen with them. Raises ConfigError where no layer is left to train.
    """
    stack = layers_of(model)
    if layers >= len(stack):
        raise ConfigError(
            f"frozen_layers: {layers} leaves none to train; the base model has {len(stack)} layers"
        )
    for child in model.base_model.children():
        child.requires_grad_(requires_grad=False)
        if any(module is stack for module in child.modules()):
            stack[layers:].requires_grad_(requires_grad=True)
            return


def set_dropout(model: nn.Module, share: float) -> None:
    """Let every dropout layer of `model` drop `share` of its inputs, in place.

    A network that sees each statement once or twice has no time to learn them by heart, which is what dropout
    keeps it from (Srivastava et al. 2014).
    """
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = share
