"""Streams of bytes that formats read from their end."""

import io
import sys
import tempfile

import pytest

from detente.batch.readers.text_streams import seekable


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_want_of_room_while_a_pipe_is_kept_names_the_folder_of_temporary_files() -> None:
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, limits[1]))
    try:
        with pytest.raises(OSError, match="large") as raised:
            seekable(io.BytesIO(b"x" * 100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert raised.value.filename == tempfile.gettempdir()
