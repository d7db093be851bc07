"""Worded pairs in, token ids out, with the cut ones flagged."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tokenizers import Tokenizer

from detente.model.wording import WordedPair


class TokenizedPair(NamedTuple):
    """Token ids and type ids of one pair (equal lengths), and whether part of the statement was left out."""

    ids: list[int]
    type_ids: list[int]
    truncated: bool


class PairTokenizer:
    """Tokenizes pairs with a checkpoint's `tokenizer.json`; only the statement is ever cut, never the target."""

    def __init__(self, path: Path, *, max_tokens: int) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens, strategy="only_first")
        self.pad_id = self._pad_id()

    def _pad_id(self) -> int:
        for token in ("[PAD]", "<pad>"):
            if (found := self._tokenizer.token_to_id(token)) is not None:
                return int(found)
        return 0

    def tokenize(self, pairs: Sequence[WordedPair]) -> list[TokenizedPair]:
        """Tokenize `pairs` on all cores, in order."""
        encodings = self._tokenizer.encode_batch([(pair.text, pair.text_pair) for pair in pairs])
        return [
            TokenizedPair(encoding.ids, encoding.type_ids, pair.cut or bool(encoding.overflowing))
            for pair, encoding in zip(pairs, encodings, strict=True)
        ]
