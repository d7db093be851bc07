import json
import math
import random
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from invented import prediction_row, prediction_rows, write_predictions

from detente.measure.sampling import DrawSettings, draw_sample
from detente.measure.sampling.pairs_scan import scan_pairs
from detente.model.errors import InputError
from detente.model.text.statement_id import statement_id


@pytest.fixture
def predictions(tmp_path: Path) -> Path:
    return write_predictions(tmp_path / "rows.jsonl", prediction_rows(400))


@pytest.mark.parametrize("ending", ["jsonl", "csv", "tsv", "parquet", "jsonl.gz"])
def test_every_form_of_rows_gives_the_same_sample(predictions: Path, tmp_path: Path, ending: str):
    other = write_predictions(tmp_path / f"again.{ending}", prediction_rows(400))
    assert draw_sample(other, 30).rows == draw_sample(predictions, 30).rows


def test_a_file_and_a_key_may_be_given_as_texts(predictions: Path):
    one, listed = (DrawSettings(design="stratified", by=by) for by in ("target", ("target",)))
    assert draw_sample(str(predictions), 30, settings=one) == draw_sample(predictions, 30, settings=listed)


def test_a_drawn_row_has_what_its_prediction_row_has_and_its_probability(predictions: Path):
    rows = {(row["statement"], row["target"]): row for row in prediction_rows(400)}
    sample = draw_sample(predictions, 50)
    assert sample.population == 400
    for drawn in sample.rows:
        row = rows[drawn.statement, drawn.target]
        assert (drawn.document, drawn.position) == (row["document"], row["position"] or None)
        assert drawn.id == statement_id(drawn.statement)
        assert (drawn.p_drawn, drawn.design, drawn.label, drawn.predicted) == (50 / 400, "random", None, None)


def test_the_seed_alone_decides_a_sample(predictions: Path):
    first = draw_sample(predictions, 30, settings=DrawSettings(seed=1))
    assert draw_sample(predictions, 30, settings=DrawSettings(seed=1)) == first
    assert draw_sample(predictions, 30, settings=DrawSettings(seed=2)) != first


def test_a_statement_that_comes_up_again_is_drawn_once(tmp_path: Path):
    rows = prediction_rows(20)
    path = write_predictions(tmp_path / "rows.jsonl", rows + rows[5:] + rows[:5])
    sample = draw_sample(path, 20)
    assert (sample.population, sample.duplicates) == (20, 20)
    assert len({row.key for row in sample.rows}) == 20


def test_rows_with_an_error_or_without_a_target_are_not_drawn(tmp_path: Path):
    rng = random.Random(1)
    bad = [
        prediction_row("No target.", rng=rng, target=None, stance=None),
        prediction_row("Broken.", rng=rng, error="could not be read", stance=None),
    ]
    path = write_predictions(tmp_path / "rows.jsonl", [bad[0], *prediction_rows(5), bad[1]])
    sample = draw_sample(path, 5)
    assert sample.left_out == 2
    assert {row.statement for row in sample.rows} == {f"Statement {place} on trade." for place in range(5)}


def test_strata_come_from_columns_and_from_the_period_in_a_documents_name(predictions: Path):
    settings = DrawSettings(
        design="stratified",
        by=("target", "period", "publisher"),
        period="year",
        allocation="equal",
        minimum=1,
    )
    sample = draw_sample(predictions, 64, settings=settings)
    rows = {(row["statement"], row["target"]): row for row in prediction_rows(400)}

    def stratum(row: dict[str, object]) -> tuple[object, str, object]:
        return row["target"], str(row["document"])[:4], row["publisher"]

    sizes = Counter(map(stratum, rows.values()))
    drawn = Counter(stratum(rows[row.statement, row.target]) for row in sample.rows)
    assert len(sizes) == 16
    assert all(drawn[name] == min(4, size) for name, size in sizes.items()) or max(drawn.values()) <= 5
    for row in sample.rows:
        name = stratum(rows[row.statement, row.target])
        assert row.p_drawn == pytest.approx(drawn[name] / sizes[name])


