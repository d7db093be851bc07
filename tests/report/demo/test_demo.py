"""The demo without a server: the same rows as `detente predict`, safe HTML, errors in place, nothing left behind."""

import json
import os
import socket

import pytest
from fake_classifier import CLASSIFIER

from detente.batch.predicting import predict_rows
from detente.batch.readers.inputs import read_records
from detente.model.errors import ActorsError, DetenteError, InputError
from detente.report.demo.demo_page import DemoPage
from detente.report.demo.endpoints import Endpoints
from detente.report.demo.predicting import (
    FILES,
    SHOWN_ROWS,
    TEXT_LIMIT,
    chosen_targets,
    file_records,
    plain_rows,
    predict_into,
    text_records,
)
from detente.report.demo.reports import Reports
from detente.report.demo.server import address, claim_port, upload_folder
from detente.report.demo.tinted import tinted


def demo_page(folder):
    return DemoPage(CLASSIFIER, folder, Reports(CLASSIFIER.finder))


def last(records, folder, **options):
    *_, report = predict_into(folder, records, CLASSIFIER, **options)
    return report


def test_a_text_gives_the_rows_of_a_file_with_that_text(tmp_path):
    text = "Beijing thanked Seoul.\r\n\r\nNobody came. Tokyo condemned the launch by the North."
    path = tmp_path / "said.txt"
    path.write_bytes(text.encode())
    expected = [row | {"document": "-"} for row in predict_rows(read_records([path]), CLASSIFIER)]
    assert list(predict_rows(text_records(text), CLASSIFIER)) == expected


def test_a_table_gives_its_own_rows_in_order_under_its_name_alone(tmp_path):
    path = tmp_path / "wire.csv"
    path.write_text("id,text\n1,China waited.\n2,\n3,Seoul thanked Beijing.\n")
    rows = list(predict_rows(file_records(path), CLASSIFIER))
    assert [row["id"] for row in rows] == ["1", "2", "3", "3"]
    assert {row["document"] for row in rows} == {"wire.csv"}
    assert [row["error"] is None for row in rows] == [True, False, True, True]


def test_another_column_of_a_table_can_hold_the_statements(tmp_path):
    path = tmp_path / "wire.csv"
    path.write_text("said\nChina waited.\n")
    assert [row["target"] for row in predict_rows(file_records(path, text_column="said"), CLASSIFIER)] == [
        "CN"
    ]
    with pytest.raises(InputError, match="text") as caught:
        list(file_records(path, text_column=" "))
    assert "wire.csv" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("text", ["", " \n\t ", "a" * (TEXT_LIMIT + 1), "China \ud800 waited."])
def test_a_text_that_cannot_be_predicted_is_refused_in_words(text):
    with pytest.raises(InputError):
        list(text_records(text))


def test_an_empty_file_is_refused_by_name(tmp_path):
    path = tmp_path / "void.txt"
    path.write_text("")
    with pytest.raises(InputError, match=r"^void\.txt: empty"):
        list(file_records(path))


@pytest.mark.parametrize(
    ("codes", "others", "asked"),
    [
        ([], "", None),
        (None, None, None),
        (["US", "KR"], "", ["US", "KR"]),
        ([], " JP, Viet Nam;Peru\nOman ,, ", ["JP", "Viet Nam", "Peru", "Oman"]),
        (["CN"], "JP", ["CN", "JP"]),
    ],
)
def test_targets_are_those_ticked_and_those_typed(codes, others, asked):
    assert chosen_targets(codes, others) == asked


def test_files_come_with_the_last_report_and_hold_every_row(tmp_path):
    records = text_records("China waited. " * (SHOWN_ROWS + 20))
    reports = list(predict_into(tmp_path, records, CLASSIFIER))
    assert all(not report.files for report in reports[:-1])
    assert [path.name for path in reports[-1].files] == list(FILES)
    assert len(reports[-1].rows) == SHOWN_ROWS
    assert reports[-1].total == SHOWN_ROWS + 20
    lines = (tmp_path / "stances.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == plain_rows(
        text_records("China waited. " * (SHOWN_ROWS + 20)), CLASSIFIER
    )


