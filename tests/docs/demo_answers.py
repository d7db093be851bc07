"""Starts `detente demo` on a free port, asks it for its page once, and ends it; fails where it does not answer."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

WAIT_SECONDS = 120


@contextmanager
def running_demo(*options: str) -> Iterator[str]:
    """The address of a demo that has answered; it is stopped in any case."""
    with subprocess.Popen(
        ["detente", "demo", "--port", "0", *options], stdout=subprocess.PIPE, text=True
    ) as demo:
        try:
            said = demo.stdout.readline()
            url = next(word for word in said.split() if word.startswith("http"))
            if answer_of(url) != 200:
                raise SystemExit(f"{url} did not answer with its page")
            yield url
        finally:
            demo.terminate()


def answer_of(url: str) -> int:
    """The status of the first answer."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=WAIT_SECONDS) as answer:
                return answer.status
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


if __name__ == "__main__":
    with running_demo():
        pass
