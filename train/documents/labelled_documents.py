"""Labelled documents: statements in their order, each with the stances that it takes in its document."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from detente.model.document.facts import DocumentFacts, day_of
from detente.model.document.rules.known_rules import ENGLISH, reading_language
from detente.model.errors import InputError, refuse_errors
from detente.model.labels import NEUTRAL, TARGETS
from detente.model.text.language import document_language
from detente.model.text.statement_id import statement_id
from detente.model.text.text_error import text_error
from detente.train.labels.labelled_rows import LabelledRow, read_labelled_rows, write_labelled_rows
from detente.train.labels.pairs import errors_of

_STATEMENTS: Final = "statements"


@dataclass(frozen=True, slots=True)
class LabelledStance:
    """The stance (`label`) toward a target and who holds it, None for a neutral one.

    `named` says that the statement itself names the target; else only the document shows who is meant.
    """

    target: str
    label: str
    source: str | None
    named: bool

    @property
    def polar(self) -> bool:
        """Whether the stance is hostile or cooperative."""
        return self.label != NEUTRAL


@dataclass(frozen=True, slots=True)
class LabelledStatement:
    """A statement of a document: its id, its stances, and its text, empty where the labels stand without texts."""

    id: str
    stances: tuple[LabelledStance, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A document: its id, its statements in order, and where it comes from, each None where unknown."""

    id: str
    statements: tuple[LabelledStatement, ...]
    corpus: str | None = None
    publisher: str | None = None
    date: str | None = None

    @property
    def facts(self) -> DocumentFacts:
        """What a classifier may know of the document beside its text, without a date that cannot be read."""
        # `detente data check` tells of such a date, and an evaluation of many documents does not end for one.
        date = None if self.date is None or day_of(self.date) is None else self.date
        return DocumentFacts(publisher=self.publisher, date=date)

    @property
    def texts(self) -> list[str]:
        """The texts of the statements, in order."""
        return [statement.text for statement in self.statements]

    @property
    def language(self) -> str:
        """The language by whose rules most of it is read, ISO 639-1; English where none fits."""
        texts = self.texts
        return reading_language("\n".join(texts), document_language("\n".join(texts))) or ENGLISH

    @property
    def stances(self) -> list[LabelledStance]:
        """The stances of all statements, in order."""
        return [stance for statement in self.statements for stance in statement.stances]


@dataclass(frozen=True, slots=True)
class ScannedDocuments:
    """The usable documents of a file with the line of each, and line and error of everything else."""

    documents: list[LabelledDocument]
    lines: list[int]
    errors: list[tuple[int, str]]


def are_documents(path: Path) -> bool:
    """Whether the first row of a file is a document; raises InputError where the file cannot be read."""
    first = next(read_labelled_rows(path), None)
    return first is not None and isinstance(first.columns.get(_STATEMENTS), list)


def read_documents(path: Path, *, texts_needed: bool = True) -> list[LabelledDocument]:
    """Read labelled documents from `.jsonl`, packed or not, in the order of the file.

    A row has `document`, `statements` and, where known, `corpus`, `publisher` and `date`; a statement has `stances`
    and a `text`, or an `id` in its stead where `texts_needed` is False. Raises InputError where the file cannot be
    read, holds no document, or breaks these rules; it names the first 20 errors.
    """
    scanned = scan_documents(path)
    errors = list(scanned.errors)
    if texts_needed:
        errors += [
            (line, "has statements without a text; join the texts with `detente data hydrate`")
            for line, document in zip(scanned.lines, scanned.documents, strict=True)
            if not all(document.texts)
        ]
    refuse_errors(path, [f"line {line}: {error}" for line, error in errors])
    if not scanned.documents:
        raise InputError(f"{path}: holds no documents")
    return scanned.documents


def scan_documents(path: Path, *, allowed_targets: Collection[str] = TARGETS) -> ScannedDocuments:
    """Read what can be read of a file of labelled documents, and collect the errors of its other rows.

    Raises InputError only where the file as a whole cannot be read.
    """
    scanned = ScannedDocuments([], [], [])
    for row in read_labelled_rows(path):
        if found := list(_errors_of(row, allowed_targets)):
            scanned.errors.extend((row.line, error) for error in found)
        else:
            scanned.documents.append(_to_document(row.columns))
            scanned.lines.append(row.line)
    return scanned


def _errors_of(row: LabelledRow, allowed_targets: Collection[str]) -> Iterator[str]:
    if row.error is not None:
        yield row.error
        return
    for name in ("document", "corpus", "publisher", "date"):
        value = row.columns.get(name)
        if not isinstance(value, str) and (value is not None or name == "document"):
            yield f"{name} is {value!r}, not text"
    statements = row.columns.get(_STATEMENTS)
    if not isinstance(statements, list) or not statements:
        yield "statements is no list of statements"
        return
    for number, statement in enumerate(statements, start=1):
        for error in _statement_errors(statement, allowed_targets):
            yield f"statement {number}: {error}"


def _statement_errors(statement: object, allowed_targets: Collection[str]) -> Iterator[str]:
    if not isinstance(statement, dict):
        yield "is no object with text and stances"
        return
    text, identity = statement.get("text"), statement.get("id")
    if text is not None and (error := text_error(text)) is not None:
        yield error
    if text is None and not isinstance(identity, str):
        yield "has no text and no id"
    stances = statement.get("stances")
    if not isinstance(stances, list):
        yield "stances is no list; an empty one says that there is no stance"
        return
    for stance in stances:
        yield from _stance_errors(stance, allowed_targets)
    targets = [stance.get("target") for stance in stances if isinstance(stance, dict)]
    for target in dict.fromkeys(target for target in targets if targets.count(target) > 1):
        yield f"has two stances toward {target}"


def _stance_errors(stance: object, allowed_targets: Collection[str]) -> Iterator[str]:
    if not isinstance(stance, dict):
        yield "a stance is an object with target, label, source and named"
        return
    columns = {name: stance.get(name) for name in ("target", "label", "source")}
    yield from errors_of(
        LabelledRow(0, columns), allowed_targets=allowed_targets, required=("target", "label")
    )
    if not isinstance(stance.get("named"), bool):
        yield f"named is {stance.get('named')!r}; accepted are true and false"


def _to_document(columns: Mapping[str, Any]) -> LabelledDocument:
    return LabelledDocument(
        id=columns["document"],
        statements=tuple(_to_statement(statement) for statement in columns[_STATEMENTS]),
        corpus=columns.get("corpus"),
        publisher=columns.get("publisher"),
        date=columns.get("date"),
    )


def _to_statement(columns: Mapping[str, Any]) -> LabelledStatement:
    text = columns.get("text") or ""
    stances = [
        LabelledStance(stance["target"], stance["label"], source=stance.get("source"), named=stance["named"])
        for stance in columns["stances"]
    ]
    return LabelledStatement(columns.get("id") or statement_id(text), tuple(stances), text)


def write_documents(path: Path, documents: Iterable[LabelledDocument]) -> None:
    """Write documents, one a line, statements without a text by their id alone.

    Raises what `write_labelled_rows` raises.
    """
    write_labelled_rows(
        path, (json.dumps(_columns(document), ensure_ascii=False) + "\n" for document in documents)
    )


def _columns(document: LabelledDocument) -> dict[str, object]:
    columns = asdict(document)
    statements: Sequence[dict[str, object]] = columns.pop(_STATEMENTS)
    identity = columns.pop("id")
    kept = [{name: value for name, value in each.items() if value != ""} for each in statements]
    return {"document": identity, **columns, _STATEMENTS: kept}