def test_doubtful_rows_are_drawn_more_often_and_their_weights_add_up(predictions: Path):
    scores = {row["statement"]: float(str(row["score"])) for row in prediction_rows(400)}
    sample = draw_sample(predictions, 100, settings=DrawSettings(design="doubt"))
    drawn = [scores[row.statement] for row in sample.rows]
    assert math.fsum(drawn) / 100 < math.fsum(scores.values()) / 400 - 0.02
    assert sum(1 / (row.p_drawn or 0) for row in sample.rows) == pytest.approx(400, rel=0.15)


def test_training_designs_rank_rows_and_give_no_probability(predictions: Path):
    scores = {row["statement"]: float(str(row["score"])) for row in prediction_rows(400)}
    sample = draw_sample(predictions, 10, settings=DrawSettings(design="least-sure"))
    assert [scores[row.statement] for row in sample.rows] == sorted(scores.values())[:10]
    assert {row.p_drawn for row in sample.rows} == {None}
    assert "likely to pay" in str(sample.hint)


def test_a_hint_says_from_where_on_the_checkpoint_is_sure(tmp_path: Path):
    rng = random.Random(1)
    sure = {"p_cooperative": 0.96, "p_hostile": 0.02, "p_neutral": 0.02, "score": 0.96}
    rows = [prediction_row(f"Sure {place}.", rng=rng, stance="cooperative", **sure) for place in range(30)]
    doubtful = [row for row in prediction_rows(40) if float(str(row["score"])) < 0.8][:4]
    path = write_predictions(tmp_path / "rows.jsonl", rows + doubtful)
    hint = draw_sample(path, 20, settings=DrawSettings(design="least-sure")).hint
    assert "from row 5 on" in str(hint)


def test_rows_on_which_two_checkpoints_disagree_most_come_first(predictions: Path, tmp_path: Path):
    rows = prediction_rows(400)
    turned = {"stance": "hostile", "p_cooperative": 0.0, "p_hostile": 1.0, "p_neutral": 0.0, "score": 1.0}
    changed = sorted(range(400), key=lambda place: float(str(rows[place]["p_hostile"])))[:3]
    for place in changed:
        rows[place] = rows[place] | turned
    other = write_predictions(tmp_path / "other.jsonl", rows[::-1])
    settings = DrawSettings(design="disagreement", other=other)
    sample = draw_sample(predictions, 3, settings=settings)
    assert [row.statement for row in sample.rows] == [f"Statement {place} on trade." for place in changed]
    assert "agree with a kappa of" in str(sample.hint)
    stranger = write_predictions(tmp_path / "new.jsonl", [prediction_row("Alone.", rng=random.Random(1))])
    with pytest.raises(InputError, match="share no statement"):
        draw_sample(predictions, 3, settings=DrawSettings(design="disagreement", other=stranger))


def test_two_checkpoints_that_agree_are_a_reason_to_stop(predictions: Path):
    settings = DrawSettings(design="disagreement", other=predictions)
    assert "come to rest" in str(draw_sample(predictions, 3, settings=settings).hint)


@pytest.mark.parametrize(
    ("sure", "said"),
    [(0.8, "from row 1 on they differ by less than 0.1"), (0.5, "do not tell whether more labels pay")],
)
def test_a_kappa_that_is_not_defined_is_no_reason_to_stop(tmp_path: Path, sure: float, said: str):
    paths = []
    for name, score in (("rows", 0.8), ("other", sure)):
        rest = (1 - score) / 2
        columns = {"p_cooperative": rest, "p_hostile": rest, "p_neutral": score, "score": score}
        rows = [
            prediction_row(
                f"Statement {place}.", rng=random.Random(1), target="US", stance="neutral", **columns
            )
            for place in range(5)
        ]
        paths.append(write_predictions(tmp_path / f"{name}.jsonl", rows))
    hint = str(draw_sample(paths[0], 3, settings=DrawSettings(design="disagreement", other=paths[1])).hint)
    assert hint.startswith(
        "both checkpoints predict one and the same stance for all pairs, so kappa is not defined"
    )
    assert said in hint
    assert "come to rest" not in hint


