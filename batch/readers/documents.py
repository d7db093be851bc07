"""Documents: plain text, Markdown, subtitles and web pages, one record a file."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from detente.batch.readers.text_streams import byte_error, check_encoding, marked_encoding, open_text, rejoin
from detente.batch.records import ReaderOptions, Record, broken_document, inferred_columns
from detente.model.errors import InputError

# Characters (of a page: bytes) in one document; it is split as a whole, so it has to fit into memory.
DOCUMENT_LIMIT = 64 * 1024 * 1024

# The part of a page in which the HTML standard looks for a declared encoding.
_PRESCAN_BYTES = 1024
# What a page costs to parse grows with the depth of its elements, summed over all of them; this takes seconds.
_DEPTH_LIMIT = 50_000_000
_TAG = re.compile(r"<(?:!--|(/?)([a-zA-Z][^\s/>]*))")
# Elements whose content is no markup, those without an end tag, and those that end by themselves.
_RAW_ELEMENTS = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"))
_SHALLOW_ELEMENTS = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "html",
        "head",
        "body",
        "p",
        "li",
        "dt",
        "dd",
        "option",
        "optgroup",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "caption",
        "rb",
        "rt",
        "rtc",
        "rp",
        "a",
    ]
)

# The number of a note, which would make another word of the one before it: "Seoul<sup>1</sup>". That of a power stays.
_NOTE_NUMBER = re.compile(
    r"(?<![\d\s])(?<!\b[ckm]m)(?<!\bm)<sup\b[^<>]{0,300}>"
    r"\s*+(?:<a\b[^<>]{0,500}>\s*+)?\d{1,3}(?:,\s?\d{1,3})*\s*+(?:</a>\s*+)?</sup>",
    re.IGNORECASE,
)
# What is taken for text without an ending of its own, as from a pipe, by its first bytes; and what to do with it.
_AS_A_FILE = "give it by its path, with that ending"
_NO_TEXT = (
    (b"PK\x03\x04", "a .docx or .xlsx file", _AS_A_FILE),
    (b"PAR1\x15", "a .parquet file", _AS_A_FILE),
    (b"\x1f\x8b", "a .gz file", _AS_A_FILE),
    (b"\x28\xb5\x2f\xfd", "a .zst file", _AS_A_FILE),
    (b"%PDF-", "a .pdf file", "save its text as .txt or .docx"),
    (b"\xd0\xcf\x11\xe0", "a file of an older Office", "save it as .docx or .xlsx"),
)
_LONGEST_SIGN = max(len(sign) for sign, _, _ in _NO_TEXT)

_META_CHARSET = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)


def read_text(stream: BinaryIO, document: str, options: ReaderOptions) -> Iterator[Record]:
    """Read plain text, Markdown or subtitles; gives nothing for a file without text."""
    head = stream.read(_LONGEST_SIGN)
    for sign, kind, advice in _NO_TEXT:
        if head.startswith(sign):
            yield broken_document(document, f"not text, but {kind} by its first bytes; {advice}")
            return
    stream = rejoin(head, stream)
    reader = open_text(stream, options.encoding, newline=None, found=options.found_in(document))
    text = reader.read(DOCUMENT_LIMIT + 1)
    if (error := _error(text, reader.encoding_name, options.byte_advice)) is not None:
        yield broken_document(document, error)
    elif text.strip():
        columns = inferred_columns({}, text, reader.inferred_encoding)
        yield Record(text, columns, document, None, "document")


def read_html(stream: BinaryIO, document: str, options: ReaderOptions) -> Iterator[Record]:
    """Read the main text of a web page, paragraphs apart; of the whole page where no main part is seen.

    Numbers of notes that are set high behind a word are left out. The encoding is that of the byte order mark, else the
    one the page declares, else the one given.
    """
    from resiliparse.extract.html2text import extract_plain_text  # only here: tables do not need it

    head = stream.read(_PRESCAN_BYTES)
    encoding = _page_encoding(head, options.encoding)
    reader = open_text(rejoin(head, stream), encoding, newline=None, found=options.found_in(document))
    page = reader.read(DOCUMENT_LIMIT + 1)
    if (error := _error(page, reader.encoding_name, options.byte_advice)) is not None:
        yield broken_document(document, error)
    elif _is_too_deep(page):
        yield broken_document(document, "the page is nested too deeply to be read")
    elif page.strip():
        page = _NOTE_NUMBER.sub("", page)
        text = extract_plain_text(page, main_content=True, list_bullets=False, alt_texts=False)
        text = text if text.strip() else extract_plain_text(page, list_bullets=False, alt_texts=False)
        yield (
            Record(text, inferred_columns({}, page, reader.inferred_encoding), document, None, "document")
            if text.strip()
            else broken_document(document, "the page shows no text")
        )


def _is_too_deep(page: str) -> bool:
    """Tell whether the elements of a page are nested so deeply that parsing it would take minutes."""
    lowered = page.lower()
    depth = total = at = 0
    while (tag := _TAG.search(lowered, at)) is not None:
        at = tag.end()
        closing, name = tag.groups()
        if name is None or (name in _RAW_ELEMENTS and not closing):
            end = lowered.find("-->" if name is None else f"</{name}", at)
            at = len(lowered) if end < 0 else end + 3
        elif closing:
            depth -= depth > 0 and name not in _SHALLOW_ELEMENTS
        else:
            depth += name not in _SHALLOW_ELEMENTS
            total += depth
            if total > _DEPTH_LIMIT:
                return True
    return False


def _page_encoding(head: bytes, fallback: str | None) -> str | None:
    declared = _META_CHARSET.search(head)
    if marked_encoding(head) is not None or declared is None:
        return fallback
    from resiliparse.parse.encoding import map_encoding_to_html5

    name = declared.group(1).decode("ascii", errors="replace")
    # Browsers read "iso-8859-1" as windows-1252, and pages are written for browsers.
    encoding = str(map_encoding_to_html5(name, fallback_utf8=False) or name)
    try:
        check_encoding(encoding)
    except InputError:
        return fallback  # the page's mistake, not the caller's: bad bytes are reported below
    # A page whose declaration could be read byte by byte is not in UTF-16, whatever it declares.
    return fallback if encoding.lower().startswith(("utf-16", "utf-32")) else encoding


def _error(text: str, encoding: str, byte_advice: str) -> str | None:
    if len(text) > DOCUMENT_LIMIT:
        return f"longer than {DOCUMENT_LIMIT:,} characters; cut it into several files"
    if text.count("\0") * 10 > len(text):
        return (
            "not text: many NUL bytes; if it is UTF-16 without a byte order mark, give --encoding utf-16-le"
        )
    return byte_error(text, encoding, advice=byte_advice)
