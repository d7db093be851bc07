import json
import random
import tracemalloc
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from invented import prediction_row, prediction_rows, write_predictions

from detente.measure.rows.scan import ScanSettings, scan_rows
from detente.model.errors import InputError
from detente.model.labels import STANCES


def scan(folder: Path, rows: list[dict[str, object]], *keys: str, **columns: object):
    path = write_predictions(folder / "rows.jsonl", rows)
    return scan_rows([path], settings=ScanSettings(keys, **columns))


def a_row(statement: str, **columns: object) -> dict[str, object]:
    return prediction_row(statement, rng=random.Random(1), **columns)


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_rows_come_back_as_columns_in_their_order(tmp_path: Path, ending: str):
    rows = prediction_rows(60)
    paths = [write_predictions(tmp_path / f"{name}.{ending}", rows) for name in ("rows", "again")]
    found = scan_rows(paths, settings=ScanSettings(("target", "month")))
    twice = rows + rows
    assert found.groups(["target", "month"]) == [(row["target"], str(row["document"])[:7]) for row in twice]
    assert [STANCES[code] for code in found.stances] == [row["stance"] for row in twice]
    np.testing.assert_allclose(found.probabilities[:, 1], [row["p_hostile"] for row in twice])
    assert found.periods == {"month"}
    assert Counter(Counter(found.documents.tolist()).values()) == Counter(
        Counter(row["document"] for row in twice).values()
    )


def test_rows_without_a_prediction_are_left_out(tmp_path: Path):
    rows = prediction_rows(4)
    rows[1]["error"], rows[2]["target"] = "broken", None
    found = scan(tmp_path, rows, "year")
    assert found.probabilities[:, 1].tolist() == [rows[0]["p_hostile"], rows[3]["p_hostile"]]
    assert found.undated == 0


def test_rows_without_a_date_are_counted(tmp_path: Path):
    rows = prediction_rows(3)
    rows[0]["document"] = "speech.txt"
    found = scan(tmp_path, rows, "target", "year")
    assert (found.undated, found.groups(["year"])[0]) == (1, ("",))


def test_dates_that_could_be_either_way_round_are_read_as_the_others_show(tmp_path: Path):
    dates = ["03/04/2019", "05/06/2019", "31/12/2019"]
    rows = [a_row(f"Said on {date}.", date=date, document="wire.csv") for date in dates]
    found = scan(tmp_path, rows, "month")
    assert (found.groups(["month"]), found.undated) == ([("2019-04",), ("2019-06",), ("2019-12",)], 0)
    neither = scan(tmp_path, [*rows, a_row("Said late.", date="12/30/2019", document="wire.csv")], "month")
    assert neither.groups(["month"]) == [("",), ("",), ("2019-12",), ("2019-12",)]


def test_dates_that_cannot_be_read_are_counted_and_three_forms_are_told(tmp_path: Path):
    dates = ["2019", "in spring", "soon", "03/04/2019", ""]
    rows = [a_row(f"Said {n}.", date=date, document="wire.csv", position=n) for n, date in enumerate(dates)]
    rows.append(a_row("Not drawn.", date="late", document="wire.csv", error="broken"))
    left_out, undated, unread = scan(tmp_path, rows, "year").notes()
    assert left_out == "1 row is left out, without a target or with an error"
    assert undated == "4 of 5 rows have no date that tells their period"
    assert unread.startswith(
        "3 rows have a date that cannot be read and count as undated (wire.csv, row 1: 'in spring', also "
        "'soon', also '03/04/2019'), 1 of them "
        "because day and month could be either way round; give --dates day-first or month-first; accepted are 2024"
    )
    assert scan(tmp_path, rows[:-1], "target").notes() == []


