"""Vocabularies cut to the pieces that texts use."""

import json
import string
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import (
    AutoTokenizer,
    BertConfig,
    BertForSequenceClassification,
    PreTrainedTokenizerBase,
    PreTrainedTokenizerFast,
)

from detente.model.errors import ConfigError
from detente.train.base.vocabulary_cut import prune_vocabulary

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


def test_texts_whose_pieces_are_kept_are_predicted_as_before(
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


def test_a_vocabulary_of_another_kind_is_refused(model: BertForSequenceClassification) -> None:
    backend = Tokenizer(models.WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    with pytest.raises(ConfigError, match="only a WordPiece or Unigram vocabulary"):
        prune_vocabulary(model, PreTrainedTokenizerFast(tokenizer_object=backend), TEXTS, size=10)


# Special tokens as XLM-R numbers them, then pieces of four scripts with their scores.
UNIGRAM = [
    *((token, 0.0) for token in ("<s>", "<pad>", "</s>", "<unk>")),
    *(("\u2581", -3.0), ("\u2581Bonn", -4.0), ("\u2581Seoul", -5.0), ("\u2581사과", -5.5), ("하였다", -6.0)),
    *(("서", -7.0), ("\u2581中国", -7.5), ("谢", -8.0), ("谢谢", -7.0), ("Б", -8.5), ("\u2581Мир", -8.0)),
    *((letter, -9.0) for letter in "Seoulhank한中国美韓"),
    ("<mask>", 0.0),
]
KOREAN, CHINESE = "Seoul 사과하였다", "中国谢谢 Seoul"


def unigram(*, unknown: int | None = 3) -> PreTrainedTokenizerBase:
    backend = Tokenizer(models.Unigram(UNIGRAM, unk_id=unknown))
    backend.pre_tokenizer = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always")
    backend.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    backend.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    return PreTrainedTokenizerFast(
        tokenizer_object=backend,
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
    )


@pytest.fixture
def e5() -> BertForSequenceClassification:
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    # As in multilingual-e5-small, there are more embeddings than pieces, and padding is number 1.
    return BertForSequenceClassification(
        BertConfig(vocab_size=len(UNIGRAM) + 5, pad_token_id=1, **sizes)
    ).eval()


def test_a_unigram_vocabulary_keeps_pieces_with_their_scores_and_embeddings(
    e5: BertForSequenceClassification,
) -> None:
    whole = unigram()
    before = e5.get_input_embeddings().weight.detach().clone()
    kept = prune_vocabulary(e5, whole, [KOREAN, CHINESE], size=1000)
    after = e5.get_input_embeddings().weight
    scores = dict(UNIGRAM)
    for number, (piece, score) in enumerate(pieces_of(kept)):
        assert score == scores[piece]
        assert torch.equal(after[number], before[whole.convert_tokens_to_ids(piece)])
    assert {piece for piece, _ in pieces_of(kept)} == {*scores} - {"\u2581Bonn", "Б", "\u2581Мир"}
    assert len(after) == len(kept) == e5.config.vocab_size
    assert kept.pad_token_id == e5.get_input_embeddings().padding_idx == 1


def pieces_of(tokenizer: PreTrainedTokenizerBase) -> list[tuple[str, float]]:
    state = json.loads(tokenizer.backend_tokenizer.to_str())
    return [(piece, score) for piece, score in state["model"]["vocab"]]


def test_texts_of_kept_unigram_pieces_are_read_as_before(
    e5: BertForSequenceClassification, tmp_path: Path
) -> None:
    whole = unigram()
    pairs = ([KOREAN, CHINESE], ["Seoul", "中国"])
    with torch.inference_mode():
        before = e5(**whole(*pairs, padding=True, return_tensors="pt")).logits
        kept = prune_vocabulary(e5, whole, [KOREAN, CHINESE], size=1000)
        kept.save_pretrained(tmp_path)
        again = AutoTokenizer.from_pretrained(tmp_path)
        torch.testing.assert_close(e5(**again(*pairs, padding=True, return_tensors="pt")).logits, before)
    assert again.tokenize(KOREAN) == whole.tokenize(KOREAN)


def test_syllables_and_characters_stay_where_the_texts_are_written_in_them(
    e5: BertForSequenceClassification,
) -> None:
    kept = prune_vocabulary(e5, unigram(), [KOREAN, CHINESE], size=1)
    assert kept.tokenize("韓美") == ["\u2581", "韓", "美"]
    assert kept.tokenize("한서") == ["\u2581", "한", "서"]
    assert kept.tokenize("谢谢") == ["\u2581", "谢", "谢"]
    assert kept.tokenize("Бah")[1] == "Б"
    assert kept("Б")["input_ids"][2] == kept.unk_token_id


def test_letters_of_other_scripts_go_with_english_texts(e5: BertForSequenceClassification) -> None:
    kept = prune_vocabulary(e5, unigram(), ["Seoul"], size=1000)
    assert {piece for piece, _ in pieces_of(kept)}.isdisjoint("한中国美韓谢서")
    assert kept.tokenize("hank") == ["\u2581", *"hank"]


def test_a_unigram_vocabulary_without_an_unknown_token_is_refused(e5: BertForSequenceClassification) -> None:
    with pytest.raises(ConfigError, match="no token for unknown characters"):
        prune_vocabulary(e5, unigram(unknown=None), [KOREAN], size=1000)
