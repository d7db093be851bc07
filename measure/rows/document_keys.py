"""Which document a row is of, as a number."""

from functools import lru_cache
from pathlib import Path

from detente.batch.readers.formats import TABLES, ending_of
from detente.batch.records import Row
from detente.measure.statement_key import pair_hash
from detente.model.errors import InputError


class DocumentKeys:
    """Reads 64 bits that tell the documents of rows apart.

    A statement of a table (.csv and the like) is a document of its own unless `column` names the one that tells
    documents apart; a row without a value there is alone.
    """

    def __init__(self, column: str | None = None) -> None:
        self.column = column
        self._named = False
        self._last: tuple[str, int] | None = None

    def read(self, row: Row, number: int) -> int:
        """Return the document of a row, which is the `number`th of all."""
        if self.column is not None:
            value = row.get(self.column)
            if value is None or value == "":
                return pair_hash("", str(number))
            self._named = True
            return self._key(str(value))
        document = str(row["document"] or "")
        if not document or is_table(document):
            return pair_hash(document, str(row["position"]))
        return self._key(document)

    def check(self) -> None:
        """Raise InputError if the column that was named was empty in every row so far."""
        if self.column is not None and not self._named:
            raise InputError(f"document column {self.column}: this column is empty in every row")

    def _key(self, document: str) -> int:
        # Rows of a document follow each other.
        if self._last is None or self._last[0] != document:
            self._last = document, pair_hash(document, "")
        return self._last[1]


@lru_cache(maxsize=1024)
def is_table(document: str) -> bool:
    """Tell whether a document is a file of many statements (.csv and the like), each a document of its own."""
    return ending_of(Path(document)) in TABLES
