"""Which consecutive table rows make one document, and are read together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from detente.batch.columns import carried_name
from detente.batch.planning import DocumentPlanner
from detente.batch.records import Record
from detente.batch.unread_dates import UnreadDates
from detente.model.document.facts import DocumentFacts, given_date, speaker_of
from detente.model.errors import number_of

# Statements that are read together, at the most: a longer document is cut, so that memory stays bounded.
DOCUMENT_STATEMENTS: Final = 4096
# And the characters of table rows that wait for the end of their document, roughly.
DOCUMENT_CHARACTERS: Final = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """Records that are read together: the rows of one document, one that is a document itself, or one without `facts`.

    `labels` are the persons who have the floor in them, None where none is given. `is_cut` says that earlier rows of
    the document were read apart from these. `publisher` is the one among `facts` where the head of the document showed
    it, else None.
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
    gathering = _Gathering(planner)
    unread, unused = UnreadDates(), 0
    for record in records:
        if record.kind == "document":
            yield from gathering.closed_before(None)
            facts = given_facts(record, planner)
            unread.note(record, facts.date)
            yield DocumentRows((record,), (_person(record, facts, planner),), facts)
            continue
        found = _row_facts(record, planner)
        yield from gathering.closed_before(found)
        if found is None:
            unused += _has_unused_speaker(record, planner)
            yield DocumentRows((record,))
        else:
            unread.note(record, found.facts.date)
            gathering.add(record, found)
    yield from gathering.closed_before(None)
    if unread.number:
        planner.notify(unread.message())
    if unused:
        rows = number_of(unused, "table row has", "table rows have")
        planner.notify(
            f"{rows} no document and position: a speaker that is given for such a row has no effect"
        )


@dataclass(frozen=True, slots=True)
class _RowFacts:
    """What a table row says of its document: which it is, the row's position, facts, and who has the floor."""

    document: str
    position: float
    facts: DocumentFacts
    label: str | None

    def follows(self, before: "_RowFacts") -> bool:
        same = (self.document, self.facts) == (before.document, before.facts)
        return same and self.position >= before.position


@dataclass(slots=True)
class _Gathering:
    """The rows of a document so far; `last` are the facts of the last one, None where there is none."""

    planner: DocumentPlanner
    records: list[Record] = field(default_factory=list)
    labels: list[str | None] = field(default_factory=list)
    characters: int = 0
    last: _RowFacts | None = None
    is_cut: bool = False
    publisher: str | None = None

    def add(self, record: Record, row: _RowFacts) -> None:
        self.records.append(record)
        self.labels.append(row.label)
        self.characters += len(record.text or "")
        self.last = row

    def closed_before(self, row: _RowFacts | None) -> Iterator[DocumentRows]:
        """Give the rows so far and begin anew, unless `row`, None for what is no row of a document, goes with them."""
        if self.last is None:
            return
        follows = row is not None and row.follows(self.last)
        is_full = len(self.records) >= DOCUMENT_STATEMENTS or self.characters >= DOCUMENT_CHARACTERS
        if follows and not is_full:
            return
        facts = self.last.facts
        if not self.is_cut:  # rows further down have no head of their own
            self.publisher = self._shown_publisher(facts)
        known = facts if self.publisher is None else replace(facts, publisher=self.publisher)
        yield DocumentRows(self.records, self.labels, known, self.is_cut, self.publisher)
        self.records, self.labels, self.characters, self.last = [], [], 0, None
        self.is_cut = follows

    def _shown_publisher(self, facts: DocumentFacts) -> str | None:
        texts = [record.text for record in self.records if record.text and record.text.strip()]
        return self.planner.inferred_publisher(texts, facts=facts)


def given_facts(record: Record, planner: DocumentPlanner) -> DocumentFacts:
    """Return the publisher, date and speaking state that the columns of a record give; a file has none of them."""
    label = _text(_cell(record, planner.columns.speaker))
    speaker = None if label is None else speaker_of(label, planner.reader.finder)
    publisher = _text(_cell(record, planner.columns.publisher))
    return DocumentFacts(publisher, given_date(_cell(record, planner.columns.date)), speaker)


def _row_facts(record: Record, planner: DocumentPlanner) -> _RowFacts | None:
    """What a table row says of its document; None where it names none or has no position in it."""
    document = _cell(record, planner.columns.document)
    position = _number(_cell(record, planner.columns.position))
    if document in (None, "") or position is None:
        return None
    facts = given_facts(record, planner)
    label = _person(record, facts, planner)
    return _RowFacts(f"{record.document}\n{document}", position, facts, label)


def _person(record: Record, facts: DocumentFacts, planner: DocumentPlanner) -> str | None:
    """Return the speaker that a record gives and that is no state: the person who has the floor."""
    return None if facts.speaker else _text(_cell(record, planner.columns.speaker))


def _has_unused_speaker(record: Record, planner: DocumentPlanner) -> bool:
    """Whether a speaker is given for a table row of which `_row_facts` tells nothing: it is read alone."""
    told = _cell(record, planner.columns.speaker) or planner.speaker
    return record.error is None and _text(told) is not None


def _cell(record: Record, name: str) -> object:
    return record.columns.get(carried_name(name))


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
