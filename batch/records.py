"""One input row or document, as every reader hands it on, and what the readers are told."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Final, Literal

# Characters that one row may hold. Beyond it lies a broken file (an unclosed quote, a missing line break),
# and without a bound such a file would be taken into memory whole.
RECORD_LIMIT = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """One document to be split into statements, or one table row that is a statement already.

    `document` is the file's name as it was given ("-" for standard input), `row` the number of the row in
    it, from 1 (of the line for JSON lines; None for a file that is a document). A row that holds a document
    has its number in `document` too. `columns` are the input columns under the names that they have in the output.
    `targets` are those that the row itself names, None where they are to be found. Where `error` is set, `text` is
    None and the record stands for what could not be read.
    """

    text: str | None
    columns: Mapping[str, object]
    document: str
    row: int | None
    kind: Literal["document", "statement"]
    targets: tuple[str, ...] | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentColumns:
    """The names of the columns of a table that say of which document a row is, and what is known of that document."""

    document: str = "document"
    position: str = "position"
    publisher: str = "publisher"
    date: str = "date"
    speaker: str = "speaker"

    def named(self) -> dict[str, str]:
        """Return the columns that have another name than the usual one, each by the usual one."""
        return {usual: name for usual, name in asdict(self).items() if name != usual}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How inputs are read: which columns of a table hold what, and how bytes become text.

    The text of a row is in `text_column`, its targets in `target_column` if one is named: codes or names with ";"
    between. With `split` each row of a table is a document to be split, such as an article. `document_columns` are
    those by which documents are read (`DocumentOptions`): of these, the ones that have names of their own have to be
    there and to have an effect.

    Text is in the encoding of its byte order mark, else in `encoding`; None takes UTF-8, or, where the bytes are no
    UTF-8 and show clearly what they are, that.
    """

    text_column: str = "text"
    target_column: str | None = None
    encoding: str | None = None
    split: bool = False
    document_columns: DocumentColumns = field(default_factory=DocumentColumns)

    def names_a_column(self) -> bool:
        """Return whether the input has to be a table: a column is not the usual one, or each row is a document."""
        named = self.target_column is not None or bool(self.document_columns.named())
        return named or self.split or self.text_column != ReadOptions().text_column


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderOptions(ReadOptions):
    """What the reader of one kind of file is told: how to read, whom to tell, and how much one row may hold.

    An `encoding` of None is inferred where the text is not UTF-8; `notify` is told of that, and of other choices
    that a reader makes. `record_limit` is the number of characters that one row may hold. `is_ours` says that a file
    was written by a sink, and spares it the checks that a stranger's file needs. `byte_advice` ends the error about a
    byte that is not valid: it is for callers whose users can name the encoding.
    """

    encoding: str | None = "utf-8"
    record_limit: int = RECORD_LIMIT
    is_ours: bool = False
    byte_advice: str = ""
    notify: Callable[[str], None] | None = None

    def found_in(self, document: str) -> Callable[[str], None]:
        """Return what is told of the encoding that was inferred for `document`."""

        def tell(encoding: str) -> None:
            if self.notify is not None:
                self.notify(f"{document}: not UTF-8, read as {encoding}; --encoding names another")

        return tell


# The column of a row whose text is beyond ASCII and was decoded by an encoding that nobody named.
INFERRED_ENCODING: Final = "inferred_encoding"


def inferred_columns(columns: Mapping[str, object], text: object, encoding: str | None) -> dict[str, object]:
    """Return `columns`, with the encoding that was inferred where `text` depends on it."""
    if encoding is None or not isinstance(text, str) or text.isascii():
        return dict(columns)
    return {**columns, INFERRED_ENCODING: columns.get(INFERRED_ENCODING, encoding)}


def broken_row(document: str, row: int | None, error: str, *, raw: str | None = None) -> Record:
    """Make the record of a row that could not be parsed; `raw` is the line as it stood, kept as a column."""
    columns = {} if raw is None else {"raw": raw}
    return Record(None, columns, document, row, "statement", error=error)


def broken_document(document: str, error: str) -> Record:
    """Make the record of a file, or the rest of one, that could not be read."""
    return Record(None, {}, document, None, "document", error=error)


# A prediction row as it is written; `columns.py` names its fixed columns.
Row = dict[str, object]
