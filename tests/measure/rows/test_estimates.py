import random
from dataclasses import replace
from pathlib import Path

import pytest
from invented import prediction_row, prediction_rows, write_predictions

from detente.measure.exchange import read_label_rows, write_label_rows
from detente.measure.rows.estimates import EstimateSettings, estimate_rows
from detente.measure.rows.matching import match_labels
from detente.measure.rows.scan import ScanSettings, scan_rows
from detente.measure.rows.settled import read_settled
from detente.measure.sampling import DrawSettings, draw_sample
from detente.model.errors import InputError

BY_YEAR = EstimateSettings(by=("target", "year"))


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    predicted = prediction_rows(400)
    for number, row in enumerate(predicted):
        row["document"] = f"{2019 + number % 2}-03-{1 + number % 28:02}-{number // 3}.txt"
    return write_predictions(tmp_path / "rows.jsonl", predicted)


def label(rows: Path, number: int, *, settings: DrawSettings | None = None) -> Path:
    """Label a sample as the checkpoint would, but call every hostile row neutral."""
    drawn = draw_sample(
        rows, number, settings=replace(settings or DrawSettings(), with_predictions=True)
    ).rows
    labels = ["neutral" if row.predicted == "hostile" else row.predicted for row in drawn]
    gold = [
        replace(row, label=label, predicted=None, score=None)
        for row, label in zip(drawn, labels, strict=True)
    ]
    path = rows.with_name("gold.csv")
    write_label_rows(path, gold)
    return path


def cells(table, figure: str = "net") -> dict[tuple[object, ...], dict[str, object]]:
    named = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    keys = table.columns[: table.columns.index("figure")]
    return {tuple(row[name] for name in keys if name not in ("rows", "labels")): row
            for row in named if row["figure"] == figure}  # fmt: skip


def test_where_every_row_is_labelled_the_corrected_figures_are_those_of_the_labels(rows: Path):
    found = cells(estimate_rows([rows], label(rows, 400), settings=BY_YEAR).shares, "hostile")
    assert len(found) == 1 + 4 * 2
    for row in found.values():
        assert row["corrected"].value == pytest.approx(0, abs=1e-9)
        assert row["naive"].value > 0.1
        assert row["change"] == pytest.approx(-row["naive"].value)


def test_a_sample_corrects_what_predictions_miss(rows: Path):
    estimates = estimate_rows([rows], label(rows, 200), settings=BY_YEAR)
    whole = cells(estimates.shares, "hostile")["all", "all"]
    assert whole["corrected"].low <= 0.02
    assert whole["naive"].low > 0.2
    assert (whole["rows"], whole["labels"]) == (400, 200)


def test_a_duplicate_has_the_label_of_its_statement(tmp_path: Path):
    predicted = [
        prediction_row(f"Statement {n // 2}.", rng=random.Random(n), target="US", document=f"{n}.txt")
        for n in range(80)
    ]
    rows = write_predictions(tmp_path / "rows.csv", predicted)
    gold = label(rows, 40)
    matched = match_labels(scan_rows([rows]), read_settled(gold).rows, where=gold)
    assert (matched.labels[::2] == matched.labels[1::2]).all()
    assert (matched.clusters[::2] == matched.clusters[1::2]).all()
    assert matched.labelled.all()


def test_strata_are_numbered_for_all_rows(rows: Path):
    gold = label(rows, 60, settings=DrawSettings(design="stratified", by=("target", "year")))
    scanned = scan_rows([rows], settings=ScanSettings(("target", "year")))
    matched = match_labels(scanned, read_settled(gold).rows, where=gold, strata=("target", "year"))
    groups = scanned.groups(("target", "year"))
    assert len(set(zip(groups, matched.strata.tolist(), strict=True))) == len(set(groups)) == 8


def test_several_methods_and_figures_are_shown_on_request(rows: Path):
    settings = EstimateSettings(by=("target",), methods=("ppi", "dsl", "hand"), figures=("net",))
    table = estimate_rows([rows], label(rows, 100), settings=settings).shares
    assert table.columns[:2] == ("method", "target")
    assert len(table.rows) == 3 * 5
    of_hand = [dict(zip(table.columns, row, strict=True)) for row in table.rows if row[0] == "hand"]
    assert all(row["corrected"] == row["labels alone"] for row in of_hand)


def test_periods_are_compared_with_the_one_before_and_other_keys_with_each_other(rows: Path):
    settings = replace(BY_YEAR, compare=("year", "target"), figures=("net",))
    table = estimate_rows([rows], label(rows, 200), settings=settings).differences
    pairs = [row[:4] for row in table.rows]
    assert pairs[:4] == [(target, "2020", target, "2019") for target in ("CN", "KP", "KR", "US")]
    assert len(pairs) == 4 + 2 * 6
    assert all(row[1] == row[3] for row in pairs[4:])


