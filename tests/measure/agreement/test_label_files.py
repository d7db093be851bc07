import csv
import math
import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from invented import label_row, labelled, prediction_row, write_predictions

from detente.measure.agreement.adjudication import undecided, write_disputed
from detente.measure.agreement.label_ratings import compare_labels, read_annotated
from detente.measure.exchange import import_labels, write_label_rows
from detente.measure.rows.lookup import look_up_pairs
from detente.measure.rows.settled import read_settled
from detente.measure.rows.suspect_labels import find_suspect_labels, suspect_table
from detente.model.errors import InputError

SAMPLE = [
    label_row(f"=Statement {n}, of trade.", ("US", "CN")[n % 2], p_drawn=0.1, document=f"{n // 2}.txt")
    for n in range(40)
]


def write(folder: Path, name: str, rows) -> Path:
    write_label_rows(folder / name, rows)
    return folder / name


def predictions(folder: Path, rows) -> Path:
    """A checkpoint that is sure of the label of each row."""
    predicted = [
        prediction_row(row.statement, rng=random.Random(1), target=row.target, stance=row.label, score=0.9)
        | {
            f"p_{stance}": 0.9 if stance == row.label else 0.05
            for stance in ("cooperative", "hostile", "neutral")
        }
        for row in rows
    ]
    return write_predictions(folder / "rows.jsonl", predicted)


def test_annotators_of_several_files_are_compared_with_each_other_and_the_checkpoint(tmp_path: Path):
    kim = labelled(SAMPLE, ["kim"])
    unnamed = [replace(row, annotator=None) for row in labelled(SAMPLE, ["lee"], seed=2)]
    given = read_annotated([write(tmp_path, "kim.csv", kim), write(tmp_path, "second.csv", unnamed)])
    found = compare_labels(given, look_up_pairs([predictions(tmp_path, kim)], given))
    assert [name for name in found if "sources" not in name] == [
        "kim and second",
        "kim and checkpoint",
        "second and checkpoint",
    ]
    assert found["kim and checkpoint"][0].percent.value == 1
    assert found["second and checkpoint"][0] == replace(found["kim and second"][0])
    assert [one.group for one in found["kim and second"]] == [
        "all",
        "CN",
        "US",
        "cooperative",
        "hostile",
        "neutral",
    ]


