"""Labels that are published without their texts, joined to texts that a user holds."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from detente.batch.readers.text_streams import is_valid
from detente.model.errors import InputError, refuse_errors
from detente.model.text.statement_id import statement_id
from detente.train.labels.labelled_rows import ROW_ENDINGS, open_utf8, read_labelled_rows
from detente.train.labels.pairs import LabelledPair, errors_of, fold, to_pair
from detente.train.labels.soft_labels import SoftPair, read_soft_labels

TEXT_ENDINGS = (".txt", ".txt.gz", *ROW_ENDINGS)


@dataclass(frozen=True, slots=True)
class CorpusShare:
    """How many of a corpus's labels (pairs, or whole documents) found their text."""

    corpus: str
    labels: int
    found: int


@dataclass(frozen=True, slots=True)
class Hydration:
    """The labels that found their texts, in the order of the label file, and how many of each corpus did."""

    pairs: list[LabelledPair]
    corpora: list[CorpusShare]


def hydrate(labels: Path, texts: Sequence[Path], *, text_column: str = "text") -> Hydration:
    """Join the labels of a file to the texts of other files by the hash of the statement.

    `labels` is a file of labelled pairs with an `id` and no text; `texts` are `.txt` with one statement a
    line, or `.jsonl` or `.csv` with a text column. A text matches as it stands, without the white space
    around it, or with the white space inside folded. Raises InputError where a file cannot be read, a
    label row is wrong or a text file has no such column.
    """
    wanted = read_labels(labels)
    found = texts_of({label.id for label in wanted}, _texts_in(texts, text_column))
    pairs = [replace(label, text=found[label.id]) for label in wanted if label.id in found]
    return Hydration(pairs, _shares(wanted, pairs))


def hydrate_soft_labels(labels: Path, texts: Sequence[Path], *, text_column: str = "text") -> list[SoftPair]:
    """Join a teacher's soft labels to texts as `hydrate` joins labels; those without a text are left out.

    Raises InputError where a file cannot be read, a row is no soft label or a text file has no such column.
    """
    wanted = read_soft_labels(labels)
    found = texts_of({soft.id for soft in wanted}, _texts_in(texts, text_column))
    return [replace(soft, text=found[soft.id]) for soft in wanted if soft.id in found]


def texts_of(ids: Collection[str], texts: Iterable[str]) -> dict[str, str]:
    """Find the text of each id that one of `texts` has, as it stands, stripped, or with white space folded."""
    found: dict[str, str] = {}
    for text in texts:
        for form in dict.fromkeys((text, text.strip(), fold(text))):
            if form and (identity := statement_id(form)) in ids:
                found[identity] = form
                break
    return found


def _texts_in(paths: Sequence[Path], column: str) -> Iterator[str]:
    for path in paths:
        yield from read_statements(path, text_column=column)


def read_labels(path: Path) -> list[LabelledPair]:
    """Read labelled pairs that have an `id` and an empty text; raises InputError naming the first errors."""
    labels, errors = [], []
    for row in read_labelled_rows(path):
        found = errors_of(row, required=("id", "target", "label"))
        errors += [f"line {row.line}: {error}" for error in found]
        if not found:
            labels.append(to_pair(row.columns))
    refuse_errors(path, errors)
    return labels


def read_statements(path: Path, *, text_column: str = "text") -> Iterator[str]:
    """Read statements from a file: the lines of a `.txt`, a column of a `.jsonl` or `.csv`, or those of documents.

    Rows that cannot be read or have no text are passed over. Raises InputError where none has the column.
    """
    if path.name.lower().endswith((".txt", ".txt.gz")):
        with open_utf8(path, newline="\n") as file:
            yield from (line.rstrip("\r\n") for line in file)
        return
    if not path.name.lower().endswith(ROW_ENDINGS):
        raise InputError(f"{path}: unsupported file type; accepted are {', '.join(TEXT_ENDINGS)}")
    seen: dict[str, None] = {}
    for row in read_labelled_rows(path):
        for columns in statements_of_row(row.columns):
            seen |= dict.fromkeys(columns)
            text = columns.get(text_column)
            if isinstance(text, str) and is_valid(text):
                yield text
    if text_column not in seen:
        raise InputError(f"{path}: has no column {text_column!r}; it has {', '.join(seen) or 'none'}")


def statements_of_row(columns: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the columns of each statement of a row: those of a document, else of the row itself."""
    statements = columns.get("statements")
    is_document = isinstance(statements, list) and all(isinstance(one, Mapping) for one in statements)
    return statements if is_document and isinstance(statements, list) else [columns]


def _shares(wanted: Sequence[LabelledPair], found: Sequence[LabelledPair]) -> list[CorpusShare]:
    all_labels = Counter(label.corpus or "unnamed" for label in wanted)
    with_text = Counter(pair.corpus or "unnamed" for pair in found)
    return [CorpusShare(name, number, with_text[name]) for name, number in sorted(all_labels.items())]
