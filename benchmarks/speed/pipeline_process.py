"""The Hugging Face `text-classification` pipeline over a file of worded pairs, as its documentation has one use it.

    python pipeline_process.py CHECKPOINT_FOLDER BATCH DTYPE INPUT OUTPUT

INPUT has rows of `text` and `text_pair`. DTYPE is a number format by torch's name, or default for what the pipeline
takes by itself. The rows are streamed, so that the pipeline holds no more of them than it needs; OUTPUT gets the
label and the score of each.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from transformers import pipeline


def main(folder: str, batch: int, dtype: str, given: Path, output: Path) -> None:
    """Predict the rows of `given` and write their labels to `output`."""
    chosen = None if dtype == "default" else dtype
    classify = pipeline("text-classification", model=folder, truncation=True, device="cpu", dtype=chosen)
    with output.open("w", encoding="utf-8") as stream:
        predictions = cast(Any, classify)(_rows(given), batch_size=batch)
        for prediction in predictions:
            stream.write(json.dumps({"label": prediction["label"], "score": prediction["score"]}) + "\n")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], Path(sys.argv[4]), Path(sys.argv[5]))
