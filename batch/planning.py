"""Which records make one document, and what reading it as a whole tells of its statements."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from detente.batch.columns import carried_name
from detente.batch.records import Record
from detente.batch.unread_dates import UnreadDates
from detente.model.document.facts import DocumentFacts, given_date, known_speaker, speaker_of
from detente.model.document.plan import StatementPlan
from detente.model.document.publishers import SHIPPED_PUBLISHERS, Publishers
from detente.model.document.reader import DocumentReader
from detente.model.errors import InputError
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.list_file import paths_of

# Statements that are read together, at the most: a longer document is cut, so that memory stays bounded.
DOCUMENT_STATEMENTS: Final = 4096
# And the characters of table rows that wait for the end of their document, roughly.
DOCUMENT_CHARACTERS: Final = 8 * 1024 * 1024

# The values of the column `reading`.
DOCUMENT: Final = "document"
CUT: Final = "document: cut"
ALONE: Final = "alone"
STATEMENT: Final = "statement"
TARGET_GIVEN: Final = "alone: target given"

# The column of a row whose document showed its publisher, where nobody named one.
INFERRED_PUBLISHER: Final = "inferred_publisher"

_DOCUMENT: Final = carried_name("document")
_POSITION: Final = carried_name("position")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DocumentOptions:
    """How documents are read in a run.

    `alone` reads each statement by itself. `speaker` is the code or name of the state in whose voice the documents
    are, where their own columns do not say. `publishers` are files, one or several, that extend the shipped list.
    Raises InputError where one of the two stands beside `alone`, with which neither has an effect.
    """

    alone: bool = False
    speaker: str | None = None
    publishers: str | Path | Sequence[str | Path] = ()

    def __post_init__(self) -> None:
        if self.alone and (self.speaker is not None or self.publishers):
            raise InputError(
                "--alone (in Python alone=True) reads every statement by itself, so a speaker or publishers have no "
                "effect: leave one out"
            )

    def planner(
        self,
        finder: ActorFinder,
        targets: Sequence[str] | None,
        *,
        notify: Callable[[str], None] | None = None,
    ) -> "DocumentPlanner | None":
        """Return what plans the documents of a run toward `targets`, codes or None; None where all is read alone.

        `notify` is told of dates that cannot be read; None logs a warning. Raises InputError for an unknown speaker,
        and ActorsError where a file of publishers is wrong.
        """
        if self.alone:
            return None
        speaker = None if self.speaker is None else known_speaker(self.speaker, finder)
        reader = DocumentReader(finder, publishers=Publishers.from_files(*paths_of(self.publishers)))
        named = None if targets is None else tuple(targets)
        return DocumentPlanner(reader, named, speaker, notify or _log.warning)

    def fingerprint(self) -> str:
        """Return the SHA-256 of the lists of publishers: equal files have equal fingerprints."""
        digest = hashlib.sha256()
        for path in (SHIPPED_PUBLISHERS, *paths_of(self.publishers)):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class DocumentPlanner:
    """Plans the statements of documents; `targets` and `speaker` hold for all documents of a run.

    `notify` is told, at the end of a run, how many rows have a date that cannot be read, and for how many a speaker
    has no effect.
    """

    reader: DocumentReader
    targets: tuple[str, ...] | None = None
    speaker: str | None = None
    notify: Callable[[str], None] = _log.warning

    def plan(
        self,
        statements: Sequence[str],
        labels: Sequence[str | None],
        languages: Sequence[str],
        facts: DocumentFacts | None = None,
    ) -> list[StatementPlan | None]:
        """Plan the statements of a document, in order; None for one that is read by itself, for its language.

        `labels` are the speakers of a transcript's turns, `languages` those of the statements. `facts` go before the
        speaker of the run.
        """
        return self.reader.read_mixed(
            statements, languages, facts=self._known(facts), labels=labels, targets=self.targets
        )

    def own_voice(self, facts: DocumentFacts | None = None) -> str | None:
        """Return the code of the state in whose voice a document is written; None where no state's is known."""
        return self.reader.own_voice(self._known(facts))

    def inferred_publisher(
        self,
        statements: Sequence[str],
        datelines: Sequence[str | None] | None = None,
        facts: DocumentFacts | None = None,
    ) -> str | None:
        """Return the publisher that the head of a document shows; None where that or a speaker is given."""
        return self.reader.inferred_publisher(statements, datelines, facts=self._known(facts))

    def _known(self, facts: DocumentFacts | None) -> DocumentFacts:
        known = facts or DocumentFacts()
        return known if known.speaker else DocumentFacts(known.publisher, known.date, self.speaker)

    def facts_of(self, record: Record) -> "RowFacts | None":
        """Return what a table row says of its document; None where it names none or has no position in it."""
        columns = record.columns
        document = columns.get(_DOCUMENT)
        position = _number(columns.get(_POSITION))
        if record.kind != "statement" or document in (None, "") or position is None:
            return None
        told = columns.get("speaker")
        label = told.strip() if isinstance(told, str) and told.strip() else None
        speaker = None if label is None else speaker_of(label, self.reader.finder)
        facts = DocumentFacts(_text(columns.get("publisher")), given_date(columns.get("date")), speaker)
        return RowFacts(f"{record.document}\n{document}", position, facts, None if speaker else label)

    def has_unused_speaker(self, record: Record) -> bool:
        """Tell whether a speaker is given for a table row of which `facts_of` tells nothing: it is read alone."""
        told = record.columns.get("speaker") or self.speaker
        return (
            record.kind == "statement"
            and record.error is None
            and isinstance(told, str)
            and bool(told.strip())
        )


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What a table row says of its document: which it is, the row's position, facts, and who has the floor."""

    document: str
    position: float
    facts: DocumentFacts
    label: str | None


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """Records that are read together: the rows of one document, or a single record without `facts`.

    `is_cut` says that earlier rows of the document were read apart from these. `publisher` is the one among `facts`
    where the head of the document showed it, else None.
    """

    records: Sequence[Record]
    labels: Sequence[str | None] = ()
    facts: DocumentFacts | None = None
    is_cut: bool = False
    publisher: str | None = None


