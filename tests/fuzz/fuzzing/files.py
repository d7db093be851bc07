"""Files of every kind that is read: sound, encoded, packed, and damaged."""

import gzip
import html
import sys
from dataclasses import dataclass
from functools import partial, reduce

from hypothesis import strategies as st

from fuzzing import texts
from fuzzing.tables import ROW_KINDS, tables
from fuzzing.texts import usually

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

DOCUMENT_KINDS = ("txt", "md", "html", "htm")
KINDS = (*ROW_KINDS, *DOCUMENT_KINDS)
ENCODINGS = (
    "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "latin-1", "cp1252", "gb18030", "shift_jis", "euc-kr", "utf-7",
    "iso2022_jp",
)  # fmt: skip
# Whatever encoding the call names, a byte order mark overrides it.
MARKED = ("utf-8-sig", "utf-16", "utf-32")

_INSERTED = (
    b'"', b'""', b",", b";", b"\t", b"\n", b"\r", b"\0", b"\0" * 50, b"\x1a", b"{", b"}", b"[", b"<", b"\\u", b"\xff",
    b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\xe2\x80\xa8",
    b"\x85", b"PAR1", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"NaN",
)  # fmt: skip
_TAGS = (
    "p", "div", "li", "td", "h1", "article", "main", "nav", "script", "style", "pre", "title", "noscript", "textarea",
    "iframe", "!--", "a href='x'",
)  # fmt: skip


@dataclass(frozen=True)
class InputFile:
    """A file or pipe ("-") that rows come from.

    `encoding` is the one that the call names. `sound` says that nothing is wrong with the file.
    """

    path: str
    kind: str
    packing: str
    content: bytes
    encoding: str = "utf-8"
    sound: bool = True


@st.composite
def input_files(
    draw: st.DrawFn,
    kinds: tuple[str, ...] = KINDS,
    *,
    folder: str = "in",
    encoding: str = "utf-8",
    text: str = "text",
    target: str | None = None,
) -> InputFile:
    """One file in `folder`; its name ends as its kind and its packing do."""
    kind = draw(st.sampled_from(kinds))
    actual = draw(usually(encoding, *ENCODINGS))
    if kind in ROW_KINDS:
        whole = draw(tables(kind, actual, text=text, target=target))
    else:
        whole = draw(web_pages(actual) if kind in ("html", "htm") else texts.documents).encode(
            actual, "replace"
        )
    content = draw(damaged(whole))
    packing = draw(usually("", ".gz", ".zst", share=6))
    stored, unharmed = draw(packed(content, packing))
    name = f"{draw(usually('in', *texts.STEMS, share=5))}.{draw(usually(kind, kind.upper()))}{packing}"
    told = actual == encoding or actual in MARKED or kind == "parquet"
    # A stray byte in the name of a column is one that UTF-7 has no characters for.
    spelt = actual != "utf-7" or "\udcff" not in f"{text}{target}"
    sound = told and spelt and unharmed and content == whole
    return InputFile(f"{folder}/{name}", kind, packing, stored, encoding, sound)


@st.composite
def web_pages(draw: st.DrawFn, encoding: str) -> str:
    """A page of paragraphs, or of tags in no order at all."""
    declared = draw(usually(encoding, "utf-8", "iso-8859-1", "utf-16", "x-unknown", "\0", "idna", "rot13"))
    escaped = texts.statements.map(html.escape) | texts.statements
    element = st.builds(
        lambda tag, text, close: f"<{tag}>{text}" + close.format(tag),
        st.sampled_from(_TAGS),
        escaped,
        st.sampled_from(("</{}>", "", "-->")),
    )
    body = "".join(draw(st.lists(element, max_size=8)))
    body = f"<{draw(st.sampled_from(('div', 'b', 'table', 'svg')))}>" * draw(usually(0, 600, 5000)) + body
    return f"<!doctype html><html><head><meta charset='{declared}'></head><body>{body}</body></html>"


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
