"""Files of every kind that is read: sound, encoded, packed, and damaged."""

import html
from dataclasses import dataclass

from hypothesis import strategies as st

from fuzzing import texts
from fuzzing.damage import damaged, packed
from fuzzing.office import OFFICE_KINDS, one_part_damaged, word_file
from fuzzing.tables import ROW_KINDS, tables
from fuzzing.texts import usually

DOCUMENT_KINDS = ("txt", "md", "html", "htm", "docx")
KINDS = (*ROW_KINDS, *DOCUMENT_KINDS)
ENCODINGS = (
    "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "latin-1", "cp1252", "gb18030", "shift_jis", "euc-kr", "utf-7",
    "iso2022_jp",
)  # fmt: skip
# Whatever encoding the call names, a byte order mark overrides it.
MARKED = ("utf-8-sig", "utf-16", "utf-32")

_TAGS = (
    "p", "div", "li", "td", "h1", "article", "main", "nav", "script", "style", "pre", "title", "noscript", "textarea",
    "iframe", "!--", "a href='x'",
)  # fmt: skip


@dataclass(frozen=True)
class InputFile:
    """A file or pipe ("-") that rows come from.

    `encoding` is the one that the call names, None where it names none. `sound` says that nothing is wrong with
    the file.
    """

    path: str
    kind: str
    packing: str
    content: bytes
    encoding: str | None = None
    sound: bool = True


@st.composite
def input_files(
    draw: st.DrawFn,
    kinds: tuple[str, ...] = KINDS,
    *,
    folder: str = "in",
    encoding: str | None = None,
    text: str = "text",
    target: str | None = None,
) -> InputFile:
    """One file in `folder`; its name ends as its kind and its packing do."""
    kind = draw(st.sampled_from(kinds))
    actual = draw(usually(encoding or "utf-8", *ENCODINGS))
    if kind in ROW_KINDS:
        whole = draw(tables(kind, actual, text=text, target=target))
    elif kind == "docx":
        whole = word_file(draw(texts.documents).splitlines())
    else:
        whole = draw(web_pages(actual) if kind in ("html", "htm") else texts.documents).encode(
            actual, "replace"
        )
    content = draw(damaged(draw(one_part_damaged(whole)) if kind in OFFICE_KINDS else whole))
    packing = draw(usually("", ".gz", ".zst", share=6))
    stored, unharmed = draw(packed(content, packing))
    name = f"{draw(usually('in', *texts.STEMS, share=5))}.{draw(usually(kind, kind.upper()))}{packing}"
    told = actual == (encoding or "utf-8") or actual in MARKED or kind in ("parquet", *OFFICE_KINDS)
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
