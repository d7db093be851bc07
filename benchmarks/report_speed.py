"""How fast and in how much memory prediction rows are summarised for `detente report`.

    python benchmarks/report_speed.py 100000 1000000

Makes so many rows of random words, as JSON lines in a temporary folder, and prints for each number the
seconds and the processor's microseconds a row, reading included, the size of the payload and of the page,
and the most memory that the process held.
"""

import random
import string
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

from detente.batch.readers.stored_rows import read_rows
from detente.batch.sinks.sinks import open_sink
from detente.model.labels import SOURCES, STANCES, TARGETS
from detente.report.page import embedded_json, render_page
from detente.report.summary.report_page import report_page
from detente.report.summary.summary import summarise

FIRST, DAYS = date(2010, 1, 1), 5000
ROWS_A_DOCUMENT = 20


def main(sizes: list[int]) -> None:
    """Measure each size in a process of its own, so that one does not see the other's memory."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.jsonl"
            with open_sink(path) as sink:
                sink.write(_rows(size))
            process = get_context("spawn").Process(target=_measure, args=(path, size))
            process.start()
            process.join()


def _measure(path: Path, size: int) -> None:
    before = _peak_memory()
    started, worked = time.perf_counter(), time.process_time()
    payload = summarise(read_rows(path), inputs=[path.name]).payload()
    seconds, worked = time.perf_counter() - started, time.process_time() - worked
    memory = _peak_memory()
    page = render_page(report_page(payload))
    print(
        f"{size:,} rows ({path.stat().st_size / 1e6:.0f} MB): {seconds:.1f} s, "
        f"{worked / size * 1e6:.1f} µs of the processor a row; peak memory {memory:.0f} MB "
        f"({before:.0f} MB before); {payload['about']['shown']:,} statements, "
        f"payload {len(embedded_json(payload).encode()) / 1e6:.2f} MB, page {len(page.encode()) / 1e6:.2f} MB"
    )


def _peak_memory() -> float:
    # Not ru_maxrss, which on Linux starts with what the parent process held.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _rows(size: int) -> Iterator[dict[str, object]]:
    draw = random.Random(13)
    words = ["".join(draw.choices(string.ascii_lowercase, k=draw.randint(2, 9))) for _ in range(3000)]
    publishers = draw.sample(words, 60)
    for number in range(size):
        document, position = divmod(number, ROWS_A_DOCUMENT)
        yield _row(draw, words) | {
            "document": f"bulletins/{document}.txt",
            "position": position + 1,
            "date": (FIRST + timedelta(draw.randrange(DAYS))).isoformat(),
            "publisher": draw.choice(publishers),
        }


def _row(draw: random.Random, words: list[str]) -> dict[str, object]:
    shares = [draw.random() ** 3 for _ in STANCES]
    probabilities = [round(share / sum(shares), 6) for share in shares]
    stance = STANCES[probabilities.index(max(probabilities))]
    target = draw.choice(TARGETS)
    statement = f"{' '.join(draw.choices(words, k=draw.randint(8, 28)))} China."
    return {
        "document": None,
        "position": None,
        "statement": statement.capitalize(),
        "target": target,
        "stance": stance,
        "score": max(probabilities),
        **{f"p_{name}": value for name, value in zip(STANCES, probabilities, strict=True)},
        "source": None if stance == "neutral" else draw.choice(SOURCES),
        "p_source": None if stance == "neutral" else round(draw.random(), 6),
        "too_close": max(probabilities) < 0.5,
        "truncated": False,
        "error": None,
        "checkpoint": "small-0.1.0",
    }


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [100_000, 1_000_000])
