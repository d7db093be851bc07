"""Smaller encoders, and frozen layers."""

import string
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import (
    AutoTokenizer,
    BertConfig,
    BertForSequenceClassification,
    MPNetConfig,
    MPNetForSequenceClassification,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    PreTrainedTokenizerFast,
)

from detente.model.errors import ConfigError
from detente.train.base_cut import freeze_first_layers, keep_first_layers, prune_vocabulary

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = ["seoul", "beijing", "thanked", "condemned", "launch", "the", "tok", "##yo"]
TEXTS = ["Seoul thanked Beijing", "Beijing thanked Seoul", "Seoul condemned the launch"]


@pytest.fixture
def tokenizer() -> PreTrainedTokenizerBase:
    letters = [form for letter in string.ascii_lowercase for form in (letter, f"##{letter}")]
    vocabulary = {piece: number for number, piece in enumerate([*SPECIAL, *letters, *WORDS])}
    backend = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    backend.normalizer = normalizers.BertNormalizer(lowercase=True)
    backend.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    backend.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    backend.add_special_tokens(SPECIAL)
    return PreTrainedTokenizerFast(
        tokenizer_object=backend,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    )


@pytest.mark.parametrize("template", [True, False])
def test_what_stands_around_a_text_is_renumbered_with_the_vocabulary(template: bool) -> None:
    # As in BERT: a padding token first, the others behind pieces that no text uses.
    pieces = ["[PAD]", *(f"unused{n}" for n in range(99)), "[UNK]", "[CLS]", "[SEP]", "[MASK]", "seoul"]
    backend = Tokenizer(models.WordPiece({piece: n for n, piece in enumerate(pieces)}, unk_token="[UNK]"))
    backend.normalizer = normalizers.BertNormalizer(lowercase=True)
    backend.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    around = [("[CLS]", 101), ("[SEP]", 102)]
    backend.post_processor = (
        processors.TemplateProcessing(
            single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=around
        )
        if template
        else processors.BertProcessing(around[1], around[0])
    )
    backend.add_special_tokens(SPECIAL)
    whole = PreTrainedTokenizerFast(
        tokenizer_object=backend, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    )
    bert = BertForSequenceClassification(
        BertConfig(vocab_size=105, hidden_size=8, num_hidden_layers=1, num_attention_heads=1)
    )
    pruned = prune_vocabulary(bert, whole, ["Seoul"], size=20)
    ids = pruned("Seoul", "Seoul")["input_ids"]
    assert pruned.convert_ids_to_tokens(ids) == ["[CLS]", "seoul", "[SEP]", "seoul", "[SEP]"]
    assert max(ids) < len(pruned) == 6


@pytest.fixture
def model(tokenizer: PreTrainedTokenizerBase) -> BertForSequenceClassification:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=3,
        num_attention_heads=2,
        intermediate_size=32,
    )
    return BertForSequenceClassification(config).eval()


def logits(model: BertForSequenceClassification, tokenizer: PreTrainedTokenizerBase) -> torch.Tensor:
    with torch.inference_mode():
        return model(**tokenizer(TEXTS, padding=True, return_tensors="pt")).logits


def test_texts_whose_pieces_are_kept_are_judged_as_before(
    model: BertForSequenceClassification, tokenizer: PreTrainedTokenizerBase
) -> None:
    before = logits(model, tokenizer)
    pruned = prune_vocabulary(model, tokenizer, TEXTS, size=1000)
    assert len(pruned) == model.config.vocab_size == model.get_input_embeddings().weight.shape[0]
    assert len(pruned) == len(tokenizer) - len({"tok", "##yo"})
    torch.testing.assert_close(logits(model, pruned), before)


def test_the_pieces_most_used_are_kept_and_the_others_spelt(
    model: BertForSequenceClassification, tokenizer: PreTrainedTokenizerBase
) -> None:
    always = len(SPECIAL) + 2 * len(string.ascii_lowercase)
    pruned = prune_vocabulary(model, tokenizer, TEXTS, size=always + 2)
    assert len(pruned) == always + 2
    assert pruned.tokenize("Seoul launch") == ["seoul", *["l", "##a", "##u", "##n", "##c", "##h"]]
    assert pruned.tokenize("Tokyo") == ["t", "##o", "##k", "##y", "##o"]


def test_a_pruned_tokenizer_is_the_same_after_being_saved(
    model: BertForSequenceClassification, tokenizer: PreTrainedTokenizerBase, tmp_path: Path
) -> None:
    pruned = prune_vocabulary(model, tokenizer, TEXTS, size=60)
    pruned.save_pretrained(tmp_path)
    again = AutoTokenizer.from_pretrained(tmp_path)
    assert again(TEXTS)["input_ids"] == pruned(TEXTS)["input_ids"]
    assert again.pad_token_id == tokenizer.pad_token_id


def test_the_first_layers_are_kept(
    model: BertForSequenceClassification, tokenizer: PreTrainedTokenizerBase
) -> None:
    first = model.bert.encoder.layer[0].attention.self.query.weight.clone()
    keep_first_layers(model, 2)
    assert len(model.bert.encoder.layer) == model.config.num_hidden_layers == 2
    assert torch.equal(model.bert.encoder.layer[0].attention.self.query.weight, first)
    assert logits(model, tokenizer).shape == (len(TEXTS), model.config.num_labels)


def test_a_cut_that_cuts_nothing_is_refused(model: BertForSequenceClassification) -> None:
    with pytest.raises(ConfigError, match="the base model has 3 layers"):
        keep_first_layers(model, 3)


def test_a_vocabulary_of_another_kind_is_refused(model: BertForSequenceClassification) -> None:
    backend = Tokenizer(models.WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    with pytest.raises(ConfigError, match="only a WordPiece vocabulary"):
        prune_vocabulary(model, PreTrainedTokenizerFast(tokenizer_object=backend), TEXTS, size=10)


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
