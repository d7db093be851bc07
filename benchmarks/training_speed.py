"""How fast training is in our setting, beside the Trainer's own: fp32, random batches padded to the longest.

    python benchmarks/training_speed.py BASE_MODEL... [--settings stock ours] [--batches N] [--rounds N] [-o FILE]

Every setting trains every base model on the same pairs, in a process of its own; the settings take turns. Prints, for
each, pairs a second (median, least and most), how many times those of the first setting, round by round, and the most
memory. With -o the table is also written to FILE, as Markdown. Settings, each with what those before it have:
stock, bf16, grouped, pooled, ours. Needs `pip install '.[train]'`, and a machine that does nothing else.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from speed.machine import command_line, describe_machine
from speed.processes import run_process, stop_as_with_ctrl_c
from speed.rates import ratios
from speed.tables import machine_text, spread, table

from detente.batch.whole_file import write_whole

PROGRAM = Path(__file__).with_name("speed") / "training_process.py"
# From the Trainer's own to ours, one change after another; the keys are those of training_process.py.
_STOCK = {"precision": "auto", "group_by_length": False, "pool_dropout": False, "keep_memory": False}
_POOLED = _STOCK | {"group_by_length": True, "pool_dropout": True}
SETTINGS: dict[str, dict[str, Any]] = {
    "stock": _STOCK | {"says": "fp32, random batches padded to the longest", "precision": "fp32"},
    "bf16": _STOCK | {"says": "bf16 where the processor has it"},
    "grouped": _STOCK | {"says": "and batches of similar length", "group_by_length": True},
    "pooled": _POOLED | {"says": "and dropout masks from a pool"},
    "ours": _POOLED
    | {
        "says": "batches of similar length, dropout masks from a pool, freed memory kept, "
        "bf16 where the processor has it",
        "keep_memory": True,
    },
}
COLUMNS = ("base model", "setting", "pairs a second", "times the first", "memory, MB")


def main(arguments: Sequence[str] | None = None) -> None:
    """Train in turns, print the table, and write it to -o."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    given = _parser().parse_args(words)
    rows = [row for base_model in given.base_models for row in _rows(base_model, given)]
    said = (
        f"# Speed of training\n\nOne epoch over {given.batches} batches of {given.batch_size} of the project's own "
        f"pairs, {given.rounds} rounds in turns; medians, and in brackets the least and the most.\n\n"
        f"{table(COLUMNS, rows, left=2)}\n\n{machine_text(describe_machine(), [command_line(__file__, words)])}"
    )
    print(said)
    if given.output:
        write_whole(given.output, said + "\n")


def _rows(base_model: str, given: argparse.Namespace) -> list[tuple[str, ...]]:
    rates: dict[str, list[float]] = {name: [] for name in given.settings}
    peaks = dict.fromkeys(given.settings, 0)
    for turn in range(1, given.rounds + 1):
        for name in given.settings:
            rate, peak = _train(base_model, name, given)
            rates[name].append(rate)
            peaks[name] = max(peaks[name], peak)
            told = f"{Path(base_model).name}, {name}, round {turn}: {rate:.1f} pairs a second"
            print(told, file=sys.stderr, flush=True)
    first = rates[given.settings[0]]
    return [
        (
            Path(base_model).name,
            f"{name}: {SETTINGS[name]['says']}",
            spread(rates[name], ".1f"),
            spread(ratios(rates[name], first), ".2f"),
            f"{peaks[name] / 1e6:,.0f}",
        )
        for name in given.settings
    ]


def _train(base_model: str, setting: str, given: argparse.Namespace) -> tuple[float, int]:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "took.json"
        pairs = str(given.batches * given.batch_size)
        asked = json.dumps(SETTINGS[setting])
        words = [str(output), base_model, asked, pairs, str(given.batch_size)]
        run = run_process([sys.executable, str(PROGRAM), *words])
        return json.loads(output.read_text(encoding="utf-8"))["pairs_a_second"], run.peak_bytes


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("base_models", nargs="+", metavar="BASE_MODEL", help="hub names or folders")
    parser.add_argument("--settings", nargs="+", choices=SETTINGS, default=["stock", "ours"])
    parser.add_argument("--batches", type=int, default=24, help="batches of the epoch")
    parser.add_argument("--batch-size", type=int, default=32, help="pairs of a batch")
    parser.add_argument("--rounds", type=int, default=3, help="how often the settings take turns")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="Markdown file for the table")
    return parser


if __name__ == "__main__":
    stop_as_with_ctrl_c()
    main()
