"""Memory of a job, and nearly that of a report, is the same whatever the size of the input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from detente.batch.columns import FIXED_COLUMNS
from detente.batch.readers.stored_rows import read_rows
from detente.model.labels import STANCES


@pytest.mark.slow
def test_memory_does_not_grow_with_the_input(tiny_checkpoint: Path, tmp_path: Path) -> None:
    peaks = {}
    for rows in (20_000, 200_000):
        with (tmp_path / "in.jsonl").open("w", encoding="utf-8") as table:
            table.writelines(f'{{"text": "Beijing thanked Seoul for matter {n}."}}\n' for n in range(rows))
        command = ["predict", "-c", str(tiny_checkpoint), "in.jsonl", "--job", f"job-{rows}", "-o", "out.csv"]
        peaks[rows] = _peak_kilobytes([*command, "--threads", "1"], tmp_path)
        assert sum(1 for _ in read_rows(tmp_path / "out.csv")) >= rows
    assert peaks[200_000] < 1.2 * peaks[20_000]
    assert peaks[200_000] < 600_000


@pytest.mark.slow
def test_a_report_of_many_rows_takes_little_more_memory_than_one_of_few(tmp_path: Path) -> None:
    few, many = 60_000, 240_000
    peaks = {}
    for rows in (few, many):
        with (tmp_path / "rows.jsonl").open("w", encoding="utf-8") as table:
            table.writelines(json.dumps(_row(number)) + "\n" for number in range(rows))
        peaks[rows] = _peak_kilobytes(["report", "rows.jsonl", "-o", f"{rows}.html"], tmp_path)
        assert f"{rows:,} of {rows:,} rows dated" in (tmp_path / "said.txt").read_text(encoding="utf-8")
    # A row is kept in 27 bytes; counting must not take several times as much of every row.
    assert 1024 * (peaks[many] - peaks[few]) < 120 * (many - few)


def _row(number: int) -> dict[str, object]:
    stance = STANCES[number * 7919 % 3]
    return dict.fromkeys(FIXED_COLUMNS) | {
        **{"document": f"{number // 20}.txt", "position": number % 20 + 1, "statement": f"No. {number}."},
        **{
            "target": ("US", "CN", "KP", "KR")[number * 31 % 4],
            "stance": stance,
            "score": number % 500 / 1000 + 0.5,
        },
        **{"source": None if stance == "neutral" else ("JP", "RU", "UN")[number % 3], "checkpoint": "tiny-0"},
        **{
            "publisher": f"Paper {number * 13 % 60}",
            "date": f"20{number * 17 % 24 + 1:02}-{number % 12 + 1:02}-11",
        },
    }


def _peak_kilobytes(arguments: list[str], folder: Path) -> int:
    code = (
        f"from pathlib import Path; from detente.scripts.main import app; app({arguments!r}, standalone_mode=False); "
        # Not by getrusage, which begins with the size of the process that has started this one.
        "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True, timeout=900
    )
    (folder / "said.txt").write_text(done.stderr + done.stdout, encoding="utf-8")
    return int(done.stdout.split()[-1])
