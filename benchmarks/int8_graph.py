"""Make the int8 graph of a checkpoint again from its weights, and say how far the two agree.

    python benchmarks/int8_graph.py model/published_base data/dev.jsonl --share 0.5
    python benchmarks/int8_graph.py model/published data/dev.jsonl

The first 256 pairs of the file show how uneven the activations are, and all of them check the graph: it replaces
the old one only if it gives the stance of the weights in 99 % of them. Needs `pip install '.[train]'`.
"""

import argparse
from pathlib import Path

from detente.train.export.checkpoint import NO_GRAPH, remake_graph
from detente.train.export.smoothing import SHARE
from detente.train.labels.pairs import read_pairs


def main() -> int:
    """Make the graph; 1 where it agrees too little with the weights and the old one was kept."""
    parser = argparse.ArgumentParser(
        description="Make the int8 graph of a checkpoint again from its weights."
    )
    parser.add_argument("checkpoint", type=Path, help="a checkpoint folder with safetensors weights")
    parser.add_argument("pairs", type=Path, help="labelled pairs, JSON lines")
    parser.add_argument(
        "--share",
        type=float,
        default=SHARE,
        help="of the unevenness, how much the weights take (default: %(default)s)",
    )
    asked = parser.parse_args()
    agreement = remake_graph(asked.checkpoint, read_pairs(asked.pairs), share=asked.share)
    print(f"{agreement.graph}: {agreement.labels:.2%} of {agreement.pairs} stances are those of the weights")
    print(f"largest gap between two probabilities: {agreement.largest_gap:.3f}")
    return 1 if agreement.graph == NO_GRAPH else 0


if __name__ == "__main__":
    raise SystemExit(main())
