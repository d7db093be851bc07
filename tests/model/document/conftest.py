"""Where the tests of this folder find the module they share."""

import sys
from pathlib import Path

# Tests are imported by file, so a module beside them is found only when its folder is named.
sys.path.insert(0, str(Path(__file__).parent))