def test_a_column_that_looks_like_that_of_dates_is_named_where_no_row_has_one(tmp_path: Path):
    rows = [a_row(f"Said {n}.", document="wire.csv", position=n) | {"update": "x"} for n in range(3)]
    for row in rows:
        row.pop("date", None)
    assert not any("--date-column" in line for line in scan(tmp_path, rows, "year").notes())
    dated = [row | {"Date": "2019", "speech_date": "2019"} for row in rows]
    told = "no row has a date, but the rows have the columns 'Date' and 'speech_date': name one with --date-column"
    assert scan(tmp_path, dated, "year").notes()[-1] == told
    assert not any("--date-column" in line for line in scan(tmp_path, dated, "target").notes())


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        ({"Datum": ""}, "column 'Datum'"),
        ({"Posted on": "soon"}, "column 'Posted on'"),
        ({"created_at": ""}, "column 'created_at'"),
        ({"Day": "5 May 2024", "Issue": "03/04/2019"}, "columns 'Day' and 'Issue'"),
        ({"Issue": "Fall 2019"}, "column 'Issue'"),
        ({"Issue": "Q2 2019"}, "column 'Issue'"),
    ],
)
def test_a_column_is_named_too_that_holds_dates_or_is_called_so_elsewhere(tmp_path, columns, named):
    row = a_row("May 2024", document="wire.csv", position=1) | {"Year of birth": "1961", "number": "20190304"}
    row.pop("date", None)
    told = f"no row has a date, but the rows have the {named}: name one with --date-column"
    assert scan(tmp_path, [row | columns], "year").notes()[-1] == told
    assert not any("--date-column" in line for line in scan(tmp_path, [row], "year").notes())


def test_a_statement_of_a_table_is_a_document_of_its_own(tmp_path: Path):
    of_table = [a_row(f"Statement {n}.", document="wire.csv.gz", position=n // 2) for n in range(6)]
    of_text = [a_row(f"Sentence {n}.", document="speech.txt", position=n) for n in range(6)]
    found = scan(tmp_path, of_table + of_text)
    assert Counter(Counter(found.documents.tolist()).values()) == {2: 3, 6: 1}


def test_another_column_can_tell_documents_apart(tmp_path: Path):
    rows = [a_row(f"Statement {n}.", document="wire.csv", position=n, url=f"u{n % 3}") for n in range(9)]
    assert len(set(scan(tmp_path, rows, document_column="url").documents.tolist())) == 3
    with pytest.raises(InputError, match="document column link: this column is empty in every row"):
        scan(tmp_path, rows, document_column="link")


@pytest.mark.parametrize("blank", [None, ""])
def test_rows_without_a_document_in_the_column_are_each_alone(tmp_path: Path, blank: str | None):
    urls = ["u0", "u0", blank, blank, blank]
    rows = [a_row(f"Statement {n}.", document="wire.csv", position=n, url=url) for n, url in enumerate(urls)]
    assert len(set(scan(tmp_path, rows, document_column="url").documents.tolist())) == 4


def test_a_statement_that_occurs_again_is_of_its_first_document(tmp_path: Path):
    rows = [
        a_row("Said often.", target="US", document="a.txt"),
        a_row("Said once.", target="US", document="b.txt"),
        a_row("Said often.", target="US", document="b.txt"),
        a_row("Said often.", target="CN", document="b.txt"),
    ]
    first, other, again, elsewhere = scan(tmp_path, rows).documents
    assert (first, other) == (again, elsewhere)
    assert first != other


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        (
            "stance",
            "friendly",
            r"row 2 \(.*\): stance 'friendly' is not one of cooperative, hostile, neutral",
        ),
        ("p_neutral", 0.0, "must sum to 1"),
        ("p_neutral", None, "must be numbers from 0 to 1"),
    ],
)
def test_a_row_that_is_no_prediction_is_named(tmp_path: Path, column: str, value: object, message: str):
    rows = prediction_rows(3)
    rows[1][column] = value
    with pytest.raises(InputError, match=message):
        scan(tmp_path, rows)


def test_a_file_without_predictions_is_refused(tmp_path: Path):
    rows = prediction_rows(1)
    rows[0]["error"] = "broken"
    with pytest.raises(InputError, match="no predicted rows"):
        scan(tmp_path, rows)


def test_memory_stays_bounded_for_many_rows(tmp_path: Path):
    rng = random.Random(2)
    path = tmp_path / "rows.jsonl"
    with path.open("w") as out:
        for place in range(3_000):
            out.write(json.dumps(prediction_row(f"Statement {place} " + "x" * 900, rng=rng)) + "\n")
    tracemalloc.start()
    scan_rows([path], settings=ScanSettings(("target", "month")))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # The rows take more than 3 MB on disk; some 50 bytes are kept of each, and copied while they are sorted.
    assert path.stat().st_size > 3_000_000
    assert peak < 1_200_000
