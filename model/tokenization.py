"""Worded pairs in, token ids out, with the cut ones flagged."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tokenizers import Encoding, Tokenizer

from detente.model.errors import CheckpointError
from detente.model.wording import WordedPair


class TokenizedPair(NamedTuple):
    """Token ids and type ids of one pair (equal lengths), and whether part of the statement was left out."""

    ids: list[int]
    type_ids: list[int]
    truncated: bool


class PairTokenizer:
    """Tokenizes pairs with a checkpoint's `tokenizer.json`, cutting the longer text where a pair is too long."""

    def __init__(self, path: Path, *, max_tokens: int) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:
            raise CheckpointError(f"{path}: is no tokenizer: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens, strategy="longest_first")
        self._max_tokens = max_tokens
        self.pad_id = self._pad_id()

    def _pad_id(self) -> int:
        for token in ("[PAD]", "<pad>"):
            if (found := self._tokenizer.token_to_id(token)) is not None:
                return int(found)
        return 0

    def tokenize(self, pairs: Sequence[WordedPair]) -> list[TokenizedPair]:
        """Tokenize `pairs` on all cores, in order.

        Of a statement that is too long its beginning is kept, or, where the target's first mention would
        be lost with the rest, a stretch around that mention.
        """
        encodings = self._tokenizer.encode_batch([(pair.text, pair.text_pair) for pair in pairs])
        return [
            TokenizedPair(kept.ids, kept.type_ids, pair.cut or bool(encoding.overflowing))
            for pair, encoding in zip(pairs, encodings, strict=True)
            for kept in [self._with_mention(pair, encoding)]
        ]

    def _with_mention(self, pair: WordedPair, encoding: Encoding) -> Encoding:
        if not encoding.overflowing or pair.first_mention is None:
            return encoding
        ends = [
            end for (_, end), text in zip(encoding.offsets, encoding.sequence_ids, strict=True) if text == 0
        ]
        if pair.first_mention < max(ends, default=0):
            return encoding
        # As many characters as half the tokens need at the least: the mention is then within the first half.
        start = pair.first_mention - self._max_tokens // 2
        return self._tokenizer.encode(pair.text[start:], pair.text_pair)
