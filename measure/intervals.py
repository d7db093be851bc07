"""The one interval that every figure of this room is given as."""

from dataclasses import dataclass
from typing import Final

LEVEL: Final = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the ends of its 95 % confidence interval."""

    value: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """The distance between the ends."""
        return self.high - self.low
