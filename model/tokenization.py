"""Worded pairs in, token ids out, cut ones flagged."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from tokenizers import Encoding, Tokenizer

from detente.model.encoders.machine import cores_for
from detente.model.errors import CheckpointError
from detente.model.splitting.spans import Span
from detente.model.wording import WordedPair

# The tokenizer has one pool of threads per process, and reads its size when it starts the pool.
_POOL_SIZE: Final = "RAYON_NUM_THREADS"
_environment = Lock()


class TokenizedPair(NamedTuple):
    """Token ids and type ids of one pair (equal lengths), and whether the statement was cut."""

    ids: list[int]
    type_ids: list[int]
    truncated: bool


class PairTokenizer:
    """Tokenizes pairs with a checkpoint's `tokenizer.json`, cutting the longer text if a pair is too long.

    `threads` is None for all cores. The first tokenizer used in a process decides for the later ones.
    """

    def __init__(self, path: Path, *, max_tokens: int, threads: int | None = None) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:
            raise CheckpointError(f"{path}: not a tokenizer: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens, strategy="longest_first")
        self._max_tokens = max_tokens
        self._threads = threads
        self.pad_id = self._pad_id()

    def highest_id(self) -> int:
        """The highest token id that it can give: of its vocabulary, or of the tokens that it puts around a pair."""
        around = self._tokenizer.encode("a", "b").ids
        size = self._tokenizer.get_vocab_size()
        # Where no number is left out, the last one is the highest; asking for the vocabulary takes longer.
        if all(self._tokenizer.id_to_token(number) is not None for number in range(size)):
            return max([size - 1, *around])
        return max([*self._tokenizer.get_vocab().values(), *around], default=0)

    def _pad_id(self) -> int:
        for token in ("[PAD]", "<pad>"):
            if (found := self._tokenizer.token_to_id(token)) is not None:
                return int(found)
        return 0

    def tokenize(self, pairs: Sequence[WordedPair]) -> list[TokenizedPair]:
        """Tokenize `pairs`, in order.

        A statement that is too long keeps its beginning, or, if the target's first mention would then be
        lost, a stretch around that mention.
        """
        with _pool_of(self._threads):
            encodings = self._tokenizer.encode_batch([(pair.text, pair.text_pair) for pair in pairs])
        self._threads = None  # the pool has started
        return [
            TokenizedPair(kept.ids, kept.type_ids, pair.cut or bool(encoding.overflowing))
            for pair, encoding in zip(pairs, encodings, strict=True)
            for kept in [self._with_mention(pair, encoding)]
        ]

    def tokens(self, text: str) -> list[Span]:
        """The stretches of `text` that it takes for one token each, in characters and in order, as far as it reads."""
        return [(start, end) for start, end in self._tokenizer.encode(text).offsets if start < end]

    def _with_mention(self, pair: WordedPair, encoding: Encoding) -> Encoding:
        mention = pair.first_mention
        if not encoding.overflowing or mention is None or mention < _end_of_text(encoding):
            return encoding
        # A token has a character or more, so the mention is within the first half. Where a character is several
        # tokens, as one that stands for a whole phrase is, a shorter stretch before it has to do.
        before = self._max_tokens // 2
        while True:
            start = max(0, mention - before)
            encoding = self._tokenizer.encode(pair.text[start:], pair.text_pair)
            if before == 0 or mention - start < _end_of_text(encoding):
                return encoding
            before //= 2


def _end_of_text(encoding: Encoding) -> int:
    """Where the part of the text ends that was kept, in characters."""
    spans = zip(encoding.offsets, encoding.sequence_ids, strict=True)
    return max((end for (_, end), text in spans if text == 0), default=0)


@contextmanager
def _pool_of(threads: int | None) -> Iterator[None]:
    """Set the size of the tokenizer's pool if it starts in this block; None leaves it to the environment."""
    if threads is None:
        yield
        return
    with _environment:
        before = os.environ.get(_POOL_SIZE)
        os.environ[_POOL_SIZE] = str(cores_for(threads))
        try:
            yield
        finally:
            # Programs started from here size their own pools.
            if before is None:
                del os.environ[_POOL_SIZE]
            else:
                os.environ[_POOL_SIZE] = before
