"""How often an explanation names the word that turns the stance.

    python benchmarks/minimal_pairs.py [CHECKPOINT] [--missed]

Each of `data/minimal_pairs.jsonl` is two statements that differ in one word and in their stance. Prints the share
of pairs whose first statement is explained by that word as one of the two strongest: for the half on which the
form of the explanation was chosen, for the other half, and for all; then for the pairs that are both predicted
right, and for every statement of both sides that has such a word. With --missed the pairs that are not.
"""

import argparse
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.model import StanceClassifier
from detente.model.explanation import Explanation

PAIRS = Path(__file__).parents[1] / "data" / "minimal_pairs.jsonl"

_VARIANTS = re.compile(r"\{(\w+)\|(\w*)\}")


@dataclass(frozen=True, slots=True)
class Variant:
    """One statement of a minimal pair; `word` turns the stance, None where it is the other one's."""

    statement: str
    target: str
    label: str
    word: str | None


MinimalPair = tuple[Variant, Variant]


def read_minimal_pairs(path: Path = PAIRS) -> list[MinimalPair]:
    """Read the pairs: `{one|other}` in a line's statement holds the word of each side, the first never empty."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(_variant(line, 0), _variant(line, 1)) for line in lines]


def _variant(line: dict[str, str], side: int) -> Variant:
    [words] = _VARIANTS.findall(line["statement"])
    text = _VARIANTS.sub(words[side], line["statement"])
    return Variant(" ".join(text.split()), line["target"], line["labels"][side], words[side] or None)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many explanations name the word."""

    named: int
    of: int

    @property
    def rate(self) -> float:
        """From 0 to 1; 0 of nothing."""
        return self.named / self.of if self.of else 0.0

    def __str__(self) -> str:
        return f"{self.named} of {self.of} ({self.rate:.0%})"


def explained(
    classifier: StanceClassifier, pairs: Sequence[MinimalPair]
) -> list[tuple[Explanation, Explanation]]:
    """Explain both statements of each pair."""
    variants = [variant for pair in pairs for variant in pair]
    predictions = classifier.predict_pairs([(one.statement, one.target) for one in variants])
    explanations = list(classifier.explain_predictions(predictions))
    return list(zip(explanations[::2], explanations[1::2], strict=True))


def names_word(variant: Variant, explanation: Explanation) -> bool:
    """Whether the word is one of the two strongest."""
    return variant.word in {word.word for word in explanation.strongest(2)}


def share(found: Iterable[bool]) -> Share:
    """Count the true ones."""
    values = list(found)
    return Share(sum(values), len(values))


def shares(
    pairs: Sequence[MinimalPair], explanations: Sequence[tuple[Explanation, Explanation]]
) -> dict[str, Share]:
    """The shares that are printed, by what they are of."""
    first = [names_word(pair[0], both[0]) for pair, both in zip(pairs, explanations, strict=True)]
    right = [
        all(one.label == each.prediction.stance for one, each in zip(pair, both, strict=True))
        for pair, both in zip(pairs, explanations, strict=True)
    ]
    sides = [
        names_word(one, each)
        for pair, both in zip(pairs, explanations, strict=True)
        for one, each in zip(pair, both, strict=True)
        if one.word is not None
    ]
    return {
        "first half (form chosen on it)": share(first[::2]),
        "other half": share(first[1::2]),
        "all pairs": share(first),
        "pairs predicted right": share(named for named, both in zip(first, right, strict=True) if both),
        "statements of both sides": share(sides),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Explain the pairs and print the shares."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("checkpoint", nargs="?", default="published")
    parser.add_argument("--missed", action="store_true", help="print the pairs whose word is not named")
    given = parser.parse_args(arguments)
    classifier = StanceClassifier.from_pretrained(given.checkpoint)
    pairs = read_minimal_pairs()
    explanations = explained(classifier, pairs)
    print(f"{classifier.name} ({classifier.backend}) on {PAIRS.name}\n")
    for name, found in shares(pairs, explanations).items():
        print(f"{name:<32} {found}")
    for (variant, _), (explanation, _) in zip(pairs, explanations, strict=True) if given.missed else ():
        if not names_word(variant, explanation):
            top = ", ".join(f"{word.word} {word.change:+.2f}" for word in explanation.strongest(3))
            print(f"\n{variant.statement}\n  {explanation.prediction.stance}, not {variant.word} but {top}")


if __name__ == "__main__":
    main()
