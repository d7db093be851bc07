"""What share of the machine's own matrix speed a rate of pairs is."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from speed.operations import NetworkShape
from speed.processes import run_process

PROGRAM = Path(__file__).with_name("matrix_products.py")
FORMATS = ("int8", "bf16", "fp32")
# A batch that keeps its activations in cache, and a larger one.
TOKENS_A_PRODUCT = (1024, 4096)
SQUARES = (2048,)


@dataclass(slots=True)
class Ceiling:
    """The fastest product of each number format, in operations a second, measured once a round."""

    operations_a_pair: float
    rates: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in FORMATS})
    products: list[dict[str, Any]] = field(default_factory=list)

    def pairs_a_second(self, number_format: str) -> list[float]:
        """The pairs a second that products alone would allow, round by round."""
        return [rate / self.operations_a_pair for rate in self.rates[number_format]]

    def measure(self, shape: NetworkShape, folder: Path) -> None:
        """Measure the network's own products and a square one, in a process of its own, and add a round."""
        shapes = [product for tokens in TOKENS_A_PRODUCT for product in shape.products(tokens)]
        shapes += [(side, side, side) for side in SQUARES]
        output = folder / "products.json"
        words = [",".join(map(str, sizes)) for sizes in shapes]
        run_process([sys.executable, str(PROGRAM), str(output), *words])
        self.products = json.loads(output.read_text(encoding="utf-8"))
        for name in FORMATS:
            self.rates[name].append(max(figures[name] for figures in self.products))


def mean_operations(shape: NetworkShape, tokens: Sequence[int]) -> float:
    """Operations a pair, on average over pairs of so many tokens each."""
    return sum(map(shape.operations, tokens)) / len(tokens)
