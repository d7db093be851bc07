"""The codes of the codebook: stances, targets and sources, in the order of the network's outputs."""

from typing import Final

STANCES: Final = ("cooperative", "hostile", "neutral")
HOSTILE: Final = "hostile"
NEUTRAL: Final = "neutral"

TARGETS: Final = ("US", "CN", "KP", "KR")

AUTHOR: Final = "author"
SOURCES: Final = ("US", "CN", "KP", "KR", "JP", "RU", "UN", "other", AUTHOR)
