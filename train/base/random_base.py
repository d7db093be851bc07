"""A base model of random weights, for trying a training out: small enough for a run of seconds."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import torch
from accelerate import PartialState
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from detente.batch.whole_file import whole_folder

_WORDS_LEARNT: Final = 2000
_SPECIAL: Final = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def random_base(folder: Path, texts: Iterable[str], *, seed: int) -> Path:
    """Return `folder` with a random base model in it, made unless it is there.

    Two layers of width 32; the vocabulary is the commonest words of `texts`.
    """
    # Of several processes one makes it, while the others wait.
    with PartialState().local_main_process_first():
        if not folder.is_dir():
            with whole_folder(folder) as building:
                _write_random_base(building, texts, seed)
    return folder


def _write_random_base(folder: Path, texts: Iterable[str], seed: int) -> None:
    tokenizer = _learn_tokenizer(texts)
    wrapped = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        model_max_length=512,
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    )
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=512,
    )
    config.num_labels = 3
    folder.mkdir(parents=True, exist_ok=True)
    BertForSequenceClassification(config).save_pretrained(folder)
    wrapped.save_pretrained(folder)


def _learn_tokenizer(texts: Iterable[str]) -> Tokenizer:
    # Whole words: the WordPiece trainer gives another vocabulary each time.
    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordLevelTrainer(
        vocab_size=_WORDS_LEARNT, special_tokens=_SPECIAL, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return tokenizer
