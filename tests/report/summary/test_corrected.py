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
from detente.report.rows.row_counts import RowSettings
from detente.report.summary.corrected import correct_timeline, scan_for_labels
from detente.report.summary.summary import Summary, summarise


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


def points_of(rows: Path, summary: Summary) -> set[tuple[str, int]]:
    """The targets and periods that have rows, whose documents begin with a year."""
    years = [iso[:4] for iso in summary.periods]
    return {(row["target"], years.index(row["document"][:4])) for row in read_rows(rows)}


def corrected_points(summary: Summary) -> list[tuple[str, int]]:
    assert summary.corrected is not None
    return [(point["target"], point["period"]) for point in summary.corrected]


def test_each_point_of_a_target_has_its_corrected_net_stance_and_the_rest_stays_as_it_was(rows: Path):
    naive = summary_of(rows)
    corrected = corrected_of(rows, label(rows, 200))
    assert naive.corrected is None
    assert corrected.about["labels"] == {"pairs": 200, "file": "gold.csv"}
    assert replace(corrected, corrected=None, about=naive.about) == naive
    assert sorted(corrected_points(corrected)) == sorted(points_of(rows, naive))
    for point in corrected.corrected or ():
        assert point["value"] == pytest.approx(0, abs=1e-4)
        assert point["low"] <= 0 <= point["high"]


def test_a_point_without_labels_of_two_documents_has_no_corrected_one(rows: Path):
    summary = corrected_of(rows, label(rows, 4))
    assert set(corrected_points(summary)) < points_of(rows, summary)


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
    # All labels are of one document.
    assert correct_timeline(summary, scan, gold).corrected == []
