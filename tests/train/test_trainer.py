"""The order of batches depends on seed and epoch alone."""

from hypothesis import given
from hypothesis import strategies as st

from detente.train.trainer import LengthGroupedSampler


@given(st.lists(st.integers(1, 200), max_size=300), st.integers(1, 16), st.integers(0, 5))
def test_every_row_comes_once_and_the_order_depends_on_seed_and_epoch_alone(
    lengths: list[int], batch_size: int, epoch: int
) -> None:
    one = LengthGroupedSampler(lengths, batch_size=batch_size, seed=3)
    other = LengthGroupedSampler(lengths, batch_size=batch_size, seed=3)
    list(one)  # what was drawn before must not matter
    one.set_epoch(epoch)
    other.set_epoch(epoch)
    assert list(one) == list(other)
    assert sorted(one) == list(range(len(lengths)))


def test_epochs_and_seeds_give_other_orders() -> None:
    def order(seed: int, epoch: int) -> tuple[int, ...]:
        sampler = LengthGroupedSampler(range(200), batch_size=4, seed=seed)
        sampler.set_epoch(epoch)
        return tuple(sampler)

    assert len({order(1, 0), order(1, 1), order(2, 0), order(2, 1)}) == 4


def test_rows_of_a_batch_have_like_lengths() -> None:
    lengths = [number * 37 % 100 for number in range(1000)]
    order = list(LengthGroupedSampler(lengths, batch_size=10, seed=1))
    spans = [
        max(lengths[row] for row in order[at : at + 10]) - min(lengths[row] for row in order[at : at + 10])
        for at in range(0, 1000, 10)
    ]
    assert sum(spans) / len(spans) < 10
