"""Build the wheels for a package index into dist/: the code and its checkpoints, each below 100 MB.

    python checkpoints/wheels.py
    python checkpoints/wheels.py code multi -o dist

Together they hold the files that `pip install . ./checkpoints/multi` installs from a checkout. Where they are on an
index, `pip install detente` brings the code, `base` and `small`, and `pip install 'detente[multi]'` adds `multi`.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from distributions import CODE, FOLDERS, LIMIT, distributions_of, lay_out, lay_out_code

from detente.model.errors import CheckpointError

NAMES = (CODE, *FOLDERS)


def main() -> int:
    """Build the wheels that are asked for; 1 where one cannot be built or is too large."""
    parser = argparse.ArgumentParser(description="Build the wheels for a package index, each below 100 MB.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)} (default: all)")
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("dist"), help="folder (default: %(default)s)"
    )
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in NAMES]:
        parser.error(f"{unknown[0]}: no such distribution; there are {', '.join(NAMES)}")
    asked.output.mkdir(parents=True, exist_ok=True)
    try:
        for name in asked.names or NAMES:
            for wheel in build(name, asked.output):
                print(f"{wheel.stat().st_size / 1e6:6.1f} MB  {wheel}", flush=True)
    except (CheckpointError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def build(name: str, output: Path) -> Iterator[Path]:
    """Build the wheels of the code or of a checkpoint in turn, and move each to `output` once it is whole.

    Raises CheckpointError where the checkpoint is missing, and ValueError where pip fails or a wheel is too large.
    """
    for distribution in [None] if name == CODE else distributions_of(name):
        # Beside the output, so that a wheel is moved and not copied.
        with TemporaryDirectory(dir=output, prefix=".building-") as building:
            folder = Path(building, "distribution")
            folder.mkdir()
            if distribution is None:
                lay_out_code(folder)
            else:
                lay_out(distribution, folder)
            wheel = _wheel_of(folder, Path(building))
            yield wheel.replace(output / wheel.name)


def _wheel_of(folder: Path, output: Path) -> Path:
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(output), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ValueError(f"pip ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    [wheel] = output.glob("*.whl")
    if (size := wheel.stat().st_size) >= LIMIT:
        raise ValueError(
            f"{wheel.name}: has {size / 1e6:.1f} MB, and an index takes less than {LIMIT / 1e6:.0f}"
        )
    return wheel


if __name__ == "__main__":
    raise SystemExit(main())
