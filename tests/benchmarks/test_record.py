"""A record keeps what was measured, says of each bar whether it is met, and is shown whole."""

import json
import math
from copy import deepcopy
from pathlib import Path

import pytest
from speed.bars import bars_of
from speed.machine import command_line, describe_machine
from speed.record import PICTURE, RECORD, REPORT, lay_out, open_record, save_record
from speed.tables import markdown

from detente.model.checkpoint.folder import open_checkpoint
from detente.model.checkpoint.known_scores import SPEED_FILE, known_speed

RIVAL = "pipeline, default (float32), batch 8"
SCORES = Path(__file__).parents[2] / "docs" / "scores" / "performance"
ALL = ("comparison", "cold_start", "sizes")


def contender(name, *, rate, ratio=None, equal=None):
    return {
        "name": name,
        "pairs": 100,
        "start_seconds": [1.0, 1.0],
        "whole_seconds": [3.0, 3.0],
        "cpu_seconds": [5.0, 5.0],
        "pairs_a_second_whole": [rate / 2] * 2,
        "pairs_a_second": [rate] * 2,
        "peak_bytes": 2e8,
        "ratios_whole": ratio and [ratio] * 2,
        "ratios": ratio and [ratio] * 2,
        "equal_labels": equal,
    }


def comparison(*, ratio=8.0, equal=0.995):
    return {
        "rows": {"pairs": 100, "tokens": {"mean": 41.4, "least": 15, "most": 100}},
        "rounds": 2,
        "tried_pairs": 50,
        "tried": [{"name": "pipeline, float32", "best": 8, "rates": {1: 40.0, 8: 80.0}}],
        "rival": RIVAL,
        "contenders": [
            contender("detente", rate=640.0),
            contender(RIVAL, rate=80.0, ratio=ratio, equal=equal),
        ],
    }


def size(statements, *, name="detente", megabytes=200, second_half=None):
    return {
        "name": name,
        "statements": statements,
        "pairs": statements,
        "seconds": statements / 600,
        "peak_bytes": megabytes * 1e6,
        "rate": 600.0,
        "second_half": second_half,
    }


@pytest.fixture
def record(tiny_checkpoint, tmp_path):
    opened = open_record(tmp_path, open_checkpoint(tiny_checkpoint), command="measure", parts=ALL)
    opened["comparison"] = comparison()
    opened["cold_start"] = [{"name": "tiny-0", "seconds": [0.4, 0.5, 0.9], "peak_bytes": 1e8}]
    opened["sizes"] = [
        size(10_000),
        size(10_000, name=RIVAL, megabytes=700),
        size(1_000_000, megabytes=230, second_half=0.95),
    ]
    return opened


def met(record):
    return [bar.met for bar in bars_of(record)]


def test_every_bar_is_met_by_a_record_that_meets_them(record):
    assert met(record) == [True] * 7


@pytest.mark.parametrize(
    ("part", "figures", "missed"),
    [
        ("comparison", comparison(ratio=6.9), [0, 1]),
        ("comparison", comparison(equal=0.989), [2]),
        ("cold_start", [{"name": "tiny-0", "seconds": [0.4, 1.3, 1.3], "peak_bytes": 1e8}], [3]),
        ("sizes", [size(10_000, megabytes=590), size(1_000_000, megabytes=610, second_half=1.0)], [4]),
        ("sizes", [size(10_000), size(1_000_000, megabytes=241, second_half=1.0)], [5]),
        ("sizes", [size(10_000), size(1_000_000, second_half=0.89)], [6]),
    ],
)
def test_a_bar_that_is_missed_is_told(record, part, figures, missed):
    record[part] = figures
    assert [number for number, is_met in enumerate(met(record)) if not is_met] == missed


def test_parts_that_were_not_measured_have_no_bars(record):
    only = {name: record[name] for name in ("cold_start",)}
    assert len(bars_of(only)) == 1


