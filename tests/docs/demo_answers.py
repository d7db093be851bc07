"""Starts `detente demo` on a free port, asks it for its page once, and ends it; fails where it does not answer."""

import subprocess
import time
import urllib.error
import urllib.request

WAIT_SECONDS = 120


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


def main() -> None:
    """Raise where the demo does not come up; stop it in any case."""
    with subprocess.Popen(["detente", "demo", "--port", "0"], stdout=subprocess.PIPE, text=True) as demo:
        try:
            said = demo.stdout.readline()
            url = next(word for word in said.split() if word.startswith("http"))
            if answer_of(url) != 200:
                raise SystemExit(f"{url} did not answer with its page")
        finally:
            demo.terminate()


if __name__ == "__main__":
    main()
