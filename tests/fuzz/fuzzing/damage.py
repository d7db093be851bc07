"""What happens to files: packing, and damage in a few random places."""

import gzip
import sys
from functools import partial, reduce

from hypothesis import strategies as st

from fuzzing.texts import usually

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_INSERTED = (
    b'"', b'""', b",", b";", b"\t", b"\n", b"\r", b"\0", b"\0" * 50, b"\x1a", b"{", b"}", b"[", b"<", b"\\u", b"\xff",
    b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\xe2\x80\xa8",
    b"\x85", b"PAR1", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"NaN",
)  # fmt: skip


@st.composite
def packed(draw: st.DrawFn, content: bytes, packing: str) -> tuple[bytes, bool]:
    """The bytes as a .gz or .zst file holds them, in one frame or two, and whether that is undamaged."""
    if not packing:
        return content, True
    pack = partial(gzip.compress, mtime=0) if packing == ".gz" else zstd.compress
    cut = draw(usually(0, len(content) // 2))
    whole = (pack(content[:cut]) if cut else b"") + pack(content[cut:])
    stored = draw(damaged(whole + draw(usually(b"", b"\0" * 20, b"trailing", whole[:10]))))
    return stored, stored == whole


def damaged(content: bytes) -> st.SearchStrategy[bytes]:
    """The bytes as they are in most draws, else with up to four things done to them."""
    edit = st.tuples(
        st.sampled_from(("cut", "delete", "repeat", "insert", "overwrite", "flip")),
        st.integers(0, 1 << 16),
        st.sampled_from(_INSERTED) | st.binary(min_size=1, max_size=20),
        st.integers(1, 200),
    )
    return st.just(content) | st.lists(edit, max_size=4).map(lambda edits: reduce(_edited, edits, content))


def _edited(content: bytes, edit: tuple[str, int, bytes, int]) -> bytes:
    change, at, piece, length = edit
    at %= len(content) + 1
    before, after = content[:at], content[at:]
    changed = {
        "cut": b"",
        "delete": after[length:],
        "repeat": after[:length] + after,
        "insert": piece + after,
        "overwrite": piece + after[len(piece) :],
        "flip": bytes(byte ^ (1 << length % 8) for byte in after[:1]) + after[1:],
    }
    return before + changed[change]
