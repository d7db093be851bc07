"""The settings of training whose speed is compared, from the Trainer's own to ours, one change after another."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Setting:
    """What a setting changes: the number format, the order of rows, the drawing of dropout masks, the allocator."""

    says: str
    precision: Literal["auto", "fp32"] = "auto"
    group_by_length: bool = False
    pool_dropout: bool = False
    keep_memory: bool = False


SETTINGS = {
    "stock": Setting("fp32, random batches padded to the longest", precision="fp32"),
    "bf16": Setting("bf16 where the processor has it"),
    "grouped": Setting("and batches of like length", group_by_length=True),
    "pooled": Setting("and dropout masks from a pool", group_by_length=True, pool_dropout=True),
    "ours": Setting(
        "batches of like length, dropout masks from a pool, freed memory kept, bf16 where the processor has it",
        group_by_length=True,
        pool_dropout=True,
        keep_memory=True,
    ),
}
