"""What the tests of this room share, and where they find the module beside them."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.batch.readers.inputs import read_records
from detente.batch.records import ReadOptions, Record

# Tests are imported by file, so a module beside them is found only when its folder is named.
sys.path.insert(0, str(Path(__file__).parent))

Read = Callable[..., list[Record]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write `data` to a file of the given name and read it back as records."""

    def read_back(name: str, data: str | bytes, *, notify=None, remark=None, **options) -> list[Record]:
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
        return list(read_records([path], ReadOptions(**options), notify=notify, remark=remark))

    return read_back
