"""`detente predict --workers`: what a Ray cluster gives is what one process gives, byte for byte."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

LONGEST_SECONDS = 1800
Call = Callable[..., subprocess.CompletedProcess[bytes]]


def predict(checkpoint: Path, *arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(checkpoint, *arguments),
        input=stdin,
        capture_output=True,
        check=False,
        timeout=LONGEST_SECONDS,
    )


def command(checkpoint: Path, *arguments: object) -> list[str]:
    return [sys.executable, "-m", "detente.scripts", "predict", "-c", str(checkpoint), *map(str, arguments)]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Files of four kinds, more statements than a first chunk holds, and much that is wrong in between."""
    folder = tmp_path_factory.mktemp("inputs")
    chance = random.Random(1)
    who = [
        "Beijing",
        "Seoul",
        "Washington",
        "Pyongyang",
        "Tokyo",
        "朝鲜 (the DPRK)",
        "Séoul 🇰🇷 (South Korea)",
    ]
    did = ["thanked", "condemned", "waited for", "called"]
    texts = [f"{chance.choice(who)} {chance.choice(did)} {chance.choice(who)}." for _ in range(300)]
    lines = [json.dumps({"text": text, "id": number}) for number, text in enumerate(texts)]
    bad = ['{"text": null}', '{"text": "x"', '{"text": "China \\ud800"}', "[1]", '{"text": ""}', ""]
    for number, line in enumerate(bad):
        lines.insert(40 * number, line)
    (folder / "rows.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "rows.csv").write_bytes(
        b"text,note\nChina waited.,=1+1\nCaf\xe9 in China.,\n" + b"Seoul left.,\n" * 9
    )
    texts_folder = folder / "texts"
    texts_folder.mkdir()
    for number in range(5):
        (texts_folder / f"{number}.txt").write_text(" ".join(texts[20 * number : 20 * number + 20]), "utf-8")
    (texts_folder / "damaged.parquet").write_bytes(b"no parquet")
    return [folder / "rows.jsonl", texts_folder, folder / "rows.csv"]


