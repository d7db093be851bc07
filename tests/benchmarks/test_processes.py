"""A process is measured by itself: its own time, its own memory, its own output as it grows."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from speed.processes import run_process

MEGABYTES_100 = 100_000_000


def python(code):
    return [sys.executable, "-S", "-c", code]


def test_memory_is_that_of_the_command_and_not_of_who_starts_it():
    held = bytearray(b"x") * MEGABYTES_100  # this process is large now, and a fork of it would be
    small = run_process(python("pass")).peak_bytes
    large = run_process(python(f"held = bytearray(b'x') * {MEGABYTES_100}")).peak_bytes
    assert len(held) == MEGABYTES_100
    assert small < MEGABYTES_100 / 2
    assert MEGABYTES_100 <= large - small + 5e6 <= MEGABYTES_100 * 1.2


def test_wall_time_counts_waiting_and_processor_time_does_not():
    run = run_process(python("import time; time.sleep(0.3)"))
    assert run.seconds >= 0.3
    assert run.cpu_seconds < 0.3


def test_a_command_that_fails_is_told_with_what_it_said():
    with pytest.raises(RuntimeError, match=r"ended with 3:\n.*the disk is full"):
        run_process(python("import sys; print('the disk is full', file=sys.stderr); sys.exit(3)"))


def test_a_command_that_is_not_there_is_told():
    with pytest.raises(RuntimeError, match="could not be run"):
        run_process(["no-such-command"])


def test_an_output_is_seen_to_grow_under_whatever_name_it_has(tmp_path):
    code = (
        "import os, time\n"
        f"os.chdir({str(tmp_path)!r})\n"
        "os.mkdir('parts')\n"
        "for number in range(4):\n"
        "    open(f'parts/{number}', 'w').write('x' * 100)\n"
        "    time.sleep(0.3)\n"
        "open('whole', 'w').write('x' * 400)\n"
        "[os.unlink(f'parts/{number}') for number in range(4)]\n"
    )
    run = run_process(python(code), watch=tmp_path)
    growth = run.growth
    assert [size for _, size in growth][-1] == 400
    # One of them may be missed where the machine is busy.
    assert len({100, 200, 300} & {size for _, size in growth}) >= 2
    seconds = [at for at, _ in growth]
    assert seconds == sorted(seconds)
    half = next(at for at, size in growth if size >= 200)
    assert 0.3 <= half < run.seconds


def test_what_is_timed_ends_with_who_times_it(tmp_path):
    sign = tmp_path / "alive"
    code = f"import time\nfor _ in range(600): open({str(sign)!r}, 'a').write('x'); time.sleep(0.05)"
    program = (
        "from speed.processes import run_process, stop_as_with_ctrl_c\n"
        f"stop_as_with_ctrl_c()\nrun_process({python(code)!r})"
    )
    benchmarks = Path(__file__).parents[2] / "benchmarks"
    timing = subprocess.Popen([sys.executable, "-c", program], cwd=benchmarks, stderr=subprocess.DEVNULL)
    while not sign.is_file():
        time.sleep(0.05)
    timing.send_signal(signal.SIGTERM)
    assert timing.wait(timeout=20) == 128 + signal.SIGTERM
    size = sign.stat().st_size
    time.sleep(0.5)
    assert sign.stat().st_size == size
