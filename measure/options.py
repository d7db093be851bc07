"""What may be chosen when labels are drawn and exchanged and figures estimated, by name.

Light, since the command line reads it at every start.
"""

from typing import Final, Literal, get_args

Design = Literal["random", "stratified", "doubt", "least-sure", "disagreement", "diversity"]
DESIGNS: Final[tuple[Design, ...]] = get_args(Design)

# Drawn by chance, with a known probability: what estimates need. The others choose rows to teach a checkpoint.
ESTIMATE_DESIGNS: Final[tuple[Design, ...]] = ("random", "stratified", "doubt")

# ppi: power-tuned prediction-powered inference. dsl: design-based supervised learning. hand: the labels alone.
Method = Literal["ppi", "dsl", "hand"]
METHODS: Final[tuple[Method, ...]] = get_args(Method)

# A stance's share, or "net", cooperative less hostile.
FigureName = Literal["cooperative", "hostile", "neutral", "net"]
FIGURE_NAMES: Final[tuple[FigureName, ...]] = get_args(FigureName)

Allocation = Literal["proportional", "equal"]

ExportForm = Literal["csv", "xlsx", "jsonl", "label-studio", "label-studio-interface", "argilla", "prodigy"]
EXPORT_FORMS: Final[tuple[ExportForm, ...]] = get_args(ExportForm)
