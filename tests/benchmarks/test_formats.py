import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "formats.py"


@pytest.mark.slow
@pytest.mark.long
def test_a_sheet_and_a_frame_take_little_memory_however_many_rows_they_have() -> None:
    command = [sys.executable, str(BENCHMARK), "--sheet-rows", "6000", "--frame-rows", "60000"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    cells = {line.split("|")[1].strip(): line.split("|")[2:-1] for line in lines}
    assert list(cells) == [
        *("checkpoint made", "sheet written", "sheet predicted", "sheet read back"),
        *("pandas", "polars"),
    ]
    for case, (_, _, peak, before) in cells.items():
        assert int(peak.replace(",", "")) - int(before.replace(",", "")) < 80, case
