"""The labels of `examples/`: what the guide works with, held to the rules that labels of users are held to."""

from pathlib import Path

import pytest

from detente.measure.exchange import read_label_rows
from detente.measure.exchange.label_rows import LabelRow
from detente.model.labels import NEUTRAL, TARGETS

PAIRS = 625
"""How many pairs `detente predict examples/bulletins` gives."""


@pytest.fixture(scope="module")
def labels(root: Path) -> list[LabelRow]:
    return read_label_rows(root / "examples" / "bulletins-labels.csv")


def test_a_hundred_pairs_are_labelled_each_with_its_probability(labels: list[LabelRow]) -> None:
    assert {row.target for row in labels} <= set(TARGETS)
    assert len({row.key for row in labels}) == len(labels) == 100
    assert {row.p_drawn for row in labels} == {100 / PAIRS}
    assert {row.design for row in labels} == {"random"}


def test_a_stance_names_who_holds_it(labels: list[LabelRow]) -> None:
    assert all((row.source is None) == (row.label == NEUTRAL) for row in labels)


def test_every_statement_stands_in_its_bulletin(root: Path, labels: list[LabelRow]) -> None:
    for row in labels:
        bulletin = " ".join((root / str(row.document)).read_text(encoding="utf-8").split())
        assert row.statement in bulletin