@pytest.fixture(scope="module")
def alone(tiny_checkpoint: Path, inputs: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("alone") / "rows.jsonl"
    assert predict(tiny_checkpoint, *inputs, "-o", output).returncode == 1
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert sum(row["error"] is not None for row in rows) == 6
    assert len({row["document"] for row in rows}) == 8
    return output


@pytest.mark.slow
def test_two_workers_give_the_bytes_of_one_process_and_nothing_else_is_said(
    tiny_checkpoint: Path, inputs: list[Path], alone: Path, tmp_path: Path
) -> None:
    output = tmp_path / "rows.jsonl"
    done = predict(tiny_checkpoint, *inputs, "-o", output, "--workers", 2)
    assert done.returncode == 1, done.stderr.decode()
    assert output.read_bytes() == alone.read_bytes()
    assert done.stdout == b""
    inferred, said = done.stderr.decode().splitlines()
    assert "read as cp1252" in inferred
    assert "6 error" in said
    assert str(output) in said


@pytest.mark.slow
def test_a_pipe_is_predicted_by_the_workers_too(tiny_checkpoint: Path, inputs: list[Path]) -> None:
    stdin = inputs[0].read_bytes()
    one = predict(tiny_checkpoint, "-", "--limit", 50, stdin=stdin)
    other = predict(tiny_checkpoint, "-", "--limit", 50, "--workers", 1, stdin=stdin)
    assert one.stdout
    assert other.stdout == one.stdout


@pytest.mark.slow
def test_a_worker_that_dies_is_replaced_and_its_rows_are_not_lost(
    tiny_checkpoint: Path, inputs: list[Path], tmp_path: Path
) -> None:
    front, back = b'{"text": "Beijing waited."}\n' * 40, inputs[0].read_bytes()
    alone = predict(tiny_checkpoint, "-", stdin=front + back)
    process = subprocess.Popen(
        command(tiny_checkpoint, "-", "--workers", 1), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(front)
    process.stdin.flush()
    first = process.stdout.readline()
    [worker] = [
        child
        for child in psutil.Process(process.pid).children(recursive=True)
        if child.name().startswith("ray::MapWorker")
    ]
    worker.kill()
    process.stdin.write(back)
    process.stdin.close()
    assert first + process.stdout.read() == alone.stdout
    assert process.wait(LONGEST_SECONDS) == 1


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster that is there already, with two cores."""
    import ray.util

    host = ray.util.get_node_ip_address()
    with socket.socket() as held:
        held.bind((host, 0))
        port = held.getsockname()[1]
    start = [sys.executable, "-m", "ray.scripts.scripts", "start", "--head", "--block", f"--port={port}"]
    options = ["--num-cpus=2", "--include-dashboard=false", "--disable-usage-stats"]
    # A token would be kept in the home of whoever runs the tests.
    with (
        pytest.MonkeyPatch.context() as environment,
        subprocess.Popen(
            [*start, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"RAY_AUTH_MODE": "disabled"},
        ) as head,
    ):
        environment.setenv("RAY_AUTH_MODE", "disabled")
        deadline = time.monotonic() + LONGEST_SECONDS
        while not answers(f"{host}:{port}"):
            assert head.poll() is None, "the cluster did not start"
            assert time.monotonic() < deadline
            time.sleep(0.5)
        yield f"{host}:{port}"
        head.terminate()
        head.wait(60)


def answers(address: str) -> bool:
    host, _, port = address.rpartition(":")
    with socket.socket() as trial:
        return trial.connect_ex((host, int(port))) == 0


@pytest.mark.slow
def test_a_cluster_that_is_there_is_joined_by_its_address_and_left_running(
    tiny_checkpoint: Path, inputs: list[Path], alone: Path, address: str, tmp_path: Path
) -> None:
    from detente.batch.readers.stored_rows import read_rows

    parquet = tmp_path / "rows.parquet"
    assert predict(tiny_checkpoint, *inputs, "-o", parquet, "--address", address).returncode == 1
    beside = tmp_path / "alone.parquet"
    assert predict(tiny_checkpoint, *inputs, "-o", beside).returncode == 1
    assert parquet.read_bytes() == beside.read_bytes()
    assert len(list(read_rows(parquet))) == len(alone.read_bytes().splitlines())
    assert answers(address)


@pytest.mark.slow
def test_a_job_on_a_cluster_is_the_job_of_one_process(
    tiny_checkpoint: Path, inputs: list[Path], address: str, tmp_path: Path
) -> None:
    shards = ["--shard-size", 100]
    assert predict(tiny_checkpoint, *inputs, "--job", tmp_path / "one", *shards).returncode == 1
    there = ["--job", tmp_path / "two", *shards, "--address", address, "--workers", 2]
    assert predict(tiny_checkpoint, *inputs, *there).returncode == 1
    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.jsonl")]
    assert len(files) > 3
    assert all(
        (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in files
    )


@pytest.mark.slow
def test_more_cores_than_a_machine_has_are_refused(tiny_checkpoint: Path, address: str) -> None:
    done = predict(tiny_checkpoint, "--text", "China waited.", "--address", address, "--threads", 3)
    assert done.returncode == 2
    assert "no machine of the cluster has the 3 cores" in done.stderr.decode()


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_takes_its_cluster_with_it(tiny_checkpoint: Path, number: int, code: int) -> None:
    process = subprocess.Popen(
        command(tiny_checkpoint, "-", "--workers", 1),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell starts its background jobs, and so perhaps these tests, with SIGINT ignored.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdin.write(b'{"text": "Beijing waited."}\n' * 100)
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["target"] == "CN"
    cluster = psutil.Process(process.pid).children(recursive=True)
    assert cluster
    process.send_signal(number)
    assert process.wait(LONGEST_SECONDS) == code
    assert process.stderr.read() == b""
    assert psutil.wait_procs(cluster, timeout=60)[1] == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--address", "127.0.0.1:1"], "no cluster answers at 127.0.0.1:1"),
        (["--address", "ray://127.0.0.1:10001"], "accepted are host:port"),
        (["--workers", "2", "-t", "XX"], "unknown target 'XX'"),
        (["--workers", "2", "--backend", "onnx", "--device", "cuda"], "onnx backend runs on the CPU"),
    ],
)
def test_a_wrong_call_is_told_in_one_line_before_anything_starts(
    call: Call, tiny_checkpoint: Path, options: list[str], message: str
) -> None:
    done = call("predict", "-c", str(tiny_checkpoint), "--text", "China waited.", *options)
    assert done.returncode == 2
    [said] = done.stderr.decode().splitlines()
    assert message in said
    assert done.stdout == b""


def test_a_missing_ray_is_told_with_its_extra(tiny_checkpoint: Path) -> None:
    code = (
        "import importlib.util as util, sys; find = util.find_spec; "
        "util.find_spec = lambda name, *rest: None if name == 'ray' else find(name, *rest); "
        "from detente.scripts.main import main; main()"
    )
    call = ["predict", "-c", str(tiny_checkpoint), "--text", "China waited.", "--workers", "2"]
    done = subprocess.run([sys.executable, "-c", code, *call], capture_output=True, check=False, timeout=60)
    assert done.returncode == 2
    [said] = done.stderr.decode().splitlines()
    assert "pip install '.[ray]'" in said
