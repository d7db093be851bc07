"""`detente predict --job` as a user runs it: killed, interrupted, refused, on a full disk, and resumed."""

import hashlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROWS = 600
Detente = Callable[..., subprocess.Popen[str]]
Call = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_table(tmp_path / "in.jsonl", ROWS)


def write_table(path: Path, rows: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for number in range(rows):
            text = f"On day {number} Beijing thanked Seoul." if number % 50 else None
            file.write(json.dumps({"text": text, "n": number}) + "\n")
    return path


@pytest.fixture
def start(tiny_checkpoint: Path, tmp_path: Path) -> Iterator[Detente]:
    """Start `detente predict` on a job in a folder of its own; all that is left running is ended."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str | Path, job: str = "job", **given: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "detente.scripts", "predict", "-c", str(tiny_checkpoint)]
        process = subprocess.Popen(
            [*command, *map(str, arguments), "--job", job, "--shard-size", "50", "--threads", "1"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **given,  # type: ignore[call-overload]
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit code and what was said; nothing goes to standard output, and no error comes with a traceback."""
    out, said = process.communicate(timeout=300)
    assert out == ""
    assert "Traceback" not in said, said
    return process.returncode, said


def wait_for(path: Path) -> None:
    until = time.monotonic() + 120
    while not path.exists():
        assert time.monotonic() < until, f"{path} did not come"
        time.sleep(0.01)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def shards(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below the folder's rows, half-written ones too."""
    return {path.name: sha256(path) for path in sorted((folder / "rows").iterdir())}


@pytest.mark.slow
def test_a_job_writes_what_predict_writes_and_counts_bad_rows_in_every_run(
    start: Detente, tmp_path: Path, table: Path, tiny_checkpoint: Path
) -> None:
    assert end(start(table.name, "-o", "job.csv"))[0] == 1
    subprocess.run(
        [
            sys.executable,
            "-m",
            "detente.scripts",
            "predict",
            "-c",
            tiny_checkpoint,
            table.name,
            "-o",
            "plain.csv",
        ],
        cwd=tmp_path,
        check=False,
        capture_output=True,
    )
    assert (tmp_path / "job.csv").read_bytes() == (tmp_path / "plain.csv").read_bytes()
    (tmp_path / "job.csv").unlink()
    code, said = end(start(table.name, "-o", "job.csv"))
    assert code == 1
    assert "already finished" in said
    assert f"{ROWS // 50} error" in said
    assert (tmp_path / "job.csv").read_bytes() == (tmp_path / "plain.csv").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_a_job_that_was_stopped_goes_on_with_the_same_command(
    start: Detente, tmp_path: Path, table: Path, number: int, code: int
) -> None:
    end(start(table.name, "-o", "whole.jsonl", job="whole"))
    # A shell starts its background jobs, and so perhaps these tests, with SIGINT ignored.
    process = start(
        table.name, "-o", "out.jsonl", preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    )
    wait_for(tmp_path / "job" / "rows" / "part-00002.jsonl")
    process.send_signal(number)
    ended, said = end(process)
    assert ended == code
    if number != signal.SIGKILL:
        assert "same command" in said
        assert not [name for name in shards(tmp_path / "job") if name.startswith(".")]
    assert not (tmp_path / "out.jsonl").exists()
    _, said = end(start(table.name, "-o", "out.jsonl"))
    assert "resuming after" in said
    assert shards(tmp_path / "job") == shards(tmp_path / "whole")
    assert sha256(tmp_path / "out.jsonl") == sha256(tmp_path / "whole.jsonl")


def test_a_second_process_is_refused_until_the_first_is_dead(
    start: Detente, tmp_path: Path, table: Path
) -> None:
    first = start(table.name)
    wait_for(tmp_path / "job" / "rows" / "part-00000.jsonl")
    first.send_signal(signal.SIGSTOP)
    code, said = end(start(table.name))
    assert code == 2
    assert "in use by another process" in said
    first.kill()
    first.communicate()
    assert end(start(table.name))[0] == 1


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--job", "job"], "standard input"),
        (["-", "--job", "job"], "standard input"),
        (["in.jsonl", "-f", "csv", "--job", "job"], "-o FILE.csv"),
        (["--text", "Beijing waited.", "--job", "job"], "--text"),
        (["in.jsonl", "--shard-size", "9"], "--job"),
    ],
)
def test_what_makes_no_job_is_told(
    call: Call,
    tiny_checkpoint: Path,
    table: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    word: str,
) -> None:
    monkeypatch.chdir(table.parent)
    done = call("predict", "-c", str(tiny_checkpoint), *arguments)
    [said] = done.stderr.decode().splitlines()
    assert (done.returncode, done.stdout) == (2, b"")
    assert word in said
    assert list(table.parent.iterdir()) == [table]


