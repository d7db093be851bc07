import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "measure"))

from invented import prediction_rows, write_predictions

from detente.batch.readers.stored_rows import read_rows
from detente.measure.exchange import write_label_rows
from detente.measure.sampling import draw_sample
from detente.model.errors import InputError
from detente.report.rows.corrected import correct_timeline, scan_for_labels
from detente.report.rows.row_counts import RowSettings
from detente.report.rows.summary import Summary, summarise


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    predicted = prediction_rows(200)
    for row in predicted:
        row["source"] = None if row["stance"] == "neutral" else "JP"
    return write_predictions(tmp_path / "rows.jsonl", predicted)


def summary_of(rows: Path) -> Summary:
    return summarise(read_rows(rows), inputs=["rows.jsonl"], settings=RowSettings("year"))


def corrected_of(rows: Path, labels: Path) -> Summary:
    settings = RowSettings("year")
    scan = scan_for_labels(settings)
    summary = summarise(read_rows(rows), inputs=["rows.jsonl"], settings=settings, scan=scan)
    return correct_timeline(summary, scan, labels)


def label(rows: Path, number: int) -> Path:
    """Labels by which everything is neutral."""
    path = rows.with_name("gold.csv")
    write_label_rows(path, [replace(row, label="neutral") for row in draw_sample(rows, number).rows])
    return path


def test_a_point_of_a_target_has_its_corrected_net_stance_beside_the_naive_one(rows: Path):
    naive = summary_of(rows)
    corrected = corrected_of(rows, label(rows, 200))
    assert corrected.about["labels"] == {"pairs": 200, "file": "gold.csv"}
    for before, after in zip(naive.timeline, corrected.timeline, strict=True):
        if before["source"] is not None:
            assert after == before
            continue
        assert [point["net"] for point in after["points"]] == [point["net"] for point in before["points"]]
        for point in after["points"]:
            assert point["corrected"]["net"] == pytest.approx(0, abs=1e-4)
            assert point["corrected"]["low"] <= 0 <= point["corrected"]["high"]


def test_a_point_without_labels_of_two_documents_has_no_corrected_one(rows: Path):
    lines = corrected_of(rows, label(rows, 4)).timeline
    points = [point for line in lines if line["source"] is None for point in line["points"]]
    assert any("corrected" not in point for point in points)


def test_labels_of_other_rows_are_refused(rows: Path, tmp_path: Path):
    gold = label(rows, 20)
    other = write_predictions(tmp_path / "other.jsonl", prediction_rows(5))
    with pytest.raises(InputError, match="labels that match no row"):
        corrected_of(other, gold)


def test_labels_correct_the_rows_inside_the_window_in_one_reading(rows: Path):
    settings = RowSettings("year", since="2020-01")
    scan = scan_for_labels(settings)
    once = (row for row in read_rows(rows))
    summary = summarise(once, inputs=["rows.jsonl"], settings=settings, scan=scan)
    assert 0 < len(scan.result("rows")) == summary.about["predicted"] < 200
    assert summary.about["outside"]


def test_documents_of_labels_are_those_of_the_column_that_is_named(rows: Path):
    gold = label(rows, 100)
    lumped = rows.with_name("lumped.jsonl")
    predicted = [row | {"link": "one"} for row in read_rows(rows)]
    write_predictions(lumped, predicted)
    settings = RowSettings(document_column="link")
    scan = scan_for_labels(settings)
    summary = summarise(read_rows(lumped), inputs=[""], settings=settings, scan=scan)
    points = [p for line in correct_timeline(summary, scan, gold).timeline for p in line["points"]]
    assert not any("corrected" in point for point in points)
    assert {point["documents"] for point in points} == {1}