def test_a_run_that_is_stopped_leaves_no_file(tmp_path):
    running = predict_into(tmp_path, text_records("China waited. " * 500), CLASSIFIER)
    next(running)
    running.close()
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_target_is_told_before_anything_is_predicted(tmp_path):
    with pytest.raises(ActorsError, match="'XX'"):
        last(text_records("China waited."), tmp_path, targets=["XX"])
    assert list(tmp_path.iterdir()) == []


def test_the_error_of_a_row_is_shown_in_its_place(tmp_path):
    path = tmp_path / "wire.jsonl"
    path.write_text('{"text": "China waited."}\n{"text": null}\n')
    html = tinted(last(file_records(path), tmp_path), CLASSIFIER.finder)
    assert "No prediction: text is null" in html


@pytest.mark.parametrize(
    ("text", "codes", "others", "said"),
    [
        ("", [], "", "nothing to predict"),
        ("China waited.", [], "<i>a name that is longer than all names</i>" * 9, "&lt;i&gt;"),
        (None, None, None, "nothing to predict"),
    ],
)
def test_the_page_shows_an_error_in_place_of_its_status(tmp_path, text, codes, others, said):
    *_, shown = demo_page(tmp_path).predict(text, None, codes, others, "text")
    assert 'role="alert"' in shown[0]
    assert said in shown[0]


@pytest.mark.parametrize(
    ("text", "given_last", "predicted_text"),
    [
        ("Tokyo condemned Beijing.", "text", True),
        ("Tokyo condemned Beijing.", "file", False),
        (" ", "text", False),
        ("Tokyo condemned Beijing.", None, False),
    ],
)
def test_of_a_text_and_a_file_the_one_given_last_is_predicted(tmp_path, text, given_last, predicted_text):
    path = tmp_path / "a.txt"
    path.write_text("China waited.")
    *_, shown = demo_page(tmp_path).predict(text, str(path), [], "", "text", given_last)
    assert ("Done: 1 hostile" in shown[0]) == predicted_text
    assert ("a.txt is done: 1 neutral" in shown[0]) != predicted_text


def test_the_endpoints_give_rows_and_read_only_what_was_uploaded(tmp_path):
    (tmp_path / "up").mkdir()
    inside, outside = tmp_path / "up" / "a.txt", tmp_path / "b.txt"
    for path in (inside, outside):
        path.write_text("Tokyo thanked Beijing.")
    endpoints = Endpoints(CLASSIFIER, tmp_path / "up")
    (row,) = endpoints.predict_file({"path": str(inside)})
    assert row | {"document": "-"} == endpoints.predict("Tokyo thanked Beijing.")[0]
    for path in (outside, tmp_path / "up" / ".." / "b.txt"):
        with pytest.raises(Exception, match="uploaded"):
            endpoints.predict_file({"path": str(path)})


def test_a_taken_port_is_named_with_the_option_for_another():
    with claim_port(0) as claimed:
        port = claimed.getsockname()[1]
        assert address(claimed) == f"http://127.0.0.1:{port}/"
        with pytest.raises(DetenteError, match=rf"{port}.*--port"):
            claim_port(port)


def test_the_port_is_claimed_on_this_machine_alone():
    with claim_port(0) as claimed:
        assert claimed.getsockname()[0] == "127.0.0.1"
        assert claimed.family == socket.AF_INET


def test_uploads_lie_in_a_folder_that_goes_away(monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", "before")
    with upload_folder() as folder:
        assert os.environ["GRADIO_TEMP_DIR"] == str(folder)
        (folder / "said.txt").write_text("China waited.")
    assert not folder.exists()
    assert os.environ["GRADIO_TEMP_DIR"] == "before"