def test_disputed_pairs_go_out_and_come_back_as_the_label_that_decides(tmp_path: Path):
    gold = write(tmp_path, "gold.csv", labelled(SAMPLE, ["kim", "lee"]))
    given = read_annotated([gold])
    number = write_disputed(tmp_path / "todo.csv", given)
    assert number == undecided(given) > 10
    with (tmp_path / "todo.csv").open(encoding="utf-8-sig", newline="") as stream:
        sheet = list(csv.DictReader(stream))
    assert all(row["label of kim"] != row["label of lee"] and not row["label"] for row in sheet)
    for row in sheet:
        row["label"] = "neutral"
    with (tmp_path / "todo.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(sheet[0]))
        writer.writeheader()
        writer.writerows(sheet)
    decided = write(tmp_path, "decided.csv", import_labels(gold, [tmp_path / "todo.csv"]).rows)
    settled = read_settled(decided)
    assert (len(settled.rows), settled.by_majority) == (40, 0)
    assert undecided(read_annotated([decided])) == 0
    # The one who decides is no further annotator.
    assert list(compare_labels(read_annotated([decided]))) == ["kim and lee", "kim and lee, sources"]


def test_sources_are_compared_where_two_give_one(tmp_path: Path):
    given = [
        replace(row, label=label, source=source, annotator=name)
        for name, answers in {
            "kim": [("hostile", "KR"), ("cooperative", "CN"), ("hostile", "US"), ("neutral", None)],
            "lee": [("hostile", "KR"), ("hostile", "CN"), ("hostile", "author"), ("hostile", "KP")],
        }.items()
        for row, (label, source) in zip(SAMPLE, answers, strict=False)
    ]
    rows = [
        prediction_row(row.statement, rng=random.Random(1), target=row.target)
        | {"stance": row.label, "source": row.source}
        for row in given[:4]
    ]
    path = write_predictions(tmp_path / "rows.jsonl", rows)
    found = compare_labels(given, look_up_pairs([path], given))
    agreed = {(one.kind, one.group): (one.units, one.percent.value) for one in found["kim and lee, sources"]}
    # The fourth pair has one source alone, and whether the labels agree does not matter.
    assert agreed["all", "all"] == (3, pytest.approx(2 / 3))
    assert agreed["target", "CN"] == (1, 1)
    assert [group for kind, group in agreed if kind == "source"] == ["US", "CN", "KR", "author"]
    assert agreed["source", "author"] == (3, pytest.approx(2 / 3))
    assert found["kim and checkpoint, sources"][0].percent.value == 1
    assert found["lee and checkpoint, sources"][0].units == 3


def test_where_no_two_give_a_source_none_are_compared():
    neutral = [replace(row, label="neutral", annotator=name) for row in SAMPLE for name in ("kim", "lee")]
    assert list(compare_labels(neutral)) == ["kim and lee"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_disputed_pairs_are_written_in_every_form_of_sheet(tmp_path: Path, ending: str):
    from detente.measure.exchange.label_files import read_sheet

    given = labelled(SAMPLE, ["kim", "lee"])
    path = tmp_path / f"todo.{ending}"
    number = write_disputed(path, given)
    cells = [row.cells for row in read_sheet(path)]
    assert len(cells) == number
    assert {each["annotator"] for each in cells} == {"adjudicator"}
    assert {each["statement"] for each in cells} <= {row.statement for row in SAMPLE}
    with pytest.raises(InputError, match="is there already"):
        write_disputed(path, given)


def test_labels_that_cannot_be_compared_are_refused(tmp_path: Path):
    kim = write(tmp_path, "kim.csv", labelled(SAMPLE, ["kim"]))
    again = write(tmp_path, "again.csv", labelled(SAMPLE[:1], ["kim"]))
    empty = write(tmp_path, "empty.csv", SAMPLE)
    with pytest.raises(InputError, match=r"again\.csv: 1 error\n  'kim' has labelled .* in .*kim\.csv too"):
        read_annotated([kim, again])
    with pytest.raises(InputError, match="holds no label"):
        read_annotated([empty])
    with pytest.raises(InputError, match="'kim' alone; give those of another annotator"):
        compare_labels(read_annotated([kim]))


def test_a_labelled_pair_without_a_row_is_named(tmp_path: Path):
    kim = labelled(SAMPLE, ["kim"])
    rows = predictions(tmp_path, kim[1:])
    with pytest.raises(InputError, match=r"no rows for pairs that are labelled.*\n.*=Statement 0, of trade"):
        look_up_pairs([rows], kim)


def test_labels_that_a_sure_checkpoint_contradicts_are_suspects(tmp_path: Path):
    right = labelled(SAMPLE, ["kim"])
    wrong = [replace(right[0], label="hostile" if right[0].label == "neutral" else "neutral", source=None)]
    given = wrong + right[1:]
    found = find_suspect_labels(given, look_up_pairs([predictions(tmp_path, right)], given))
    table = suspect_table(given, found)
    [row] = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert (row["label"], row["likely"], row["p_likely"]) == (wrong[0].label, right[0].label, 0.9)
    assert (row["statement"], row["annotator"]) == (right[0].statement, "kim")


def test_statements_of_a_table_are_documents_of_their_own_and_one_document_has_no_interval(tmp_path: Path):
    both = [*labelled(SAMPLE, ["kim"]), *labelled(SAMPLE, ["lee"], seed=2)]
    by_document = {
        name: compare_labels([replace(row, document=name) for row in both])["kim and lee"][0].percent
        for name in ("posts.csv", "speech.txt")
    }
    table, speech = by_document["posts.csv"], by_document["speech.txt"]
    assert table.low < table.value < table.high
    assert speech.value == table.value
    assert math.isnan(speech.low)
    assert math.isnan(speech.high)
