"""How fast détente predicts, beside the Hugging Face pipeline on the same checkpoint and rows.

    python benchmarks/inference.py [CHECKPOINT] -o FOLDER [--pairs N] [--sizes N...] [--parts ...]

Prints what it measures and writes inference.json, inference.md and inference.png into FOLDER. Parts: `comparison` (the
same pairs from file to file by détente and by the pipeline, at batch 1 and at its best, in turns), `cold_start`, and
`sizes` (time and memory against the number of statements). Parts that are not asked for are kept from FOLDER's record
of the same checkpoint and machine. With --avx2-only the processor is used as one that has AVX2 and nothing faster.
Needs `pip install '.[train,report]'`, and a machine that does nothing else.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any, get_args

import cold_start
from speed.avx2_only import use_avx2_only
from speed.contest import compare, detente, pipeline
from speed.machine import command_line
from speed.processes import stop_as_with_ctrl_c
from speed.record import open_record, save_record
from speed.scaling import run_sizes
from speed.tables import markdown

from detente.model.checkpoint.folder import Checkpoint, open_checkpoint
from detente.model.encoders.backends import Backend

Given = argparse.Namespace
Record = dict[str, Any]
Figures = dict[str, Any] | list[dict[str, Any]]

BATCH_IF_NONE_WAS_TRIED = 8


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the parts that are asked for, keeping the record after each."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    given = _parser().parse_args(words)
    checkpoint = open_checkpoint(given.checkpoint)
    if checkpoint.onnx is None or checkpoint.weights is None:
        sys.exit(f"{checkpoint.folder}: the comparison needs the int8 graph and the weights")
    with tempfile.TemporaryDirectory() as scratch:
        if given.avx2_only:
            use_avx2_only(Path(scratch) / "avx2_only")
        command = command_line(__file__, words)
        record = open_record(given.output, checkpoint, command=command, parts=given.parts)
        for part in given.parts:
            for figures in _MEASURES[part](given, checkpoint, record, Path(scratch)):
                record[part] = figures
                save_record(record, given.output)
    print(markdown(record))


def _comparison(given: Given, checkpoint: Checkpoint, _: Record, scratch: Path) -> Iterator[Figures]:
    yield compare(
        checkpoint,
        backends=given.backends,
        batches=given.batches,
        pairs=given.pairs,
        tried=given.tried_pairs,
        rounds=given.rounds,
        folder=scratch,
        tell=_tell,
    )


def _cold_start(given: Given, checkpoint: Checkpoint, _: Record, __: Path) -> Iterator[Figures]:
    (runs,) = cold_start.measure([given.checkpoint]).values()
    seconds, peak = [run.seconds for run in runs], max(run.peak_bytes for run in runs)
    _tell(f"one sentence: {median(seconds):.2f} s")
    yield [{"name": checkpoint.name, "seconds": seconds, "peak_bytes": peak}]


def _sizes(given: Given, checkpoint: Checkpoint, record: Record, scratch: Path) -> Iterator[Figures]:
    tried = record.get("comparison", {}).get("tried", [{"best": BATCH_IF_NONE_WAS_TRIED}])
    batches = dict.fromkeys((1, tried[0]["best"]))
    figures = []
    for run in run_sizes(
        given.sizes,
        ours=detente(checkpoint, given.backends[0], find_targets=True),
        others=[pipeline(checkpoint, batch) for batch in batches],
        others_up_to=given.pipeline_up_to,
        checkpoint=checkpoint,
        folder=scratch,
    ):
        _tell(
            f"{run.statements:,} statements: {run.name}: {run.seconds:.1f} s, {run.rate:.0f} pairs a second"
        )
        figures.append(asdict(run))
        yield figures


_MEASURES = {"comparison": _comparison, "cold_start": _cold_start, "sizes": _sizes}


def _tell(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument(
        "checkpoint", nargs="?", default="published", help="published, a folder or a hub name"
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--parts", nargs="+", choices=_MEASURES, default=list(_MEASURES))
    parser.add_argument("--pairs", type=int, default=2000, help="pairs of the comparison")
    parser.add_argument("--tried-pairs", type=int, default=400, help="of these, to choose batch sizes on")
    parser.add_argument(
        "--batches", type=int, nargs="+", default=[1, 8, 32, 128], help="batch sizes to choose from"
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often the contenders take turns")
    parser.add_argument(
        "--backends",
        nargs="+",
        choices=get_args(Backend),
        default=["auto"],
        help="of détente; the first is compared",
    )
    parser.add_argument(
        "--avx2-only", action="store_true", help="as on a processor with AVX2 alone (Linux, x86)"
    )
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=[1_000, 10_000, 100_000, 1_000_000],
        help="numbers of statements",
    )
    parser.add_argument(
        "--pipeline-up-to", type=int, default=10_000, metavar="N", help="largest size for the pipeline"
    )
    return parser


if __name__ == "__main__":
    stop_as_with_ctrl_c()
    main()
