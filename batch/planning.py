"""How the documents of a run are read: its options, and what plans the statements of a document by them."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from detente.batch.records import DocumentColumns
from detente.model.document.facts import DocumentFacts, known_speaker
from detente.model.document.plan import StatementPlan
from detente.model.document.publishers import SHIPPED_PUBLISHERS, Publishers
from detente.model.document.reader import DocumentReader
from detente.model.errors import InputError
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.list_file import paths_of

# The column of a row whose document showed its publisher, where nobody named one.
INFERRED_PUBLISHER: Final = "inferred_publisher"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DocumentOptions:
    """How documents are read in a run.

    `alone` reads each statement by itself. `speaker` is the code or name of the state in whose voice the documents
    are, where their own columns do not say. `publishers` are files, one or several, that extend the shipped list.
    `columns` are the names of these columns in tables. Raises InputError where one of the three stands beside `alone`,
    with which none has an effect.
    """

    alone: bool = False
    speaker: str | None = None
    publishers: str | Path | Sequence[str | Path] = ()
    columns: DocumentColumns = field(default_factory=DocumentColumns)

    def __post_init__(self) -> None:
        if self.alone and (self.speaker is not None or self.publishers or self.columns.named()):
            raise InputError(
                "--alone (in Python alone=True) reads every statement by itself, so a speaker, publishers or columns "
                "of documents have no effect: leave one out"
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
        return DocumentPlanner(reader, named, speaker, notify or _log.warning, self.columns)

    def fingerprint(self) -> str:
        """Return the SHA-256 of the lists of publishers: equal files have equal fingerprints."""
        digest = hashlib.sha256()
        for path in (SHIPPED_PUBLISHERS, *paths_of(self.publishers)):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class DocumentPlanner:
    """Plans the statements of documents; `targets`, `speaker` and `columns` hold for all documents of a run.

    `notify` is told, at the end of a run, how many rows have a date that cannot be read, and for how many a speaker
    has no effect.
    """

    reader: DocumentReader
    targets: tuple[str, ...] | None = None
    speaker: str | None = None
    notify: Callable[[str], None] = _log.warning
    columns: DocumentColumns = field(default_factory=DocumentColumns)

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
