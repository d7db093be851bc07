"""Freezing an encoder's lower layers: they stay as they are while the others learn."""

import pytest
import torch
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    MPNetConfig,
    MPNetForSequenceClassification,
    PreTrainedModel,
)

from detente.model.errors import ConfigError
from detente.train.freezing import freeze_first_layers

SIZES = {
    "vocab_size": 40,
    "hidden_size": 16,
    "num_hidden_layers": 3,
    "num_attention_heads": 2,
    "intermediate_size": 32,
}


def step(model: PreTrainedModel) -> set[str]:
    """Take a step and return the names of the weights that it changed."""
    before = {name: value.detach().clone() for name, value in model.named_parameters()}
    ids = torch.arange(4, 14)[None]
    learning = [value for value in model.parameters() if value.requires_grad]
    optimizer = torch.optim.SGD(learning, lr=1.0)
    model(input_ids=ids, labels=torch.tensor([1])).loss.backward()
    optimizer.step()
    return {name for name, value in model.named_parameters() if not torch.equal(value, before[name])}


@pytest.mark.parametrize(
    "model",
    [
        BertForSequenceClassification(BertConfig(**SIZES)),
        MPNetForSequenceClassification(MPNetConfig(**SIZES)),
    ],
    ids=["bert", "mpnet"],
)
def test_only_what_lies_above_the_frozen_layers_is_trained(model: PreTrainedModel) -> None:
    freeze_first_layers(model, 2)
    changed = step(model)
    below = {name for name in changed if "embeddings" in name or "layer.0." in name or "layer.1." in name}
    assert not below
    assert {name for name in changed if "layer.2." in name}
    assert {name for name in changed if name.startswith("classifier")}
    assert not {name for name in changed if "relative_attention_bias" in name}


def test_no_frozen_layer_still_freezes_the_embeddings() -> None:
    model = BertForSequenceClassification(BertConfig(**SIZES))
    freeze_first_layers(model, 0)
    changed = step(model)
    assert not {name for name in changed if "embeddings" in name}
    assert {name for name in changed if "layer.0." in name}


def test_a_layer_must_be_left_to_train() -> None:
    with pytest.raises(ConfigError, match="3 leaves none to train; the base model has 3 layers"):
        freeze_first_layers(BertForSequenceClassification(BertConfig(**SIZES)), 3)
