"""The ways to draw rows for labelling, by name."""

from typing import Final, Literal, get_args

Design = Literal["random", "stratified", "doubt", "least-sure", "disagreement", "diversity"]
DESIGNS: Final[tuple[Design, ...]] = get_args(Design)

# Drawn by chance, with a known probability: what estimates need. The others choose rows to teach a checkpoint.
ESTIMATE_DESIGNS: Final[tuple[Design, ...]] = ("random", "stratified", "doubt")
