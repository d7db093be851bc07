"""Who takes which stance toward whom in a document: its dyads, counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from detente.model.labels import NEUTRAL, SOURCES, TARGETS
from detente.model.prediction import Prediction


@dataclass(frozen=True, slots=True)
class DyadCount:
    """A source and a target, by code, and how many statements are cooperative or hostile from one toward the other."""

    source: str
    target: str
    cooperative: int
    hostile: int

    @property
    def total(self) -> int:
        """Both stances together."""
        return self.cooperative + self.hostile


def count_dyads(predictions: Iterable[Prediction]) -> list[DyadCount]:
    """Count the polar stances of each source toward each target; the most frequent come first.

    Pairs that are as frequent stand in the codebook's order of sources and targets, then in that of the document.
    Neutral predictions, and those with an error or without a source, are not counted.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    for one in predictions:
        if one.source is not None and one.stance not in (None, NEUTRAL):
            counts[one.source, one.target, str(one.stance)] += 1
    pairs = dict.fromkeys((source, target) for source, target, _ in counts)
    dyads = [
        DyadCount(*pair, cooperative=counts[*pair, "cooperative"], hostile=counts[*pair, "hostile"])
        for pair in pairs
    ]
    return sorted(dyads, key=lambda one: (-one.total, _rank(SOURCES, one.source), _rank(TARGETS, one.target)))


def source_order(dyads: Iterable[DyadCount]) -> list[str]:
    """Return the sources of dyads, each once, in the codebook's order."""
    return sorted({one.source for one in dyads}, key=lambda code: (_rank(SOURCES, code), code))


def _rank(codes: tuple[str, ...], code: str) -> int:
    return codes.index(code) if code in codes else len(codes)
