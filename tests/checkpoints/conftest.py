"""Where the tests of this folder find the programs of checkpoints/, which are no package."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "checkpoints"))
