import random
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measure.net.net_intervals import dyad_net_stance, target_net_stance

counts = st.integers(0, 3000)


@given(counts, counts, counts)
def test_an_interval_holds_its_net_stance_and_stays_on_the_scale(cooperative, hostile, neutral):
    if cooperative + hostile:
        dyad = dyad_net_stance(cooperative=cooperative, hostile=hostile)
        assert -1 <= dyad.low <= dyad.net <= dyad.high <= 1
    if cooperative + hostile + neutral:
        target = target_net_stance(cooperative=cooperative, hostile=hostile, neutral=neutral)
        assert -1 <= target.low <= target.net <= target.high <= 1
        assert target.low < target.high


@given(counts, counts, counts)
def test_swapping_the_stances_mirrors_the_interval(cooperative, hostile, neutral):
    if cooperative + hostile + neutral:
        one = target_net_stance(cooperative=cooperative, hostile=hostile, neutral=neutral)
        other = target_net_stance(cooperative=hostile, hostile=cooperative, neutral=neutral)
        assert (-other.net, -other.high, -other.low) == pytest.approx(one)


def test_one_row_and_full_agreement_are_no_certainty():
    assert target_net_stance(cooperative=1, hostile=0, neutral=0).low < 0
    assert dyad_net_stance(cooperative=5, hostile=0).low < 0.2
    assert target_net_stance(cooperative=0, hostile=0, neutral=5).high > 0.1


def test_the_interval_of_a_dyad_is_wilsons():
    # Wilson's 95 % interval of 8 in 10 is 0.490 to 0.943.
    found = dyad_net_stance(cooperative=8, hostile=2)
    assert found == pytest.approx((0.6, 2 * 0.4901625 - 1, 2 * 0.9433178 - 1), abs=1e-6)


def test_no_rows_have_no_net_stance():
    with pytest.raises(ValueError, match="at least one row"):
        target_net_stance(cooperative=0, hostile=0, neutral=0)
    with pytest.raises(ValueError, match="at least one row"):
        dyad_net_stance(cooperative=0, hostile=0)


@pytest.mark.parametrize("rows", [5, 10, 30, 100])
def test_dyad_intervals_cover_the_truth_in_95_of_100_samples(rows):
    def coverage(share):
        found = [dyad_net_stance(cooperative=k, hostile=rows - k) for k in range(rows + 1)]
        chances = [comb(rows, k) * share**k * (1 - share) ** (rows - k) for k in range(rows + 1)]
        return sum(p for p, net in zip(chances, found, strict=True) if net.low <= 2 * share - 1 <= net.high)

    covered = [coverage(step / 100) for step in range(2, 99, 4)]
    assert min(covered) > 0.83
    assert 0.93 < sum(covered) / len(covered) < 0.98


@pytest.mark.parametrize("rows", [5, 10, 30, 100, 400])
def test_target_intervals_cover_the_truth_in_95_of_100_samples(rows):
    draw = random.Random(rows)
    covered = []
    for shares in [
        (0.34, 0.33, 0.33),
        (0.1, 0.1, 0.8),
        (0.05, 0.6, 0.35),
        (0.9, 0.02, 0.08),
        (0.02, 0.9, 0.08),
    ]:
        truth = shares[0] - shares[1]
        hits = 0
        for _ in range(1500):
            drawn = draw.choices("chn", shares, k=rows)
            net = target_net_stance(
                cooperative=drawn.count("c"), hostile=drawn.count("h"), neutral=drawn.count("n")
            )
            hits += net.low <= truth <= net.high
        covered.append(hits / 1500)
    assert min(covered) > 0.88
    assert 0.94 < sum(covered) / len(covered) < 0.99
