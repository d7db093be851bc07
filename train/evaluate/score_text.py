"""Scores and differences with their intervals, as pages and terminals show them."""

from typing import Protocol


class WithInterval(Protocol):
    """A figure with the ends of its 95 % interval: an Interval, a Difference or a DocumentScore."""

    @property
    def value(self) -> float:
        """The figure."""
        ...

    @property
    def low(self) -> float:
        """The lower end."""
        ...

    @property
    def high(self) -> float:
        """The upper end."""
        ...


def score_text(score: WithInterval | None) -> str:
    """Return a score and its interval as text, "-" for none."""
    return "-" if score is None else f"{score.value:.3f} ({score.low:.3f}-{score.high:.3f})"


def difference_text(found: WithInterval | None) -> str:
    """Return a difference and its interval as text, each figure with its sign; "-" for none."""
    return "-" if found is None else f"{found.value:+.3f} ({found.low:+.3f} to {found.high:+.3f})"
