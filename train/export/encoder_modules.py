"""The parts of an encoder whose architecture is known, under names that all of them share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from detente.model.encoders.torch_encoder import StanceNetwork, final_linear


@dataclass(frozen=True, slots=True)
class LayerModules:
    """One transformer layer that normalises after each of its halves."""

    query: nn.Linear
    key: nn.Linear
    value: nn.Linear
    attention_output: nn.Linear
    attention_norm: nn.LayerNorm
    widen: nn.Linear
    narrow: nn.Linear
    output_norm: nn.LayerNorm


@dataclass(frozen=True, slots=True)
class EncoderModules:
    """A network that reads its stance from the first token.

    `positions` are (tokens, width), the first token's first. `types` are None where the network knows no
    type ids. `distances` are None, or (heads, 2 * longest - 1): what a head adds to the score of a key by
    its distance from the query, beginning with the key that lies furthest before it.
    """

    words: torch.Tensor
    positions: torch.Tensor
    types: torch.Tensor | None
    norm: nn.LayerNorm
    layers: list[LayerModules]
    heads: int
    distances: torch.Tensor | None
    pooler: nn.Linear
    stance_head: nn.Linear
    source_head: nn.Linear


def modules_of(network: StanceNetwork) -> EncoderModules | None:
    """The parts of `network`; None where its architecture is not one of those known here."""
    model = network.stance_model
    known: dict[str, Callable[[Any, StanceNetwork], EncoderModules]] = {"bert": _bert, "mpnet": _mpnet}
    find = known.get(model.config.model_type)
    if find is None or model.config.hidden_act != "gelu" or getattr(model.config, "is_decoder", False):
        return None
    return find(model, network)


def _bert(model: Any, network: StanceNetwork) -> EncoderModules:
    embeddings = model.bert.embeddings
    return EncoderModules(
        words=embeddings.word_embeddings.weight,
        positions=embeddings.position_embeddings.weight,
        types=embeddings.token_type_embeddings.weight,
        norm=embeddings.LayerNorm,
        layers=[
            LayerModules(
                query=layer.attention.self.query,
                key=layer.attention.self.key,
                value=layer.attention.self.value,
                attention_output=layer.attention.output.dense,
                attention_norm=layer.attention.output.LayerNorm,
                widen=layer.intermediate.dense,
                narrow=layer.output.dense,
                output_norm=layer.output.LayerNorm,
            )
            for layer in model.bert.encoder.layer
        ],
        heads=model.config.num_attention_heads,
        distances=None,
        pooler=model.bert.pooler.dense,
        stance_head=final_linear(model),
        source_head=network.source_head,
    )


def _mpnet(model: Any, network: StanceNetwork) -> EncoderModules:
    embeddings, encoder = model.mpnet.embeddings, model.mpnet.encoder
    # Positions are counted from the one after the padding token's.
    positions = embeddings.position_embeddings.weight[embeddings.padding_idx + 1 :]
    longest = len(positions)
    with torch.no_grad():
        buckets = encoder.relative_position_bucket(torch.arange(1 - longest, longest))
        distances = encoder.relative_attention_bias(buckets).T
    return EncoderModules(
        words=embeddings.word_embeddings.weight,
        positions=positions,
        types=None,
        norm=embeddings.LayerNorm,
        layers=[
            LayerModules(
                query=layer.attention.attn.q,
                key=layer.attention.attn.k,
                value=layer.attention.attn.v,
                attention_output=layer.attention.attn.o,
                attention_norm=layer.attention.LayerNorm,
                widen=layer.intermediate.dense,
                narrow=layer.output.dense,
                output_norm=layer.output.LayerNorm,
            )
            for layer in encoder.layer
        ],
        heads=model.config.num_attention_heads,
        distances=distances,
        pooler=model.classifier.dense,
        stance_head=final_linear(model),
        source_head=network.source_head,
    )
