"""What one statement costs from the shell: wall time, processor time and resident memory of the whole process.

    python benchmarks/cold_start.py [CHECKPOINT...]

Runs `detente predict` on one statement ten times with each checkpoint (by default the published one), after one run
that compiles byte code, and prints the fastest, the median and the slowest. Several checkpoints take turns.
"""

import statistics
import sys
from collections.abc import Sequence

from speed.processes import ProcessRun, detente_command, run_process

RUNS = 10
STATEMENT = "Seoul condemned the launch by the North."


def main(checkpoints: Sequence[str]) -> None:
    """Time the runs and print the figures."""
    for checkpoint, runs in measure(checkpoints).items():
        seconds = sorted(run.seconds for run in runs)
        if len(checkpoints) > 1:
            print(checkpoint)
        middle = statistics.median(seconds)
        print(f"wall time  {seconds[0]:.2f} s fastest, {middle:.2f} s median, {seconds[-1]:.2f} s slowest")
        worked = sorted(run.cpu_seconds for run in runs)
        middle = statistics.median(worked)
        print(f"processor  {worked[0]:.2f} s fastest, {middle:.2f} s median, {worked[-1]:.2f} s slowest")
        print(f"memory     {max(run.peak_bytes for run in runs) / 1e6:.0f} MB resident at the most")


def measure(checkpoints: Sequence[str], *, runs: int = RUNS) -> dict[str, list[ProcessRun]]:
    """Run the command `runs` times with each checkpoint, in turns; raises RuntimeError where it fails."""
    commands = {
        checkpoint: [detente_command(), "predict", "-c", checkpoint, "--text", STATEMENT, "--format", "jsonl"]
        for checkpoint in checkpoints
    }
    for command in commands.values():
        run_process(command)
    measured: dict[str, list[ProcessRun]] = {checkpoint: [] for checkpoint in commands}
    for _ in range(runs):
        for checkpoint, command in commands.items():
            measured[checkpoint].append(run_process(command))
    return measured


if __name__ == "__main__":
    main(sys.argv[1:] or ["published"])
