"""Operations are counted as one counts them by hand, and as torch counts them."""

import json

import pytest
import torch
from speed.ceiling import Ceiling, mean_operations
from speed.operations import NetworkShape, token_counts
from speed.rows import Pair, word_pairs
from torch.utils.flop_counter import FlopCounterMode

from detente.model import StanceClassifier
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.encoders.torch_encoder import load_network
from detente.model.labels import SOURCES

PAIRS = [Pair("Washington and Beijing held talks about matter 7.", target) for target in ("US", "CN")]


def test_a_small_network_by_hand():
    # One layer, three wide, feed-forward five wide, two outputs, four tokens:
    # projections 4 tokens * 4 * 9 = 144, feed-forward 4 * 2 * 15 = 120, scores and mixing 2 * 4 * 4 * 3 = 96,
    # dense layer 9, outputs 6: 375 multiplications, as many additions.
    assert NetworkShape(layers=1, hidden=3, intermediate=5, outputs=2).operations(4) == 750


@pytest.mark.parametrize("tokens", [5, 40])
def test_torch_counts_as_many_for_the_network_itself(tiny_checkpoint, tokens):
    network = load_network(tiny_checkpoint, sources=len(SOURCES))
    network.stance_model.set_attn_implementation("eager")  # torch does not count within its fused attention
    ids = torch.ones(1, tokens, dtype=torch.int64)
    with FlopCounterMode(display=False) as counter, torch.inference_mode():
        network(input_ids=ids, attention_mask=torch.ones_like(ids))
    assert NetworkShape.read(tiny_checkpoint).operations(tokens) == counter.get_total_flops()


def test_the_products_of_a_layer_are_its_matrices():
    shape = NetworkShape(layers=6, hidden=384, intermediate=1536)
    assert shape.products(1024) == [(1024, 384, 384), (1024, 384, 1536), (1024, 1536, 384)]


def test_the_shape_is_that_of_the_config(tiny_checkpoint):
    config = json.loads((tiny_checkpoint / "config.json").read_text())
    shape = NetworkShape.read(tiny_checkpoint)
    assert (shape.layers, shape.hidden) == (config["num_hidden_layers"], config["hidden_size"])


def test_tokens_are_counted_as_the_classifier_has_them(tiny_checkpoint, monkeypatch):
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint, backend="onnx")
    seen = []
    logits = classifier._encoder.logits

    def watched(**arrays):
        seen.extend(arrays["mask"].sum(axis=1).tolist())
        return logits(**arrays)

    monkeypatch.setattr(classifier._encoder, "logits", watched)
    classifier.predict_pairs(PAIRS)
    checkpoint = open_checkpoint(tiny_checkpoint)
    assert sorted(token_counts(word_pairs(PAIRS, checkpoint), checkpoint)) == sorted(seen)


def test_a_long_statement_counts_no_more_tokens_than_the_checkpoint_reads(tiny_checkpoint):
    checkpoint = open_checkpoint(tiny_checkpoint)
    pair = Pair("Beijing held talks. " * 200, "CN")
    assert token_counts(word_pairs([pair], checkpoint), checkpoint) == [checkpoint.settings.max_tokens]


def test_a_ceiling_is_the_rate_of_operations_over_those_of_a_pair():
    shape = NetworkShape(layers=1, hidden=3, intermediate=5, outputs=2)
    assert mean_operations(shape, [4, 4]) == 750
    ceiling = Ceiling(mean_operations(shape, [4, 4]))
    ceiling.rates["int8"] += [7500.0, 15000.0]
    assert ceiling.pairs_a_second("int8") == [10.0, 20.0]
