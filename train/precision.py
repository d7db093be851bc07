"""Which number format to train in: bf16 autocast only where the hardware multiplies it natively."""

from typing import Literal

import torch

from detente.model.encoders.machine import cpu_multiplies_bf16


def native_bf16(device: str) -> bool:
    """Whether `device` ("cpu" or "cuda") multiplies bf16 matrices faster than fp32 ones.

    A CPU has to have AMX: with the bf16 instructions of AVX-512 alone, products take twice the time of fp32.
    """
    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return cpu_multiplies_bf16()


def use_bf16(precision: Literal["auto", "bf16", "fp32"], device: str) -> bool:
    """Resolve a config's `precision` for `device`."""
    return precision == "bf16" or (precision == "auto" and native_bf16(device))
