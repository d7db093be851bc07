"""Those who judge the same pairs from file to file: détente, the Hugging Face pipeline, the graph without sorting."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from detente.model.checkpoint.folder import Checkpoint
from speed.processes import detente_command
from speed.rows import PairFiles, read_column

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Contender:
    """A command that judges a file, and the column in which it answers.

    `command` makes it of an input and an output file. `worded` says whether it wants pairs worded already.
    """

    name: str
    command: Callable[[Path, Path], list[str]]
    worded: bool
    column: str

    def inputs(self, files: PairFiles) -> tuple[Path, Path]:
        """The file of all pairs and the file of one, in the form that this contender reads."""
        return (files.worded, files.one_worded) if self.worded else (files.pairs, files.one_pair)

    def labels(self, output: Path) -> list[str | None]:
        """The labels of an output, in order."""
        return read_column(output, self.column)


def detente(checkpoint: Checkpoint, backend: str = "auto", *, find_targets: bool = False) -> Contender:
    """`detente predict` with a backend; the targets come from the file, or with `find_targets` are looked for."""
    targets = [] if find_targets else ["--target-column", "target"]

    def command(given: Path, output: Path) -> list[str]:
        words = [detente_command(), "predict", str(given), "-o", str(output)]
        return [*words, "-c", str(checkpoint.folder), "--backend", backend, *targets]

    name = "detente" if backend == "auto" else f"detente, {backend}"
    return Contender(name, command, worded=False, column="stance")


def pipeline(checkpoint: Checkpoint, batch: int, dtype: str = "default") -> Contender:
    """The `text-classification` pipeline with a batch size and a number format, as torch names it."""

    def command(given: Path, output: Path) -> list[str]:
        program = [sys.executable, str(HERE / "pipeline_process.py")]
        return [*program, str(checkpoint.folder), str(batch), dtype, str(given), str(output)]

    shown = f"default ({default_dtype(checkpoint)})" if dtype == "default" else dtype
    return Contender(f"pipeline, {shown}, batch {batch}", command, worded=True, column="label")


def naive(checkpoint: Checkpoint, batch: int) -> Contender:
    """The int8 graph in batches of equal row counts, in the order of the file."""

    def command(given: Path, output: Path) -> list[str]:
        program = [sys.executable, str(HERE / "naive_process.py")]
        return [*program, str(checkpoint.folder), str(batch), str(given), str(output)]

    return Contender(f"int8 graph, unsorted, batch {batch}", command, worded=True, column="label")


def default_dtype(checkpoint: Checkpoint) -> str:
    """The number format that transformers takes by itself: the one that `config.json` names."""
    config = json.loads((checkpoint.folder / "config.json").read_text(encoding="utf-8"))
    return str(config.get("dtype") or config.get("torch_dtype") or "that of the file")
