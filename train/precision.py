"""Which number format to train in: bf16 autocast only where the hardware multiplies it natively."""

from typing import Literal

import torch


def native_bf16(device: str) -> bool:
    """Whether `device` ("cpu" or "cuda") has bf16 matrix instructions; emulated bf16 is slower than fp32."""
    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    capabilities = torch.backends.cpu.get_cpu_capability()
    if capabilities != "AVX512":
        return False
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def use_bf16(precision: Literal["auto", "bf16", "fp32"], device: str) -> bool:
    """Resolve a config's `precision` for `device`."""
    return precision == "bf16" or (precision == "auto" and native_bf16(device))
