"""Runs one command and prints, as JSON, what it took; imports nothing heavy, on purpose.

    python -I -S launcher.py [--watch FOLDER] COMMAND...

On Linux a process's peak memory counts from that of the process which forked it, so a command started from a
large program would seem to have needed as much. With --watch, also prints how FOLDER grew in bytes.
"""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

POLLED_EVERY = 0.05
KIBIBYTES = sys.platform != "darwin"


def main(words: list[str]) -> None:
    """Run the command, wait for it, and print the figures."""
    watched = None
    if words[0] == "--watch":
        watched, words = words[1], words[2:]
    growth: list[tuple[float, int]] = []
    ended = threading.Event()
    started = time.perf_counter()
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    if watched is not None:
        watch = threading.Thread(target=_watch, args=(watched, growth, ended, started))
        watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    ended.set()
    if watched is not None:
        watch.join()
    print(
        json.dumps(
            {
                "exit": os.waitstatus_to_exitcode(status),
                "seconds": seconds,
                "cpu_seconds": usage.ru_utime + usage.ru_stime,
                "peak_bytes": usage.ru_maxrss * (1024 if KIBIBYTES else 1),
                "growth": growth,
            }
        )
    )


def _watch(folder: str, growth: list[tuple[float, int]], ended: threading.Event, started: float) -> None:
    while not ended.wait(POLLED_EVERY):
        size = bytes_in(folder)
        if not growth or size != growth[-1][1]:
            growth.append((time.perf_counter() - started, size))
    growth.append((time.perf_counter() - started, bytes_in(folder)))


def bytes_in(folder: str) -> int:
    """The bytes of all files in a folder and its subfolders, whatever they are called."""
    total = 0
    for path in Path(folder).rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue  # renamed between the listing and now
    return total


if __name__ == "__main__":
    main(sys.argv[1:])
