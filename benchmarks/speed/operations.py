"""How many multiplications and additions a network needs for a row, counted from its shape."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tokenizers import Tokenizer

from detente.model.checkpoint.folder import TOKENIZER_FILE, Checkpoint
from detente.model.labels import SOURCES, STANCES
from detente.model.wording import WordedPair


@dataclass(frozen=True, slots=True)
class NetworkShape:
    """The sizes of a BERT-like encoder with a dense layer, a stance head and a source head over its first token."""

    layers: int
    hidden: int
    intermediate: int
    outputs: int = len(STANCES) + len(SOURCES)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the shape from a checkpoint folder's `config.json`."""
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return cls(config["num_hidden_layers"], config["hidden_size"], config["intermediate_size"])

    def operations(self, tokens: int) -> int:
        """Operations for one row of `tokens` tokens; a multiplication and the addition that follows count as two.

        Only matrix products are counted: the four projections of a layer, its two feed-forward products, its
        attention over all tokens, and the heads.
        """
        a_token = 4 * self.hidden**2 + 2 * self.hidden * self.intermediate
        attention = 2 * tokens**2 * self.hidden
        heads = self.hidden**2 + self.hidden * self.outputs
        return 2 * (self.layers * (tokens * a_token + attention) + heads)

    def products(self, tokens: int) -> list[tuple[int, int, int]]:
        """The layer's products for a batch of `tokens` tokens, as (rows, inner, columns)."""
        h, wide = self.hidden, self.intermediate
        return [(tokens, h, h), (tokens, h, wide), (tokens, wide, h)]


def token_counts(pairs: Iterable[WordedPair], checkpoint: Checkpoint) -> list[int]:
    """Tokens of each worded pair, marks and separators included, cut as the checkpoint cuts them."""
    tokenizer = Tokenizer.from_file(str(checkpoint.folder / TOKENIZER_FILE))
    tokenizer.no_padding()
    tokenizer.enable_truncation(checkpoint.settings.max_tokens, strategy="longest_first")
    encodings = tokenizer.encode_batch([(pair.text, pair.text_pair) for pair in pairs])
    return [len(encoding.ids) for encoding in encodings]
