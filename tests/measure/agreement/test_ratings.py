"""Ratings in long form become a table, and faults are refused by number."""

import pandas as pd
import pytest

from detente.measure.agreement import list_disagreements, settle_labels, tabulate_ratings
from detente.model.errors import InputError

UNITS = ["a", "a", "b", "b", "c", "c", "c", "d"]
WHO = ["ann", "bob", "ann", "bob", "ann", "bob", "cy", "ann"]
LABELS = ["hostile", "hostile", "neutral", "hostile", "neutral", "neutral", "hostile", None]


def ratings():
    return tabulate_ratings(UNITS, WHO, labels=LABELS)


def test_a_missing_label_is_missing_and_not_a_disagreement():
    assert ratings().codes.tolist() == [[1, 1, -1], [2, 1, -1], [2, 2, 1], [-1, -1, -1]]


def test_columns_of_a_frame_are_read_in_their_order_whatever_their_index():
    frame = pd.DataFrame({"unit": UNITS, "who": WHO, "label": LABELS, "target": [*"AABBCCCD"]})
    frame.index = range(len(UNITS), 0, -1)
    found = tabulate_ratings(
        frame["unit"], frame["who"], labels=frame["label"], targets=frame["target"], clusters=frame["unit"]
    )
    assert found.codes.tolist() == ratings().codes.tolist()
    assert (found.targets, found.clusters) == (("A", "B", "C", "D"), ("a", "b", "c", "d"))


def test_disagreements_come_without_majority_first():
    found = list_disagreements(ratings())
    assert [(one.unit, one.majority) for one in found] == [("b", None), ("c", "neutral")]
    assert found[0].labels == {"ann": "neutral", "bob": "hostile"}


def test_settled_are_the_unanimous_and_the_adjudicated():
    settled = settle_labels(ratings(), adjudicated={"b": "cooperative"})
    assert settled.labels == {"a": "hostile", "b": "cooperative"}
    assert settled.open_units == ("c",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": ["hostle", *LABELS[1:]]}, "rating 1: unknown label 'hostle'; did you mean 'hostile'"),
        ({"units": ["a", "a", "a", *UNITS[3:]]}, "rating 3: 'ann' has labelled 'a' twice"),
        ({"targets": ["CN", "US", *["CN"] * 6]}, "rating 2: 'a' has another target"),
        ({"labels": LABELS[1:]}, "equal lengths"),
    ],
)
def test_faults_are_named(change, message):
    columns = {"units": UNITS, "annotators": WHO, "labels": LABELS, "targets": None, **change}
    with pytest.raises(InputError, match=message):
        tabulate_ratings(
            columns["units"], columns["annotators"], labels=columns["labels"], targets=columns["targets"]
        )


@pytest.mark.parametrize("adjudicated", [{"z": "hostile"}, {"b": "hostil"}])
def test_an_unknown_adjudication_is_refused(adjudicated):
    with pytest.raises(InputError, match="adjudicated unit"):
        settle_labels(ratings(), adjudicated=adjudicated)
