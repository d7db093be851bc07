"""What may be chosen when labels are drawn and exchanged, by name.

Light, since the command line reads it at every start.
"""

from typing import Final, Literal, get_args

Design = Literal["random", "stratified", "doubt", "least-sure", "disagreement", "diversity"]
DESIGNS: Final[tuple[Design, ...]] = get_args(Design)

# Drawn by chance, with a known probability: what estimates need. The others choose rows to teach a checkpoint.
ESTIMATE_DESIGNS: Final[tuple[Design, ...]] = ("random", "stratified", "doubt")

Allocation = Literal["proportional", "equal"]
Period = Literal["month", "quarter", "year"]

ExportForm = Literal["csv", "xlsx", "jsonl", "label-studio", "label-studio-interface", "argilla", "prodigy"]
EXPORT_FORMS: Final[tuple[ExportForm, ...]] = get_args(ExportForm)
