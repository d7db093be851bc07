import socket
import subprocess
import sys

import pytest

from detente.batch.ray.cluster import check_address, check_ray
from detente.model.errors import ClusterError


@pytest.fixture
def port() -> int:
    """A port at which nothing answers."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


@pytest.mark.parametrize(
    "address", ["", "nonsense", "http://127.0.0.1:8265", "ray://127.0.0.1:10001", "host:", ":6379", "a b:1"]
)
def test_what_is_no_address_is_told_with_what_is(address: str) -> None:
    with pytest.raises(ClusterError, match=r"no address of a cluster; accepted are host:port"):
        check_address(address)


def test_a_cluster_that_does_not_answer_is_told_at_once(port: int) -> None:
    with pytest.raises(ClusterError, match=f"no cluster answers at 127.0.0.1:{port}"):
        check_address(f"127.0.0.1:{port}")


@pytest.mark.parametrize("address", ["host.invalid:6379", "127.0.0.1:99999"])
def test_a_host_or_port_that_cannot_be_is_told(address: str) -> None:
    with pytest.raises(ClusterError, match=f"no cluster answers at {address}"):
        check_address(address)


def test_a_host_that_listens_is_accepted() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        check_address(f"127.0.0.1:{server.getsockname()[1]}")


def test_a_cluster_that_ray_remembers_and_that_is_gone_is_told_at_once(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAY_ADDRESS", f"127.0.0.1:{port}")
    with pytest.raises(ClusterError, match=rf"no cluster answers at [\d.]+:{port}"):
        check_address("auto")


def test_a_cluster_that_ray_remembers_and_that_answers_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("", 0)) as server:
        monkeypatch.setenv("RAY_ADDRESS", f"127.0.0.1:{server.getsockname()[1]}")
        check_address("auto")


def test_auto_where_ray_knows_of_no_cluster_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "ray://127.0.0.1:nowhere")
    with pytest.raises(ClusterError, match=r"auto finds no cluster .*give its address as host:port"):
        check_address("auto")


def test_a_missing_ray_is_told_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.model.errors.find_spec", lambda name: None)
    with pytest.raises(ClusterError, match=r"pip install '\.\[ray\]'"):
        check_ray()


def test_native_chatter_is_discarded_and_what_python_says_is_not() -> None:
    code = """
import os, sys
from detente.batch.ray.quiet import native_chatter_off
os.write(2, b"before ")
with native_chatter_off():
    os.write(2, b"chatter ")
    print("said", end=" ", file=sys.stderr)
    sys.stderr.flush()
os.write(2, b"after")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert done.stderr == b"before said after"


def test_quiet_leaves_a_stderr_that_is_not_the_real_one(capsys: pytest.CaptureFixture[str]) -> None:
    from detente.batch.ray.quiet import native_chatter_off

    with native_chatter_off():
        sys.stderr.write("said\n")
    assert capsys.readouterr().err == "said\n"