def documents_of(records: Iterable[Record], planner: DocumentPlanner | None) -> Iterator[DocumentRows]:
    """Gather consecutive table rows of one document, as far as they are read together; other records come singly.

    Rows are of one document where they name the same one, in a position that does not fall, with the same publisher,
    date and speaking state. A row that could not be read ends it. A date that cannot be read counts as none, and the
    planner's `notify` is told of such rows at the end, and of those for which a speaker is given and not used.
    """
    if planner is None:
        yield from (DocumentRows((record,)) for record in records)
        return
    gathered: list[Record] = []
    labels: list[str | None] = []
    last: RowFacts | None = None
    characters = 0
    is_cut = False
    publisher: str | None = None
    unread = UnreadDates()
    unused = 0
    for record in records:
        found = planner.facts_of(record)
        follows = last is not None and found is not None and _follows(found, last)
        is_full = len(gathered) >= DOCUMENT_STATEMENTS or characters >= DOCUMENT_CHARACTERS
        if last is not None and (is_full or not follows):
            # Rows further down have no head of their own.
            publisher = publisher if is_cut else _publisher_of(gathered, last.facts, planner)
            yield _document_rows(gathered, labels, last.facts, publisher, is_cut=is_cut)
            gathered, labels, characters = [], [], 0
            is_cut = follows
        last = found
        if found is None:
            unused += planner.has_unused_speaker(record)
            yield DocumentRows((record,))
            continue
        unread.note(record, found.facts.date)
        gathered.append(record)
        labels.append(found.label)
        characters += len(record.text or "")
    if last is not None:
        publisher = publisher if is_cut else _publisher_of(gathered, last.facts, planner)
        yield _document_rows(gathered, labels, last.facts, publisher, is_cut=is_cut)
    if unread.number:
        planner.notify(unread.message())
    if unused:
        rows = "1 table row has" if unused == 1 else f"{unused:,} table rows have"
        planner.notify(
            f"{rows} no document and position: a speaker that is given for such a row has no effect"
        )


def _publisher_of(records: Sequence[Record], facts: DocumentFacts, planner: DocumentPlanner) -> str | None:
    texts = [record.text for record in records if record.text and record.text.strip()]
    return planner.inferred_publisher(texts, facts=facts)


def _document_rows(
    records: Sequence[Record],
    labels: Sequence[str | None],
    facts: DocumentFacts,
    publisher: str | None,
    *,
    is_cut: bool,
) -> DocumentRows:
    known = facts if publisher is None else replace(facts, publisher=publisher)
    return DocumentRows(records, labels, known, is_cut, publisher)


def _follows(row: RowFacts, before: RowFacts) -> bool:
    return (row.document, row.facts) == (before.document, before.facts) and row.position >= before.position


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if number == number else None


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
