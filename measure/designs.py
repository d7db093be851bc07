"""The ways to draw rows for labelling, by name."""

from typing import Final, Literal, get_args

# Drawn by chance, with a known probability: what estimates need.
EstimateDesign = Literal["random", "stratified", "doubt"]
# Chosen to teach a checkpoint: no estimate can use them.
TrainingDesign = Literal["least-sure", "disagreement", "diversity"]
Design = EstimateDesign | TrainingDesign

ESTIMATE_DESIGNS: Final[tuple[EstimateDesign, ...]] = get_args(EstimateDesign)
TRAINING_DESIGNS: Final[tuple[TrainingDesign, ...]] = get_args(TrainingDesign)
DESIGNS: Final[tuple[Design, ...]] = (*ESTIMATE_DESIGNS, *TRAINING_DESIGNS)
