"""How far the ways of running one checkpoint agree on labelled pairs, and how fast each is.

    python benchmarks/agreement.py published data/test.jsonl

Predicts the pairs with the int8 graph on this CPU, with the same graph in numpy as CPUs that multiply bytes exactly
(VNNI, AMX, ARM) and CPUs that may saturate (AVX2 or SSE4.1 alone) run it, with the safetensors weights in fp32 and in
bf16, and with plain `transformers.pipeline` on the same marked pairs. Prints the share of stances that are those of the
weights in fp32, and pairs a second, the start left out. A graph that cannot saturate is emulated once for both.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import onnx
from emulated_graph import LARGEST_SUM, EmulatedEncoder, byte_weights, largest_pair_sum
from speed.rates import equal_share
from transformers import pipeline

from detente.model import Prediction, StanceClassifier
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.encoders.backends import Backend, Precision
from detente.train.labels.pairs import LabelledPair, read_pairs

WARM_UP = 64

Result = TypeVar("Result")


def main(checkpoint: str, data: Path) -> None:
    """Predict the pairs of `data` in all ways and print the shares."""
    pairs = read_pairs(data)
    weights, predictions, rate = predicted(checkpoint, pairs, "torch", "fp32")
    stances = [prediction.stance for prediction in predictions]
    print(f"{len(pairs)} pairs of {data}, beside the weights in fp32 ({rate:.0f} pairs a second)")
    for name, backend, precision in (("int8 graph", "onnx", "auto"), ("weights in bf16", "torch", "bf16")):
        _, found, rate = predicted(checkpoint, pairs, backend, precision)  # type: ignore[arg-type]
        print(f"{name:<21} {equal_share([p.stance for p in found], stances):.2%}, {rate:.0f} pairs a second")
    print_emulated(checkpoint, pairs, stances)
    settings = weights.checkpoint.settings
    marked = [
        {
            "text": settings.wording.mark(str(prediction.statement), prediction.mentions),
            "text_pair": settings.wording.target.format(name=settings.targets[prediction.target]),
        }
        for prediction in predictions
    ]
    classify = pipeline(
        "text-classification", model=str(weights.checkpoint.folder), truncation=True, device="cpu"
    )
    labels, rate = timed(lambda: [found["label"] for found in classify(marked)], len(marked))
    print(f"transformers.pipeline {equal_share(labels, stances):.2%}, {rate:.0f} pairs a second")


def print_emulated(checkpoint: str, pairs: list[LabelledPair], stances: list[str | None]) -> None:
    """Print the share for each way in which a CPU multiplies bytes, whatever the CPU at hand."""
    path = open_checkpoint(checkpoint).onnx
    if path is None:
        return
    largest = max(largest_pair_sum(matrix) for matrix in byte_weights(onnx.load(path)).values())
    differs = largest > LARGEST_SUM
    print(f"largest sum of two products {largest:,}: {'may saturate' if differs else 'cannot saturate'}")
    ways = (
        {"exact, emulated": False, "saturating, emulated": True} if differs else {"any CPU, emulated": True}
    )
    asked = [(pair.text, pair.target) for pair in pairs]
    for name, saturating in ways.items():
        emulated = StanceClassifier(open_checkpoint(checkpoint), EmulatedEncoder(path, saturating=saturating))
        found, rate = timed(lambda one=emulated: one.predict_pairs(asked), len(asked))  # type: ignore[misc]
        print(f"{name:<21} {equal_share([p.stance for p in found], stances):.2%}, {rate:.0f} pairs a second")


def predicted(
    checkpoint: str, pairs: list[LabelledPair], backend: Backend, precision: Precision
) -> tuple[StanceClassifier, list[Prediction], float]:
    """The classifier, its predictions of the pairs, and how many it makes a second."""
    classifier = StanceClassifier.from_pretrained(
        checkpoint, backend=backend, device="cpu", precision=precision
    )
    asked = [(pair.text, pair.target) for pair in pairs]
    classifier.predict_pairs(asked[:WARM_UP])
    predictions, rate = timed(lambda: classifier.predict_pairs(asked), len(asked))
    return classifier, predictions, rate


def timed(work: Callable[[], Result], count: int) -> tuple[Result, float]:
    """What `work` returns, and how many of `count` it did a second."""
    started = time.perf_counter()
    result = work()
    return result, count / (time.perf_counter() - started)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
