"""Fewer layers, frozen layers and another dropout."""

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
from detente.train.base.layers import freeze_first_layers, keep_first_layers, set_dropout

SIZES = {
    "vocab_size": 40,
    "hidden_size": 16,
    "num_hidden_layers": 3,
    "num_attention_heads": 2,
    "intermediate_size": 32,
}


@pytest.fixture
def bert() -> BertForSequenceClassification:
    torch.manual_seed(0)
    return BertForSequenceClassification(BertConfig(**SIZES)).eval()


def test_the_first_layers_are_kept(bert: BertForSequenceClassification) -> None:
    first = bert.bert.encoder.layer[0].attention.self.query.weight.clone()
    keep_first_layers(bert, 2)
    assert len(bert.bert.encoder.layer) == bert.config.num_hidden_layers == 2
    assert torch.equal(bert.bert.encoder.layer[0].attention.self.query.weight, first)
    assert bert(input_ids=torch.arange(4, 14)[None]).logits.shape == (1, bert.config.num_labels)


def test_a_cut_that_cuts_nothing_is_refused(bert: BertForSequenceClassification) -> None:
    with pytest.raises(ConfigError, match="the base model has 3 layers"):
        keep_first_layers(bert, 3)


def test_without_dropout_training_sees_what_prediction_sees(bert: BertForSequenceClassification) -> None:
    ids = torch.arange(4, 14)[None]
    with torch.inference_mode():
        predicted = bert(input_ids=ids).logits
        bert.train()
        assert not torch.equal(bert(input_ids=ids).logits, predicted)
        set_dropout(bert, 0.0)
        torch.testing.assert_close(bert(input_ids=ids).logits, predicted)


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
