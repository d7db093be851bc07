from dataclasses import replace
from pathlib import Path

import pytest
from invented import label_row

from detente.measure.exchange import write_label_rows
from detente.measure.rows.settled import read_settled
from detente.model.errors import InputError

ROW = label_row("Seoul sent flowers.")


def write(folder: Path, *labels: tuple[str | None, str | None], **columns: object) -> Path:
    path = folder / "gold.csv"
    rows = [replace(ROW, annotator=who, label=label, **columns) for who, label in labels]
    write_label_rows(path, rows)
    return path


@pytest.mark.parametrize(
    ("labels", "settled", "by_majority"),
    [
        ([(None, "hostile")], "hostile", 0),
        ([("kim", "hostile"), ("lee", "hostile")], "hostile", 0),
        ([("kim", "hostile"), ("lee", "neutral"), ("cho", "hostile")], "hostile", 1),
        ([("kim", "hostile"), ("lee", "neutral"), ("adjudicator", "neutral")], "neutral", 0),
        ([("kim", "hostile"), ("lee", "hostile"), ("adjudicator", "neutral")], "neutral", 0),
        ([("kim", "hostile"), ("lee", None)], "hostile", 0),
    ],
)
def test_one_label_is_settled_from_those_of_several_annotators(tmp_path, labels, settled, by_majority):
    found = read_settled(write(tmp_path, *labels))
    assert ([row.label for row in found.rows], found.by_majority) == ([settled], by_majority)


def test_a_pair_on_which_no_label_decides_is_named_with_its_labels(tmp_path):
    with pytest.raises(
        InputError, match=r"\(kim: hostile, lee: neutral\); settle them with .*--disagreements"
    ):
        read_settled(write(tmp_path, ("kim", "hostile"), ("lee", "neutral")))


def test_pairs_that_nobody_labelled_are_counted(tmp_path):
    path = tmp_path / "gold.csv"
    write_label_rows(path, [replace(ROW, label="hostile"), label_row("Another.")])
    assert read_settled(path).unlabelled == 1


def test_labels_that_were_chosen_for_training_are_refused(tmp_path):
    path = write(tmp_path, (None, "hostile"), design="least-sure", p_drawn=None)
    with pytest.raises(InputError, match=r"has no p_drawn .*chosen for training"):
        read_settled(path)


def test_a_file_without_labels_is_refused(tmp_path):
    with pytest.raises(InputError, match="holds no label"):
        read_settled(write(tmp_path, (None, None)))