def test_a_record_of_version_0_2_is_still_shown(record, tmp_path):
    record["comparison"]["ceiling"] = {"share": {"int8": [0.2, 0.2]}}
    save_record(record, tmp_path / "kept")
    assert ("share of the int8 ceiling: 60% aimed at", "20%", False) in bars_of(record)


@pytest.mark.parametrize("path", sorted(SCORES.glob("*/inference.json")), ids=lambda path: path.parent.name)
def test_the_projects_records_are_still_shown(path, tmp_path):
    record = json.loads(path.read_text(encoding="utf-8"))
    lay_out(record, tmp_path)
    assert (tmp_path / PICTURE).is_file()
    assert all(run["name"] in (tmp_path / REPORT).read_text() for run in record.get("sizes", []))


def test_the_report_has_every_part_and_every_contender(record):
    text = markdown(record)
    for words in (
        "In short",
        "The same 100 pairs",
        "One sentence",
        "against size",
        "Machine",
        RIVAL,
    ):
        assert words in text
    assert "| 1,000,000 | detente | 1,000,000 | 1,666.7 | 600 | 230 | 95.0% |" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    widths = {line.count("|") for line in rows}
    assert widths <= {4, 6, 8, 9}


def test_a_record_is_written_whole_with_its_picture(record, tmp_path):
    save_record(record, tmp_path / "kept")
    names = sorted(path.name for path in (tmp_path / "kept").iterdir())
    assert names == [RECORD, REPORT, PICTURE, SPEED_FILE]
    speed = known_speed(tmp_path / "kept")
    assert speed is not None
    assert (speed.pairs_a_second, speed.command) == (640, "measure")
    assert json.loads((tmp_path / "kept" / RECORD).read_text())["bars"][0]["met"] is True
    assert (tmp_path / "kept" / PICTURE).read_bytes().startswith(b"\x89PNG")


def test_a_run_too_short_to_have_a_rate_is_shown_all_the_same(record, tmp_path):
    record["comparison"]["contenders"][0]["pairs_a_second"] = [math.nan] * 2
    record["comparison"]["contenders"][1]["ratios"] = [math.nan] * 2
    save_record(record, tmp_path / "kept")
    assert not (tmp_path / "kept" / SPEED_FILE).exists()
    assert json.loads((tmp_path / "kept" / RECORD).read_text())["bars"][1]["met"] is False
    assert (tmp_path / "kept" / PICTURE).is_file()


def test_parts_that_are_not_measured_again_are_kept(record, tiny_checkpoint, tmp_path):
    save_record(record, tmp_path)
    again = open_record(tmp_path, open_checkpoint(tiny_checkpoint), command="again", parts=["sizes"])
    assert again["cold_start"] == record["cold_start"]
    assert "sizes" not in again
    assert again["commands"] == {"comparison": "measure", "cold_start": "measure", "sizes": "again"}


@pytest.mark.parametrize("name", ["checkpoint", "machine"])
def test_parts_of_another_checkpoint_or_machine_are_not_mixed_in(record, tiny_checkpoint, tmp_path, name):
    other = deepcopy(record)
    other[name] = {**other[name], "name": "another"}
    other["machine"].setdefault("versions", {})
    save_record(other, tmp_path)
    with pytest.raises(ValueError, match=f"of another {name}"):
        open_record(tmp_path, open_checkpoint(tiny_checkpoint), command="again", parts=["sizes"])
    fresh = open_record(tmp_path, open_checkpoint(tiny_checkpoint), command="again", parts=ALL)
    assert set(fresh["commands"].values()) == {"again"}


def test_the_machine_is_named():
    told = describe_machine()
    assert told["processor"]
    assert told["cores"] >= 1
    assert {"onnxruntime", "torch", "transformers"} <= told["versions"].keys()


def test_a_command_is_told_without_the_folders_of_one_machine():
    told = command_line(
        "/somewhere/inference.py", ["published-small", "-o", "/home/someone/scores", "--rounds", "2"]
    )
    assert told == "python benchmarks/inference.py published-small -o scores --rounds 2"