def test_diverse_rows_come_from_all_kinds_of_text(tmp_path: Path):
    rng = random.Random(1)
    kinds = ("soybeans and grain prices fell", "missiles flew over the sea", "athletes played table tennis")
    sizes = (300, 3, 3)
    texts = [
        f"{kind} {place % 20} {place // 20}"
        for kind, size in zip(kinds, sizes, strict=True)
        for place in range(size)
    ]
    path = write_predictions(tmp_path / "rows.jsonl", [prediction_row(text, rng=rng) for text in texts])
    sample = draw_sample(path, 12, settings=DrawSettings(design="diversity"))
    found = {kind for kind in kinds for row in sample.rows if row.statement.startswith(kind)}
    assert found == set(kinds)
    assert len({row.key for row in sample.rows}) == 12


@pytest.mark.parametrize(
    ("number", "settings", "message"),
    [
        (401, DrawSettings(), "400 can be drawn"),
        (0, DrawSettings(), "at least 1"),
        (9, DrawSettings(design="stratified"), r"needs keys to draw by \(--by"),
        (9, DrawSettings(by=("target",)), "need the design 'stratified'"),
        (9, DrawSettings(design="stratified", by=("targt",)), "did you mean 'target'"),
        (9, DrawSettings(design="disagreement"), r"second checkpoint \(--other"),
        (9, DrawSettings(period="year"), r"period of strata \(--period, .* needs the design 'stratified'"),
        (9, DrawSettings(design="doubt", allocation="equal"), r"allocation of strata \(--allocation"),
        (9, DrawSettings(minimum=2), r"minimum of strata \(--minimum"),
        (9, DrawSettings(design="stratified", by="target", period="year"), r"'period' means; add it to --by"),
        (9, DrawSettings(design="stratified", by=("position",)), "need 800 pairs|need 400 pairs"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_reason(predictions: Path, number, settings, message):
    with pytest.raises(InputError, match=message):
        draw_sample(predictions, number, settings=settings)


def test_a_row_with_no_usable_probability_is_named(tmp_path: Path):
    rows = prediction_rows(3)
    rows[1]["p_hostile"] = None
    with pytest.raises(InputError, match=r"row 2: p_cooperative, p_hostile, p_neutral must be numbers"):
        draw_sample(write_predictions(tmp_path / "rows.jsonl", rows), 1)


def test_memory_stays_bounded_for_many_rows(tmp_path: Path):
    rng = random.Random(2)
    path = tmp_path / "rows.jsonl"
    with path.open("w") as out:
        for place in range(12_000):
            out.write(json.dumps(prediction_row(f"Statement {place} " + "x" * 400, rng=rng)) + "\n")
    tracemalloc.start()
    draw_sample(path, 100)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # The rows take more than 9 MB on disk; some 50 bytes are kept of each, and copied while they are sorted.
    assert path.stat().st_size > 9_000_000
    assert peak < 4_000_000


def test_strata_by_month_read_dates_in_the_order_that_the_others_show(tmp_path: Path):
    dates = ["03/04/2019", "05/06/2019", "31/12/2019"]
    rows = [prediction_row(f"Said on {date}.", rng=random.Random(1), date=date) for date in dates]
    found = scan_pairs(write_predictions(tmp_path / "dated.jsonl", rows), by=("month",))
    assert found.stratum_names == (("2019-04",), ("2019-06",), ("2019-12",))
    assert found.strata.tolist() == [0, 1, 2]
