"""Explanations name the word that turns the stance, on minimal pairs written for it."""

import pytest
from minimal_pairs import explained, read_minimal_pairs, shares

from detente.model import StanceClassifier


def test_the_sixty_pairs_differ_in_one_word_and_in_their_stance() -> None:
    pairs = read_minimal_pairs()
    assert len(pairs) == len(set(pairs)) == 60
    for one, other in pairs:
        assert one.label != other.label
        words, others = one.statement.split(), other.statement.split()
        same = [word for word in words if word not in others]
        assert len(same) == 1
        assert one.word in same[0]
        assert abs(len(words) - len(others)) == (other.word is None)


@pytest.mark.slow
@pytest.mark.parametrize(("checkpoint", "of_all"), [("published-base", 0.8), ("published-small", 0.7)])
def test_the_word_is_among_the_two_strongest_in_most_pairs(checkpoint: str, of_all: float) -> None:
    # A stance that is wrong has other words behind it, and small is wrong more often.
    pairs = read_minimal_pairs()
    found = shares(pairs, explained(StanceClassifier.from_pretrained(checkpoint), pairs))
    assert found["all pairs"].rate >= of_all
    assert found["pairs predicted right"].rate >= 0.8
