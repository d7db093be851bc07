"""Files of every kind that is read, whole or damaged: drawn, encoded, packed and mutated."""

import gzip
import html
import sys
from dataclasses import dataclass
from random import Random

from fuzzing import texts
from fuzzing.tables import ROW_KINDS, draw_table, table_bytes

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

DOCUMENT_KINDS = ("txt", "md", "html", "htm")

ENCODINGS = (
    "utf-8", "utf-8", "utf-8", "utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "latin-1",
    "cp1252", "gb18030", "shift_jis", "euc-kr", "utf-7", "iso2022_jp",
)  # fmt: skip

# Whatever encoding the call names, a byte order mark says better.
MARKED = ("utf-8-sig", "utf-16", "utf-32")

_INTERESTING = (
    b'"', b'""', b"'", b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"\0" * 50, b"\x1a", b"{", b"}", b"[", b"<",
   b"\\", b"\\u", b"\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
    b"\xc0\x80", b"\xe2\x80\xa8", b"\x85", b"PAR1", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"NaN", b"\x80",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DrawnFile:
    """A file's name, its kind ("csv"), its bytes, and whether nothing was done to them."""

    name: str
    kind: str
    content: bytes
    sound: bool


def draw_file(
    draw: Random,
    *,
    kind: str,
    encoding: str = "utf-8",
    text_column: str = "text",
    target_column: str | None = None,
) -> DrawnFile:
    """One file of the kind, as good as it is drawn; its name ends as its kind and its packing do."""
    if kind in ROW_KINDS:
        table = draw_table(draw, text_column=text_column, target_column=target_column)
        whole = table_bytes(table, kind, draw, encoding)
    else:
        text = web_page(draw, encoding) if kind in ("html", "htm") else texts.document_text(draw)
        whole = text.encode(encoding, "replace")
    content = mutated(whole, draw, share=0.4)
    packing = draw.choice(("", "", "", ".gz", ".zst"))
    stored, unharmed = packed(content, packing, draw)
    ending = f".{kind}" if draw.random() < 0.9 else f".{kind.upper()}"
    name = f"{draw.choice(texts.FILE_STEMS)}{ending}{packing}"
    return DrawnFile(name, kind, stored, sound=unharmed and content == whole)


def web_page(draw: Random, encoding: str) -> str:
    """A page of paragraphs, or of tags in no order at all."""
    declared = draw.choice(
        (encoding, encoding, "utf-8", "iso-8859-1", "utf-16", "x-unknown", "\0", "idna", "rot13")
    )
    head = draw.choice(
        (f'<meta charset="{declared}">', f"<meta content='text/html; charset={declared}'>", "")
    )
    body = "".join(_element(draw) for _ in range(draw.randint(0, 12)))
    if draw.random() < 0.05:
        tag = draw.choice(("div", "b", "table", "ul", "svg", "select", "template", "font"))
        body = f"<{tag}>" * draw.choice((50, 600, 5000)) + body
    return draw.choice(
        (f"<!doctype html><html><head>{head}</head><body>{body}</body></html>", head + body, body)
    )


def _element(draw: Random) -> str:
    tag = draw.choice(("p", "p", "p", "div", "li", "td", "h1", "article", "main", "nav", "script", "style", "pre",
                       "title", "noscript", "blockquote", "textarea", "iframe", "!--", "a href='x'"))  # fmt: skip
    text = texts.statement(draw)
    return (
        f"<{tag}>{html.escape(text) if draw.random() < 0.5 else text}{draw.choice((f'</{tag}>', '', '-->'))}"
    )


def packed(content: bytes, packing: str, draw: Random) -> tuple[bytes, bool]:
    """The bytes as a .gz or .zst file holds them, in one frame or several, and whether that is undamaged."""
    if packing == "":
        return content, True
    if draw.random() < 0.03:
        return content, False  # its name lies
    pack = gzip.compress if packing == ".gz" else zstd.compress
    cut = draw.randrange(len(content) + 1) if draw.random() < 0.2 else len(content)
    whole = pack(content[:cut]) + (pack(content[cut:]) if cut < len(content) else b"")
    stored = whole + (draw.choice((b"\0" * 20, b"trailing", whole[:10])) if draw.random() < 0.05 else b"")
    stored = mutated(stored, draw, share=0.3)
    return stored, stored == whole


def mutated(content: bytes, draw: Random, *, share: float) -> bytes:
    """The bytes with a few things done to them; in `share` of the draws, else as they are."""
    while draw.random() < share:
        content = _mutated_once(content, draw)
        share = 0.5
    return content


def _mutated_once(content: bytes, draw: Random) -> bytes:
    place = draw.randrange(len(content) + 1)
    end = min(len(content), place + draw.choice((1, 2, 10, 100, 1000)))
    match draw.randrange(9):
        case 0:
            return content[:place]
        case 1:
            return content[:place] + content[end:]
        case 2:
            return content[:end] + content[place:]
        case 3:
            return content[:place] + draw.randbytes(draw.choice((1, 4, 40))) + content[place:]
        case 4:
            return content[:place] + draw.randbytes(end - place) + content[end:]
        case 5 if place < len(content):
            flipped = content[place] ^ (1 << draw.randrange(8))
            return content[:place] + bytes([flipped]) + content[place + 1 :]
        case 6:
            return content[place:] + content[:place]
        case _:
            return content[:place] + draw.choice(_INTERESTING) + content[place:]
