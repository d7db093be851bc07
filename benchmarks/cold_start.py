"""What one statement costs from the shell: wall time and resident memory of the whole process.

    python benchmarks/cold_start.py

Runs `detente predict` on one statement ten times, after one run that compiles byte code, and prints the
fastest, the median and the slowest.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 10
COMMAND = ["predict", "--text", "Seoul condemned the launch by the North.", "--format", "jsonl"]


def main() -> None:
    """Time the runs and print the figures."""
    command = [str(Path(sys.executable).with_name("detente")), *COMMAND]
    subprocess.run(command, check=True, capture_output=True)
    runs = [run_once(command) for _ in range(RUNS)]
    seconds = sorted(run[0] for run in runs)
    print(
        f"wall time  {seconds[0]:.2f} s fastest, {statistics.median(seconds):.2f} s median, {seconds[-1]:.2f} s slowest"
    )
    print(f"memory     {max(run[1] for run in runs) / 1e6:.0f} MB resident at the most")


def run_once(command: list[str]) -> tuple[float, float]:
    """Wall seconds of one run, and its peak resident bytes."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{command} failed")
    unit = 1 if sys.platform == "darwin" else 1024
    return time.perf_counter() - started, usage.ru_maxrss * unit


if __name__ == "__main__":
    main()