def limit_file_size(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.mark.slow
def test_a_file_that_cannot_grow_leaves_no_half_one_and_the_job_goes_on(
    start: Detente, tmp_path: Path, table: Path
) -> None:
    end(start(table.name, "-o", "whole.jsonl", job="whole"))
    largest = max(path.stat().st_size for path in (tmp_path / "whole" / "rows").iterdir())
    # Shards fit, all of them in one file do not.
    code, said = end(start(table.name, "-o", "out.jsonl", preexec_fn=limit_file_size(largest + 5000)))
    assert code == 2
    assert "same command" in said
    assert shards(tmp_path / "job") == shards(tmp_path / "whole")
    # Not even a shard fits.
    code, said = end(start(table.name, job="other", preexec_fn=limit_file_size(largest // 2)))
    assert (code, shards(tmp_path / "other")) == (2, {})
    assert not [path for path in tmp_path.iterdir() if path.name.endswith("partial")]
    for job in ("job", "other"):
        assert end(start(table.name, "-o", f"{job}.jsonl", job=job))[0] == 1
        assert sha256(tmp_path / f"{job}.jsonl") == sha256(tmp_path / "whole.jsonl")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 192 KiB, half of what the rows need."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=192k", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be made by root")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.slow
def test_a_full_disk_ends_a_job_cleanly_and_room_lets_it_go_on(
    start: Detente, tmp_path: Path, table: Path, small_disk: Path
) -> None:
    end(start(table.name, "-o", "whole.jsonl", job="whole"))
    code, said = end(start(table.name, "-o", "out.jsonl", job="disk/job"))
    assert code == 2
    assert "No space left on device" in said
    assert "same command" in said
    whole = shards(tmp_path / "whole")
    done = shards(small_disk / "job")
    assert 0 < len(done) < len(whole)
    assert done.items() <= whole.items()
    subprocess.run(["mount", "-o", "remount,size=4m", small_disk], check=True)
    code, said = end(start(table.name, "-o", "out.jsonl", job="disk/job"))
    assert code == 1
    assert f"resuming after {len(done)} shards" in said
    assert shards(small_disk / "job") == whole
    assert sha256(tmp_path / "out.jsonl") == sha256(tmp_path / "whole.jsonl")


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_a_job_killed_twenty_times_at_random_moments_ends_as_one_that_was_not(
    start: Detente, tmp_path: Path, name: str
) -> None:
    table = write_table(tmp_path / "in.jsonl", 20_000).name
    end(start(table, "-o", f"whole-{name}", job="whole"))
    moments = random.Random(20)
    for _ in range(15):
        # From the first import on to some shards later.
        process = start(table, "-o", name)
        await_shards(process, tmp_path / "job" / "rows", moments.choice([0, 0, 1, 3, 9, 20]))
        time.sleep(moments.uniform(0, 0.5))
        process.kill()
        assert process.wait() == -signal.SIGKILL
    end(start(table, "-o", name))
    killed = 0
    while killed < 5:
        # While the rows are put together, after a last shard that was lost.
        (tmp_path / name).unlink(missing_ok=True)
        max((tmp_path / "job" / "rows").glob("part-*")).unlink(missing_ok=True)
        process = start(table, "-o", name)
        while process.poll() is None and not list(tmp_path.glob(f".{name}.*.partial")):
            time.sleep(0.001)
        time.sleep(moments.uniform(0, 0.1))
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        assert not (tmp_path / name).exists() or sha256(tmp_path / name) == sha256(tmp_path / f"whole-{name}")
    assert end(start(table, "-o", name))[0] == 1
    assert shards(tmp_path / "job") == shards(tmp_path / "whole")
    assert sha256(tmp_path / name) == sha256(tmp_path / f"whole-{name}")
    assert not list(tmp_path.rglob(".*partial"))


def await_shards(process: subprocess.Popen[str], rows: Path, more: int) -> None:
    """Wait until there are so many shards more; fails where the process ends before."""
    wanted = count_shards(rows) + more
    while count_shards(rows) < wanted:
        assert process.poll() is None
        time.sleep(0.005)


def count_shards(rows: Path) -> int:
    return len(list(rows.glob("part-*")))
