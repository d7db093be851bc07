"""How far one warm prediction walks through the package, so that a reader can follow it."""

import sys
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import detente.model
from detente.model import StanceClassifier

PACKAGE = str(Path(detente.model.__file__).parent)
MOST_FILES = 12
MOST_CHANGES = 43


def walk_of(call: Callable[[], object]) -> tuple[set[str], int]:
    """The files of the package that a call enters, and how often it goes from one to another, returns included.

    The threads that it starts count too, each by itself.
    """
    walks: dict[int, list[str]] = {}

    def watch(frame: FrameType | None, event: str, _: Any) -> None:
        frame = frame.f_back if event == "return" and frame is not None else frame
        if event in ("call", "return") and frame is not None:
            file = frame.f_code.co_filename
            if file.startswith(PACKAGE):
                walks.setdefault(threading.get_ident(), []).append(file.removeprefix(PACKAGE))

    threading.setprofile(watch)
    sys.setprofile(watch)
    try:
        call()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    changes = sum(one != other for walk in walks.values() for one, other in pairwise(walk))
    return {file for walk in walks.values() for file in walk}, changes


@pytest.mark.parametrize("count", [1, 5])
def test_a_warm_prediction_enters_few_files_and_changes_file_rarely(
    tiny_checkpoint: Path, count: int
) -> None:
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint, backend="onnx", threads=1)
    statement = "Beijing and Washington agreed on a new round of talks."
    classifier.predict(statement)
    files, changes = walk_of(lambda: classifier.predict([statement] * count))
    assert len(files) <= MOST_FILES, " ".join(sorted(files))
    # Each statement is checked twice, its language told, it is searched by the finder and for phrases, and the
    # network fetches its pairs from the classifier one by one.
    assert changes <= MOST_CHANGES + 14 * (count - 1)
    assert "/encoders/onnx_encoder.py" in files


def test_the_walk_counts_every_change_of_file() -> None:
    from detente.model.prediction import softmax  # noqa: F401 - a file that is not entered does not count
    from detente.model.text.text_error import text_error

    assert walk_of(lambda: [text_error("a"), text_error("b")]) == ({"/text/text_error.py"}, 0)
