import random
from pathlib import Path

import numpy as np
import pytest
from invented import prediction_row, write_predictions

from detente.measure.net.net_intervals import dyad_net_stance, target_net_stance
from detente.measure.rows.scan import KeyColumn, ScannedRows, ScanSettings, scan_rows
from detente.measure.stance_counts import count_stances
from detente.measure.stance_table import stance_table

KEYS = ("source", "target")


def scan(folder: Path, stances: str, *, document: str = "{}.txt", **columns: object) -> ScannedRows:
    """Rows with stances given by their first letters."""
    names = {"c": "cooperative", "h": "hostile", "n": "neutral"}
    rows = [
        prediction_row(f"Statement {n}.", rng=random.Random(n), document=document.format(n), target="US",
                       stance=names[letter], source=None if letter == "n" else "CN") | columns
        for n, letter in enumerate(stances)
    ]  # fmt: skip
    return scan_rows([write_predictions(folder / "rows.jsonl", rows)], settings=ScanSettings(KEYS))


def test_rows_that_are_each_of_a_document_have_the_closed_form_interval(tmp_path: Path):
    scanned = scan(tmp_path, "cchhhnnnnn")
    [one] = count_stances(scanned, ["target"]).groups
    assert (one.group, one.rows, one.documents, one.counts) == (("US",), 10, 10, (2, 3, 5))
    expected = target_net_stance(cooperative=2, hostile=3, neutral=5)
    assert (one.net.value, one.net.low, one.net.high) == pytest.approx(expected)


def test_a_dyad_counts_the_rows_of_its_source_and_leaves_out_neutral_ones(tmp_path: Path):
    found = count_stances(scan(tmp_path, "cchnnn"), KEYS)
    [one] = found.groups
    assert (one.group, one.counts, found.without_source) == (("CN", "US"), (2, 1, 0), 3)
    expected = dyad_net_stance(cooperative=2, hostile=1)
    assert (one.net.value, one.net.low, one.net.high) == pytest.approx(expected)


def test_rows_of_one_document_are_worth_one_row(tmp_path: Path):
    [one] = count_stances(scan(tmp_path, "hhhhh", document="speech.txt"), KEYS).groups
    expected = dyad_net_stance(cooperative=0, hostile=1)
    assert (one.net.value, one.net.low, one.net.high) == pytest.approx(expected)


def test_without_rows_that_take_a_stance_there_are_no_dyads(tmp_path: Path):
    assert count_stances(scan(tmp_path, "nn"), KEYS) == count_stances(scan(tmp_path, "nnn"), KEYS).__class__(
        (), 2
    )


@pytest.mark.parametrize(("documents", "size"), [(200, 1), (40, 5), (15, 5)])
def test_intervals_hold_the_net_stance_of_clustered_rows(documents: int, size: int):
    draw = np.random.default_rng(3)
    held, trials = 0, 400
    for _ in range(trials):
        # Documents lean: the mean net stance is 0.2 less 0.3.
        shares = draw.dirichlet(np.array([0.2, 0.3, 0.5]) * 2, size=documents)
        ends = shares.cumsum(axis=1)[:, None, :2]
        stances = (draw.random((documents, size, 1)) > ends).sum(axis=2).reshape(-1)
        rows = ScannedRows(
            pairs=np.arange(len(stances), dtype=np.uint64),
            documents=np.repeat(np.arange(documents), size),
            stances=stances.astype(np.int8),
            probabilities=np.eye(3)[stances],
            columns={"target": KeyColumn(("US",), np.zeros(len(stances), dtype=np.int32))},
            periods=frozenset(),
        )
        [one] = count_stances(rows, ["target"]).groups
        held += one.net.low <= -0.1 <= one.net.high
    assert 0.92 <= held / trials <= 0.99


def test_dyads_have_the_codes_of_states_and_other_sources_none(tmp_path: Path):
    counts = count_stances(scan(tmp_path, "ch"), KEYS).groups
    table = stance_table(counts, by=KEYS, cow=True)
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert [row[f"source_{name}"] for name in ("iso3", "ccode", "stateabb")] == ["CHN", 710, "CHN"]
    assert [row[f"target_{name}"] for name in ("iso3", "ccode", "stateabb")] == ["USA", 2, "USA"]
    assert (row["share_cooperative"], row["share_hostile"]) == (0.5, 0.5)
    assert "neutral" not in row
    other = stance_table(count_stances(scan(tmp_path, "c", source="author"), KEYS).groups, by=KEYS, cow=True)
    assert other.rows[0][:4] == ("author", None, None, None)
    assert "target_ccode" not in stance_table(counts, by=KEYS).columns