def test_a_regression_takes_years_as_numbers_and_leaves_out_rows_without_a_value(tmp_path: Path, rows: Path):
    undated = [prediction_row(f"Undated {n}.", rng=random.Random(n), document="x.txt") for n in range(5)]
    more = write_predictions(tmp_path / "more.jsonl", undated)
    settings = EstimateSettings(covariates=("year", "target"))
    table = estimate_rows([rows, more], label(rows, 200), settings=settings).regression
    assert [row[0] for row in table.rows] == ["(constant)", "year", "target: KP", "target: KR", "target: US"]
    assert "5 rows without a value of each covariate are left out." in table.notes


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (EstimateSettings(by=("targt",)), "did you mean 'target'"),
        (EstimateSettings(by=("target",), compare=("year",)), "accepted are the keys of --by: target"),
        (EstimateSettings(covariates=("checkpoint",)), "every row has the same 'checkpoint'"),
        (EstimateSettings(covariates=("statement",)), "400 values; at most 200"),
        (
            EstimateSettings(outcome="hostile"),
            r"an outcome .* has no effect without a regression: name its keys",
        ),
        (EstimateSettings(half_width=0.0), "accepted is a share above 0 and below 1"),
    ],
)
def test_what_cannot_be_estimated_is_refused_with_the_reason(rows: Path, settings, message):
    with pytest.raises(InputError, match=message):
        estimate_rows([rows], label(rows, 50), settings=settings)


def test_labels_of_rows_that_are_not_there_are_named(rows: Path):
    gold = label(rows, 50)
    other = write_predictions(rows.with_name("other.jsonl"), prediction_rows(60))
    with pytest.raises(InputError, match=r"labels that match no row.*\d+ errors\n  \w{12} toward"):
        estimate_rows([other], gold, settings=EstimateSettings())


def test_few_labels_are_told_and_how_many_more_are_needed(rows: Path):
    warnings = estimate_rows([rows], label(rows, 40), settings=replace(BY_YEAR, half_width=0.1)).warnings
    assert any("more labels give ±0.1" in warning for warning in warnings)
    assert any("of 9 groups have labels of fewer than 30 documents" in warning for warning in warnings)


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (12, "are approximate, and 4 of them have naive figures only; make fewer groups"),
        (100, "are approximate; make fewer groups"),
    ],
)
def test_groups_of_naive_figures_are_counted_where_there_are_some(rows: Path, labels: int, told: str):
    warnings = estimate_rows([rows], label(rows, labels), settings=BY_YEAR).warnings
    assert any(told in warning for warning in warnings), warnings


def test_a_width_that_no_number_of_labels_gives_is_told_with_the_figures(rows: Path):
    warnings = estimate_rows([rows], label(rows, 40), settings=replace(BY_YEAR, half_width=0.01)).warnings
    told = "all: no number of labels gives ±0.01 for cooperative, hostile, neutral, net with so few rows"
    assert told in warnings
    assert not any("more labels give ±0.01" in warning for warning in warnings)


def test_rows_of_one_document_are_told(tmp_path: Path):
    predicted = prediction_rows(30)
    for row in predicted:
        row["document"] = "speech.txt"
    rows = write_predictions(tmp_path / "rows.jsonl", predicted)
    warnings = estimate_rows([rows], label(rows, 20), settings=EstimateSettings()).warnings
    assert any("all rows are of one document" in warning for warning in warnings)


def test_unlabelled_rows_of_a_sample_are_told(rows: Path):
    gold = label(rows, 50)
    given = read_label_rows(gold)
    half = [replace(row, label=None) if number % 2 else row for number, row in enumerate(given)]
    path = gold.with_name("half.csv")
    write_label_rows(path, half)
    warnings = estimate_rows([rows], path, settings=EstimateSettings()).warnings
    assert any("25 drawn pairs have no label" in warning for warning in warnings)
    assert any("p_drawn stand for about" in warning for warning in warnings)


def test_strata_are_refused_for_labels_that_no_strata_drew(rows: Path):
    with pytest.raises(
        InputError, match=r"toward .*drawn by the design 'random'; strata .* are accepted only"
    ):
        estimate_rows([rows], label(rows, 50), settings=EstimateSettings(strata=("target",)))


def test_strata_other_than_those_of_the_draw_are_told(rows: Path):
    drawn_by = DrawSettings(design="stratified", by=("publisher",), allocation="equal")
    gold = label(rows, 60, settings=drawn_by)
    for strata, told in (("publisher", False), ("target", True)):
        warnings = estimate_rows([rows], gold, settings=EstimateSettings(strata=(strata,))).warnings
        assert any("different p_drawn" in warning for warning in warnings) == told


def test_a_statement_that_occurs_often_is_no_sign_of_added_rows(tmp_path: Path):
    predicted = [
        prediction_row(f"Statement {max(n, 300)}.", rng=random.Random(n), target="US", document=f"{n}.txt")
        for n in range(600)
    ]
    rows = write_predictions(tmp_path / "rows.jsonl", predicted)
    warnings = estimate_rows([rows], label(rows, 60), settings=EstimateSettings()).warnings
    assert not any("p_drawn stand for about" in warning for warning in warnings)
