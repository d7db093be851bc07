"""Made populations: true stances, predictions of a known quality, and labelled samples."""

import numpy as np

from detente.measure.estimate import EstimationRows, gather_rows
from detente.model.labels import STANCES


def made_truth(count: int, draw: np.random.Generator, *, shares=(0.2, 0.3, 0.5)) -> np.ndarray:
    return draw.choice(3, size=count, p=shares)


def made_probabilities(
    truth: np.ndarray, draw: np.random.Generator, *, sharpness=2.0, lean=0.0
) -> np.ndarray:
    """Probabilities that know the truth the better the higher `sharpness`, and lean to hostile by `lean`."""
    scores = draw.normal(size=(len(truth), 3)) + sharpness * np.eye(3)[truth] + np.array([0.0, lean, 0.0])
    powers = np.exp(scores)
    return powers / powers.sum(axis=1, keepdims=True)


def made_rows(count=400, labelled=120, *, seed=5, documents=None, lean=0.0, strata=None) -> EstimationRows:
    draw = np.random.default_rng(seed)
    truth = made_truth(count, draw)
    probabilities = made_probabilities(truth, draw, lean=lean)
    chosen = set(draw.permutation(count)[:labelled].tolist())
    return gather_rows(
        probabilities,
        [STANCES[stance] if row in chosen else None for row, stance in enumerate(truth)],
        p_drawn=[labelled / count if row in chosen else None for row in range(count)],
        clusters=None if documents is None else [f"d{row % documents}" for row in range(count)],
        strata=strata,
    )
