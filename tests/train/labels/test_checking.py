"""Checking files of labelled pairs: every kind of trouble is found, placed and weighed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.batch.columns import FIXED_COLUMNS
from detente.model.errors import InputError
from detente.model.text.statement_id import statement_id
from detente.scripts.commands.data import app, check_cli
from detente.train.labels.checking import check_files, is_date
from detente.train.labels.near_duplicates import find_near_duplicates

DATA = Path(__file__).parents[3] / "data"
WORDS = ("harbour", "ministry", "rice", "envoy", "winter", "cable", "orchard", "radar", "treaty", "ferry")


def row(number, *, label="neutral", **more):
    words = " ".join(WORDS[(number * k + k) % len(WORDS)] + str(number) for k in range(8))
    text = more.pop("text", f"Beijing {words}")
    source = None if label == "neutral" else "US"
    return {"id": statement_id(text), "text": text, "target": "CN", "label": label, "source": source, **more}


def balanced():
    return [row(number, label=("neutral", "hostile", "cooperative")[number % 3]) for number in range(30)]


def write_rows(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def found(*paths):
    return {finding.message: finding for finding in check_files(paths).findings}


def test_sound_files_have_no_findings(tmp_path):
    check = check_files([write_rows(tmp_path / "a.jsonl", balanced())])
    assert check.findings == []
    assert check.passed
    assert check.files[0].labels == {"neutral": 10, "hostile": 10, "cooperative": 10}
    assert check.files[0].targets == {"CN": 30}
    assert check.files[0].sources == {"US": 20}


@pytest.mark.parametrize(
    ("bad", "level", "message", "example"),
    [
        (row(50, label="hostil"), "error", "rows that are not labelled pairs", "a.jsonl:31: label 'hostil'"),
        (
            row(50, id="0" * 12),
            "warning",
            "ids that are not the hash of the text",
            "a.jsonl:31: 000000000000",
        ),
        (row(50, text="Beijing " * 201), "warning", "texts of more than 200 words", "a.jsonl:31: 201 words"),
        (row(50, text="北京" * 201), "warning", "texts of more than 200 words", "a.jsonl:31: 201 words"),
        (row(50, date="12 May"), "warning", "dates that are not YYYY, YYYY-MM or YYYY-MM-DD", "a.jsonl:31"),
        (row(50, label="hostile", source=None), "warning", "stances without a source", "a.jsonl:31"),
        (
            row(50, text="Seoul waited for rain."),
            "warning",
            "targets that the statement does not mention",
            "a.jsonl:31: CN",
        ),
        (row(3), "warning", "duplicate pairs", "a.jsonl:4 and a.jsonl:31"),
        (row(4), "error", "duplicate pairs with different labels", "a.jsonl:5 hostile and a.jsonl:31"),
    ],
)
def test_each_trouble_is_found_with_its_place(tmp_path, bad, level, message, example):
    findings = found(write_rows(tmp_path / "a.jsonl", [*balanced(), bad]))
    assert list(findings) == [message]
    assert findings[message].level == level
    assert findings[message].count == 1
    assert findings[message].examples[0].startswith(example)


def test_a_rare_label_is_told(tmp_path):
    findings = found(write_rows(tmp_path / "a.jsonl", [*balanced(), *(row(n) for n in range(100, 400))]))
    assert findings["labels below 5% of the pairs"].examples == (
        "a.jsonl: cooperative 3.0%",
        "a.jsonl: hostile 3.0%",
    )


def test_a_statement_in_two_splits_is_an_error_whatever_its_white_space(tmp_path):
    one = write_rows(tmp_path / "train.jsonl", balanced())
    moved = row(60, text=" " + row(7)["text"].replace(" ", "  ", 1))
    other = write_rows(tmp_path / "test.jsonl", [row(80), row(81, label="hostile"), moved | {"target": "US"}])
    findings = found(one, other)
    assert findings["statements in two files"].level == "error"
    assert findings["statements in two files"].examples == ("train.jsonl:8 and test.jsonl:3",)


def test_near_duplicates_across_splits_are_a_warning(tmp_path):
    text = "The envoy of the northern port praised Beijing for its long and patient help with the ferry line"
    one = write_rows(tmp_path / "train.jsonl", [*balanced(), row(0, text=text)])
    other = write_rows(tmp_path / "test.jsonl", [row(0, text=text.replace("patient", "steady") + ".")])
    finding = found(one, other)["near-duplicates in two files"]
    assert finding.level == "warning"
    assert finding.examples[0].startswith("train.jsonl:31 and test.jsonl:1 (0.7")


def test_near_duplicates_are_those_that_comparing_every_two_finds():
    texts = [
        " ".join(WORDS[(a * b + shift) % len(WORDS)] for b in range(6))
        for a in range(12)
        for shift in (0, 1, 3)
    ]

    def pairs_of(text):
        words = text.split()
        return {tuple(words[place : place + 2]) for place in range(len(words) - 1)}

    for threshold in (0.3, 0.6, 0.8, 1.0):
        expected = {
            (i, j)
            for j in range(len(texts))
            for i in range(j)
            if len(pairs_of(texts[i]) & pairs_of(texts[j]))
            >= threshold * len(pairs_of(texts[i]) | pairs_of(texts[j]))
        }
        near = find_near_duplicates(texts, threshold=threshold)
        assert {(pair.first, pair.second) for pair in near} == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Seoul called the drill near the border a needless threat.",
            "Seoul called the drill at the border a needless threat.",
        ),
        ("首尔方面称边境附近的演习是不必要的威胁。", "首尔方面称边境附近的演习是多余的威胁。"),
        (
            "서울은 국경 근처 훈련이 불필요한 위협이라고 어제 저녁 늦게 밝혔다.",
            "서울은 국경 근처 훈련이 불필요한 위협이라고 어제 저녁 늦게 말했다.",
        ),
    ],
)
def test_near_duplicates_are_found_in_each_language(one: str, other: str):
    unlike = "Tokyo and Seoul agreed to share a port."
    assert [near[:2] for near in find_near_duplicates([unlike, one, other])] == [(1, 2)]


def test_texts_without_words_are_no_near_duplicates():
    assert find_near_duplicates(["...", "!!!", ""]) == []


@pytest.mark.parametrize("text", ["2020", "2020-02", "2020-02-29"])
def test_dates_of_the_calendar_are_accepted(text):
    assert is_date(text)


@pytest.mark.parametrize("text", ["2021-02-29", "2020-13", "20200229", "May 2020", "2020-2-1", "0000"])
def test_other_dates_are_not(text):
    assert not is_date(text)


@pytest.fixture(scope="module")
def own_check():
    return check_files([DATA / "train.jsonl", DATA / "dev.jsonl", DATA / "test.jsonl"])


def test_the_projects_own_data_has_no_errors_and_few_targets_that_are_not_mentioned(own_check):
    check = own_check
    assert check.passed
    assert {finding.message for finding in check.findings} <= {"targets that the statement does not mention"}
    assert sum(finding.count for finding in check.findings) < 30
    assert [file.pairs for file in check.files] == [4660, 395, 840]


def test_the_data_card_states_the_counts_that_checking_prints(own_check):
    card = (DATA / "README.md").read_text(encoding="utf-8")
    files = own_check.files
    for kind, counts in (("label", "labels"), ("target", "targets"), ("source", "sources")):
        for name in getattr(files[0], counts):
            numbers = " | ".join(f"{getattr(file, counts)[name]:,}" for file in files)
            assert f"| {kind} {name} | {numbers} |" in card


@pytest.mark.parametrize(("bad", "code"), [([], 0), ([row(50, id="0" * 12)], 0), ([row(50, label="x")], 2)])
def test_the_command_ends_with_2_only_on_errors(tmp_path, bad, code):
    path = write_rows(tmp_path / "a.jsonl", [*balanced(), *bad])
    assert CliRunner().invoke(app, ["check", str(path)]).exit_code == code
    as_json = CliRunner().invoke(app, ["check", str(path), "--json"])
    assert as_json.exit_code == code
    assert json.loads(as_json.stdout)["passed"] == (code == 0)


def test_a_missing_file_is_no_finding_but_an_error(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        check_files([tmp_path / "nowhere.jsonl"])


def test_prediction_rows_are_told_apart_from_labelled_pairs(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text(",".join(FIXED_COLUMNS) + "\n")
    with pytest.raises(InputError, match=r"rows\.csv: holds predictions.*detente label sample"):
        check_cli([path])
