"""The memory and the time that a large sheet and a large frame take, with a tiny network.

python benchmarks/formats.py
python benchmarks/formats.py --sheet-rows 1000 --frame-rows 10000
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from detente.model import StanceClassifier

Run = Callable[[], object]
# Prepares a case in a folder, with so many rows, and returns what is measured.
Case = Callable[[Path, int], Run]

STATEMENTS = (
    "Beijing thanked Seoul for its aid in year {}.",
    "Washington condemned launch {} by the North.",
    "Tokyo waited for the {}th time.",
)


def main() -> None:
    """Measure each case in a process of its own, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sheet-rows", type=int, default=100_000)
    parser.add_argument("--frame-rows", type=int, default=1_000_000)
    parser.add_argument("--case", choices=sorted(CASES), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    rows = dict.fromkeys(CASES, given.sheet_rows) | dict.fromkeys(("pandas", "polars"), given.frame_rows)
    if given.case is not None:
        print(measured(given.case, rows[given.case], given.folder))
        return
    print("| case | rows | seconds | MiB at the peak | MiB before |\n| --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            command = [sys.executable, __file__, *sys.argv[1:], "--case", case, "--folder", folder]
            line = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            print(f"| {case} | {rows[case]:,} | {line.strip()} |", flush=True)


def measured(case: str, rows: int, folder: Path) -> str:
    """Run one case and return the seconds, and the resident memory at its peak and before it, as cells of a table."""
    run = CASES[case](folder, rows)
    before = peak()
    start = time.perf_counter()
    run()
    return f"{time.perf_counter() - start:.1f} | {peak():,} | {before:,}"


def peak() -> int:
    """Return the most resident memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def make_checkpoint(folder: Path, _: int) -> Run:
    """Make the tiny network, in a process of its own, since the others count what their parent had in memory."""
    from detente.train.export.random_checkpoint import make_random_checkpoint

    return lambda: make_random_checkpoint(folder)


def write_sheet(folder: Path, rows: int) -> Run:
    """Write statements to a sheet."""
    from openpyxl import Workbook

    def run() -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append(["text", "id"])
        for number in range(rows):
            sheet.append([statement(number), number])
        book.save(folder / "in.xlsx")

    return run


def predict_sheet(folder: Path, _: int) -> Run:
    """Predict the statements of the sheet, and write the rows to another."""
    from detente.batch.predicting import predict_rows
    from detente.batch.readers.inputs import read_records
    from detente.batch.sinks.sinks import open_sink

    classifier = loaded(folder)

    def run() -> None:
        with open_sink(folder / "out.xlsx") as sink:
            sink.write(predict_rows(read_records([folder / "in.xlsx"]), classifier))

    return run


def read_sheet(folder: Path, rows: int) -> Run:
    """Read the rows back and check their order."""
    from detente.batch.readers.stored_rows import read_rows

    def run() -> None:
        positions = list(dict.fromkeys(row["position"] for row in read_rows(folder / "out.xlsx")))
        if positions != list(range(1, rows + 1)):
            raise SystemExit("the rows are not those that were written")

    return run


def predict_pandas(folder: Path, rows: int) -> Run:
    """Predict a frame of pandas with an index of its own."""
    import pandas

    frame = pandas.DataFrame(
        {"text": [statement(number) for number in range(rows)]}, index=range(rows, 0, -1)
    )
    classifier = loaded(folder)

    def run() -> None:
        result = classifier.predict(frame)
        if not (result.index == frame.index[result["row"]]).all() or result["row"].nunique() != rows:
            raise SystemExit("the index is not that of the frame")

    return run


def predict_polars(folder: Path, rows: int) -> Run:
    """Predict a frame of polars."""
    import polars

    frame = polars.DataFrame({"text": [statement(number) for number in range(rows)]})
    classifier = loaded(folder)

    def run() -> None:
        result = classifier.predict(frame)
        if not result["row"].is_sorted() or result["row"].n_unique() != rows:
            raise SystemExit("the rows are not in the order of the frame")

    return run


def statement(number: int) -> str:
    """Return a statement like no other."""
    return STATEMENTS[number % len(STATEMENTS)].format(number)


def loaded(folder: Path) -> StanceClassifier:
    """Load the tiny network."""
    return StanceClassifier.from_pretrained(folder / "checkpoint", backend="onnx", threads=1)


CASES: dict[str, Case] = {
    "checkpoint made": make_checkpoint,
    "sheet written": write_sheet,
    "sheet predicted": predict_sheet,
    "sheet read back": read_sheet,
    "pandas": predict_pandas,
    "polars": predict_polars,
}

if __name__ == "__main__":
    main()
