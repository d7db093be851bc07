"""Agreement over all units, by target, label and pair, with intervals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measure.agreement import compare_annotators, tabulate_ratings
from detente.measure.agreement.tables import agreement_table
from detente.measure.tables import to_markdown
from detente.model.errors import InputError
from detente.model.labels import STANCES


def made_ratings(count=60, annotators=("ann", "bob"), agree=0.8, seed=3, per_document=1):
    draw = np.random.default_rng(seed)
    units, who, labels, targets, clusters = [], [], [], [], []
    for number in range(count):
        truth = draw.integers(3)
        for name in annotators:
            label = truth if draw.random() < agree else draw.integers(3)
            units.append(f"u{number}")
            who.append(name)
            labels.append(STANCES[label])
            targets.append("CN" if number % 2 else "US")
            clusters.append(f"d{number // per_document}")
    return {"units": units, "annotators": who, "labels": labels, "targets": targets, "clusters": clusters}


def tabulated(columns):
    return tabulate_ratings(
        columns["units"],
        columns["annotators"],
        labels=columns["labels"],
        targets=columns["targets"],
        clusters=columns["clusters"],
    )


def test_a_row_for_all_each_target_and_each_label():
    found = compare_annotators(tabulated(made_ratings()), resamples=50)
    assert [(one.kind, one.group) for one in found] == [
        ("all", "all"),
        ("target", "CN"),
        ("target", "US"),
        *(("label", stance) for stance in STANCES),
    ]
    assert [one.units for one in found[:3]] == [60, 30, 30]


def test_three_annotators_have_a_row_for_each_pair():
    found = compare_annotators(tabulated(made_ratings(annotators=("ann", "bob", "checkpoint"))), resamples=20)
    assert [one.group for one in found if one.kind == "pair"] == [
        "ann and bob",
        "ann and checkpoint",
        "bob and checkpoint",
    ]


def test_intervals_hold_their_value_and_widen_with_clusters():
    alone = compare_annotators(tabulated(made_ratings(count=300)), resamples=400)[0]
    columns = made_ratings(count=300, per_document=1)
    # Each document is ten copies of one unit: there is only a tenth of the information.
    copies = {name: [] for name in columns}
    for name, values in columns.items():
        for copy in range(10):
            copies[name] += [f"{value}-{copy}" if name == "units" else value for value in values]
    clustered = compare_annotators(tabulated(copies), resamples=400)[0]
    assert alone.alpha.low < alone.alpha.value < alone.alpha.high
    assert clustered.alpha.width == pytest.approx(alone.alpha.width, rel=0.2)


@given(st.randoms(use_true_random=False))
def test_the_order_of_ratings_changes_no_figure(random):
    columns = made_ratings(count=20, annotators=("ann", "bob", "cy"))
    order = list(range(len(columns["units"])))
    random.shuffle(order)
    shuffled = {name: [values[place] for place in order] for name, values in columns.items()}
    first = compare_annotators(tabulated(columns), resamples=1)
    second = compare_annotators(tabulated(shuffled), resamples=1)
    for one, other in zip(first[:6], second[:6], strict=True):
        for name in ("percent", "fleiss", "ac1", "alpha", "cohen"):
            assert getattr(one, name).value == pytest.approx(getattr(other, name).value)


def test_the_same_seed_gives_the_same_interval():
    ratings = tabulated(made_ratings())
    assert compare_annotators(ratings, resamples=100) == compare_annotators(ratings, resamples=100)


def test_perfect_agreement_is_one():
    found = compare_annotators(tabulated(made_ratings(agree=1.0)), resamples=50)[0]
    values = [found.percent, found.cohen, found.fleiss, found.ac1, found.alpha]
    assert all(one.value == pytest.approx(1) for one in values)


def test_labels_that_never_differ_have_no_interval():
    found = compare_annotators(tabulated(made_ratings(agree=1.0)), resamples=50)[0]
    values = [found.percent, found.cohen, found.fleiss, found.ac1, found.alpha]
    assert all(np.isnan(end) for one in values for end in (one.low, one.high))


def test_one_label_for_all_units_leaves_kappa_and_alpha_undefined():
    ratings = tabulate_ratings(["a", "a", "b", "b"], ["x", "y"] * 2, labels=["neutral"] * 4)
    found = compare_annotators(ratings, resamples=10)[0]
    assert (found.cohen, found.fleiss, found.alpha) == (None, None, None)
    assert found.percent.value == found.ac1.value == 1
    assert "not defined, as where all labels are the same" in to_markdown(agreement_table([found]))


def test_no_shared_unit_is_refused():
    ratings = tabulate_ratings(["a", "b"], ["x", "y"], labels=["neutral", "hostile"])
    with pytest.raises(InputError, match="two annotators"):
        compare_annotators(ratings)


def test_the_table_names_every_group():
    table = to_markdown(agreement_table(compare_annotators(tabulated(made_ratings()), resamples=20)))
    assert "Krippendorff's alpha" in table
    assert "| target | CN | 30 | 60 |" in table
    assert "not defined" not in table
