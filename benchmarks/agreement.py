"""How far the ways of running one checkpoint agree on labelled pairs.

    python benchmarks/agreement.py published data/test.jsonl

Prints the share of equal stances between the int8 graph and the safetensors weights, and between the
weights run by détente and by plain `transformers.pipeline` on the same marked pairs.
"""

import sys
from pathlib import Path

from transformers import pipeline

from detente.model import StanceClassifier
from detente.train.pairs import read_pairs


def main(checkpoint: str, data: Path) -> None:
    """Judge the pairs of `data` in all three ways and print the shares."""
    pairs = read_pairs(data)
    asked = [(pair.text, pair.target) for pair in pairs]
    graph = StanceClassifier.from_pretrained(checkpoint, backend="onnx").predict_pairs(asked)
    classifier = StanceClassifier.from_pretrained(checkpoint, backend="torch", device="cpu", precision="fp32")
    weights = classifier.predict_pairs(asked)
    settings = classifier.checkpoint.settings
    marked = [
        {
            "text": settings.wording.mark(str(prediction.statement), prediction.mentions),
            "text_pair": settings.wording.target.format(name=settings.targets[prediction.target]),
        }
        for prediction in weights
    ]
    judge = pipeline(
        "text-classification", model=str(classifier.checkpoint.folder), truncation=True, device="cpu"
    )
    plain = [answer["label"] for answer in judge(marked)]
    stances = [prediction.stance for prediction in weights]
    print(f"{len(pairs)} pairs of {data}")
    print(f"int8 graph and weights         {share([p.stance for p in graph], stances):.2%}")
    print(f"transformers.pipeline and ours {share(plain, stances):.2%}")


def share(one: list[str | None], other: list[str | None]) -> float:
    """The share of places at which two lists are equal."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
