"""The int8 graph over a file of worded pairs, in batches of equal row counts in the order of the file.

    python naive_process.py CHECKPOINT_FOLDER BATCH INPUT OUTPUT

INPUT has rows of `text` and `text_pair`, OUTPUT gets the label of each. Session and tokenizer are as a few lines of
onnxruntime and tokenizers give them: nothing is sorted by length, and each batch is padded to its longest row.
"""

import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from detente.model.checkpoint.folder import ONNX_FILE, TOKENIZER_FILE
from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.encoders.onnx_library import onnxruntime


def main(folder: Path, batch: int, given: Path, output: Path) -> None:
    """Judge the rows of `given` into `output`."""
    settings = CheckpointSettings.read(folder)
    session = onnxruntime.InferenceSession(str(folder / ONNX_FILE), providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    tokenizer.enable_truncation(settings.max_tokens, strategy="longest_first")
    # No mask bit is set on padding, so it does not matter which token pads.
    tokenizer.enable_padding()
    wanted = [entry.name for entry in session.get_inputs()]
    with given.open(encoding="utf-8") as rows, output.open("w", encoding="utf-8") as answers:
        for texts in _batches(rows, batch):
            encodings = tokenizer.encode_batch(texts)
            feed = {
                "input_ids": np.array([encoding.ids for encoding in encodings], np.int64),
                "attention_mask": np.array([encoding.attention_mask for encoding in encodings], np.int64),
                "token_type_ids": np.array([encoding.type_ids for encoding in encodings], np.int64),
            }
            (logits,) = session.run(["logits"], {name: feed[name] for name in wanted})
            for best in logits.argmax(axis=-1):
                answers.write(json.dumps({"label": settings.stances[best]}) + "\n")


def _batches(lines: Iterator[str], size: int) -> Iterator[list[tuple[str, str]]]:
    rows = (json.loads(line) for line in lines)
    texts = ((row["text"], row["text_pair"]) for row in rows)
    while batch := list(islice(texts, size)):
        yield batch


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))
