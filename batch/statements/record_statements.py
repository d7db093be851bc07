"""Records split into what becomes rows: statements, and the records that have none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from detente.batch.planning import INFERRED_PUBLISHER, DocumentPlanner
from detente.batch.records import Record
from detente.batch.statements.document_rows import DOCUMENT_STATEMENTS, DocumentRows, documents_of
from detente.model.document.facts import DocumentFacts
from detente.model.document.plan import StatementPlan
from detente.model.text.language import languages_of, statement_language
from detente.model.text.statements import Statement, split_statements
from detente.model.text.text_error import text_error

# The values of the column `reading`.
DOCUMENT: Final = "document"
CUT: Final = "document: cut"
ALONE: Final = "alone"
STATEMENT: Final = "statement"
TARGET_GIVEN: Final = "alone: target given"


@dataclass(frozen=True, slots=True)
class RecordStatement:
    """One statement of a record, or a record without any: what becomes one row, or one a target.

    `record` has no text: a long document is not carried along with each of its statements. `ends_record`
    marks the last statement of a record. `plan` is what reading the whole document told of the statement, and all
    that its prediction needs of the document; None where it is predicted by itself. `reading` says which, in the
    words of the column `reading`, and `language` is that of the statement (ISO 639-1); both are None where there is
    nothing to predict. `voice` is the state whose own document it is, of a statement without a plan.
    """

    record: Record
    statement: str | None
    position: int | None
    ends_record: bool = True
    plan: StatementPlan | None = None
    reading: str | None = None
    language: str | None = None
    voice: str | None = None


def statements_of(
    records: Iterable[Record], planner: DocumentPlanner | None = None, *, passed: int = 0
) -> Iterator[RecordStatement]:
    """Split records into what becomes rows: statements, and the records that have none.

    `planner` reads documents as a whole; with None every statement is by itself. Of the first `passed` records no
    statement is given, and they are read only where one of the others is of the same document.
    """
    before = passed
    for document in documents_of(records, planner):
        if len(document.records) <= before:
            before -= len(document.records)
            continue
        yield from islice(_statements(document, planner), before, None)
        before = 0


def _statements(document: DocumentRows, planner: DocumentPlanner | None) -> Iterator[RecordStatement]:
    if planner is not None and document.facts is not None and document.records[0].kind == "statement":
        yield from _planned_rows(document, planner)
        return
    person = next(iter(document.labels), None)
    for record in document.records:
        yield from _of_record(record, planner, document.facts or DocumentFacts(), person)


def _of_record(
    record: Record, planner: DocumentPlanner | None, facts: DocumentFacts, person: str | None
) -> Iterator[RecordStatement]:
    textless = replace(record, text=None)
    if record.text is None or record.error is not None:
        yield RecordStatement(textless, record.text, record.row)
        return
    if record.kind == "statement":
        yield _row_statement(record, None, ALONE)
        return
    statements = split_statements(record.text)
    languages = languages_of([statement.text for statement in statements])
    shown = None if planner is None else _shown_publisher(statements, planner, facts)
    facts = facts if shown is None else replace(facts, publisher=shown)
    if person is not None and not any(statement.speaker for statement in statements):
        statements = [replace(statement, speaker=person) for statement in statements]
    planned = _planned(statements, languages, planner, facts)
    voice = None if planner is None else planner.own_voice(facts)
    textless = _with_publisher(textless, shown)
    for number, (statement, language, (plan, reading)) in enumerate(
        zip(statements, languages, planned, strict=True), start=1
    ):
        yield RecordStatement(
            textless,
            statement.text,
            number,
            ends_record=number == len(statements),
            plan=plan,
            reading=reading,
            language=language,
            voice=voice if plan is None else None,
        )
    if not statements:
        yield RecordStatement(replace(textless, error="no statement found in the document"), None, None)


def _shown_publisher(
    statements: Sequence[Statement], planner: DocumentPlanner, facts: DocumentFacts
) -> str | None:
    """The publisher that the head of a document shows; None where one, or a speaker, is given."""
    texts = [statement.text for statement in statements]
    return planner.inferred_publisher(texts, [statement.dateline for statement in statements], facts)


def _with_publisher(record: Record, publisher: str | None) -> Record:
    """The record, with the publisher that its document showed where nobody named one."""
    if publisher is None:
        return record
    return replace(record, columns={INFERRED_PUBLISHER: publisher, **record.columns})


def _planned(
    statements: Sequence[Statement],
    languages: Sequence[str],
    planner: DocumentPlanner | None,
    facts: DocumentFacts | None,
) -> Iterator[tuple[StatementPlan | None, str]]:
    """Yield for each statement of a document its plan, if it is read with the document, and how it is read."""
    if planner is None:
        yield from ((None, ALONE) for _ in statements)
        return
    for start in range(0, len(statements), DOCUMENT_STATEMENTS):
        together = slice(start, start + DOCUMENT_STATEMENTS)
        texts = [one.text for one in statements[together]]
        labels = [one.speaker for one in statements[together]]
        for plan in planner.plan(texts, labels, languages[together], facts):
            yield plan, STATEMENT if plan is None else CUT if start else DOCUMENT


def _planned_rows(document: DocumentRows, planner: DocumentPlanner) -> Iterator[RecordStatement]:
    """Yield the table rows of one document, with plans for those that have a text and no targets of their own."""
    valid = [text_error(record.text) is None and record.error is None for record in document.records]
    texts = [record.text or "" for record, is_valid in zip(document.records, valid, strict=True) if is_valid]
    labels = [label for label, is_valid in zip(document.labels, valid, strict=True) if is_valid]
    languages = languages_of(texts)
    voice = planner.own_voice(document.facts)
    following = zip(planner.plan(texts, labels, languages, document.facts), languages, strict=True)
    for record, is_valid in zip(document.records, valid, strict=True):
        plan, language = next(following) if is_valid else (None, None)
        if record.targets is not None:
            yield _row_statement(record, None, TARGET_GIVEN, language)
        elif plan is None:
            told = _with_publisher(record, document.publisher) if is_valid else record
            yield replace(_row_statement(told, None, STATEMENT, language), voice=voice)
        else:
            told = _with_publisher(record, document.publisher)
            yield _row_statement(told, plan, CUT if document.is_cut else DOCUMENT, language)


def _row_statement(
    record: Record, plan: StatementPlan | None, reading: str, language: str | None = None
) -> RecordStatement:
    error = record.error or text_error(record.text)
    textless = replace(record, text=None, error=error)
    if error is not None or record.text is None:
        return RecordStatement(textless, record.text, record.row, plan=plan)
    language = language or statement_language(record.text)
    return RecordStatement(textless, record.text, record.row, plan=plan, reading=reading, language=language)
