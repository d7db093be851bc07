"""Leaving the lower part of an encoder as it is while the rest is trained."""

from transformers import PreTrainedModel

from detente.model.errors import ConfigError
from detente.train.base_cut import layers_of


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
