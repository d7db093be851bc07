"""What the bar says, when it says nothing, and the bar itself on a terminal."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from detente.scripts.terminal.progress import Pace, described, number_of_each, summary

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_pace_counts_from_the_first_look_so_that_a_resumed_job_is_not_flattered() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.update(5000, 0.5)
    assert (pace.rate, pace.seconds_left) == (None, None)
    clock.now += 10
    pace.update(6000, 0.6)
    assert pace.rate == 100
    assert pace.seconds_left == pytest.approx(40)
    clock.now += 10
    pace.update(7000, 1.0)
    assert pace.seconds_left == 0


def test_the_time_left_is_not_guessed_where_the_size_is_unknown() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.update(10, None)
    clock.now += 5
    pace.update(60, None)
    assert (pace.rate, pace.seconds_left) == (10, None)
    assert described("predicting", None, {"neutral": 60}, pace) == "predicting  60 rows  10 per second"


def test_the_bar_says_part_rows_rate_and_time_left() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.update(0, 0.0)
    clock.now += 100
    pace.update(12_345, 0.25)
    said = described("predicting", 0.25, {"neutral": 12_000, "hostile": 345}, pace)
    assert said == "predicting 25%  12,345 rows  123 per second  0:05:00 left"


def test_counts_come_in_one_order_and_errors_say_where_to_look() -> None:
    assert number_of_each({"neutral": 1234, "error": 1}) == "1 error, 1,234 neutral"
    assert number_of_each({"neutral": 1, "error": 2}) == "2 errors, 1 neutral"
    assert "in their column 'error'" in summary({"error": 1})
    assert summary({}) == "nothing to predict"


@pytest.fixture
def command(tiny_checkpoint: Path, tmp_path: Path) -> list[str]:
    table = tmp_path / "in.jsonl"
    table.write_text("".join(json.dumps({"text": f"Beijing waited {n} days."}) + "\n" for n in range(300)))
    predict = [sys.executable, "-m", "detente.scripts", "predict", "-c", str(tiny_checkpoint), str(table)]
    return [*predict, "-o", str(tmp_path / "out.jsonl")]


@pytest.mark.parametrize("job", [False, True])
def test_on_a_terminal_the_bar_shows_rows_and_counts_and_leaves_the_summary(
    command: list[str], tmp_path: Path, job: bool
) -> None:
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    more = ["--job", str(tmp_path / "job"), "--shard-size", "50"] if job else []
    process = subprocess.Popen([*command, *more], stderr=theirs, stdout=subprocess.PIPE, env=environment)
    os.close(theirs)
    shown = b""
    while part := read(ours):
        shown += part
    assert process.wait(120) == 0
    text = ESCAPE.sub("", shown.decode())
    assert re.search(r"(predicting|writing the output)\s+100%\s+300 rows", text)
    assert re.search(r"\d+ (cooperative|hostile|neutral)", text)
    assert text.rstrip().splitlines()[-1].count("→") == 1


def read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # what Linux says when the other end is closed
        return b""


@pytest.mark.parametrize("forced", [{}, {"FORCE_COLOR": "1"}])
def test_without_a_terminal_there_is_the_summary_alone(command: list[str], forced: dict[str, str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | forced)
    (line,) = done.stderr.splitlines()
    assert "→" in line
    assert done.stdout == ""
