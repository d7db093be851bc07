"""Memory of a job is the same whatever the size of its input."""

import subprocess
import sys
from pathlib import Path

import pytest

from detente.batch.readers.stored_rows import read_rows


@pytest.mark.slow
def test_memory_does_not_grow_with_the_input(tiny_checkpoint: Path, tmp_path: Path) -> None:
    peaks = {}
    for rows in (20_000, 200_000):
        with (tmp_path / "in.jsonl").open("w", encoding="utf-8") as table:
            table.writelines(f'{{"text": "Beijing thanked Seoul for matter {n}."}}\n' for n in range(rows))
        code = (
            "from pathlib import Path; from detente.scripts.main import app; "
            f"app(['predict', '-c', {str(tiny_checkpoint)!r}, 'in.jsonl', '--job', 'job-{rows}', '-o', 'out.csv', "
            "'--threads', '1'], standalone_mode=False); "
            # Not by getrusage, which begins with the size of the process that has started this one.
            "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
            timeout=900,
        )
        peaks[rows] = int(done.stdout)
        assert sum(1 for _ in read_rows(tmp_path / "out.csv")) >= rows
    assert peaks[200_000] < 1.2 * peaks[20_000]
    assert peaks[200_000] < 600_000
