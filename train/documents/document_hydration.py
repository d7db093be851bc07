"""Labels of documents that are published without their texts, joined to texts that a user holds."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from detente.train.documents.labelled_documents import LabelledDocument, are_documents, read_documents
from detente.train.labels.hydration import CorpusShare, read_statements, texts_of
from detente.train.labels.labelled_rows import ROW_ENDINGS


@dataclass(frozen=True, slots=True)
class DocumentHydration:
    """The documents of which every statement found its text, and how many of each corpus did."""

    documents: list[LabelledDocument]
    corpora: list[CorpusShare]


def hydrate_documents(labels: Path, texts: Sequence[Path], *, text_column: str = "text") -> DocumentHydration:
    """Join the labels of documents to the texts of other files by the hash of each statement.

    `texts` are what `hydrate` reads, or files of documents with texts. A document with a statement that is not found
    is left out, since what it says would be read without its context. Raises InputError where a file cannot be read
    or a row is wrong.
    """
    wanted = read_documents(labels, texts_needed=False)
    ids = {statement.id for document in wanted for statement in document.statements}
    found = texts_of(ids, (text for path in texts for text in _texts_in(path, text_column)))
    whole = [
        replace(
            document,
            statements=tuple(replace(each, text=found[each.id]) for each in document.statements),
        )
        for document in wanted
        if all(each.id in found for each in document.statements)
    ]
    return DocumentHydration(whole, _shares(wanted, whole))


def _texts_in(path: Path, text_column: str) -> Iterable[str]:
    if path.name.lower().endswith(ROW_ENDINGS) and are_documents(path):
        return (text for document in read_documents(path) for text in document.texts)
    return read_statements(path, text_column=text_column)


def _shares(wanted: Sequence[LabelledDocument], whole: Sequence[LabelledDocument]) -> list[CorpusShare]:
    labels, found = (
        Counter(document.corpus or "unnamed" for document in documents) for documents in (wanted, whole)
    )
    return [CorpusShare(name, number, found[name]) for name, number in sorted(labels.items())]
