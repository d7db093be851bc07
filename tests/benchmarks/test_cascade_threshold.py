"""Which threshold of a cascade is chosen."""

import pytest
from cascade import AtThreshold, choose


def rows(*gains: float) -> list[AtThreshold]:
    return [AtThreshold(0.5 + number / 50, 0.8 + gain, gain, 0.1) for number, gain in enumerate(gains)]


def test_the_lowest_threshold_without_loss_is_chosen() -> None:
    assert choose(rows(-0.02, -0.004, -0.001, 0.0, 0.0, 0.0, 0.0)).threshold == pytest.approx(0.56)


def test_one_lucky_threshold_among_losses_is_not_chosen() -> None:
    assert choose(rows(-0.02, 0.001, -0.02, -0.02, 0.0, 0.0, 0.0, 0.0)).threshold == pytest.approx(0.62)


def test_where_all_thresholds_lose_there_is_no_cascade() -> None:
    with pytest.raises(ValueError, match="every threshold loses more than"):
        choose(rows(-0.02, -0.01))
