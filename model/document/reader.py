"""Reads the statements of a document as a whole, and plans what the network is asked of each."""

from collections.abc import Sequence

from detente.model.document.candidates import DocumentView, candidate_features
from detente.model.document.facts import DocumentFacts
from detente.model.document.persons import Persons
from detente.model.document.plan import MeantTarget, StatementPlan
from detente.model.document.publishers import Publishers
from detente.model.document.scorers import LEAST_SCORE, Scorers, shipped_scorers
from detente.model.document.source_features import source_features
from detente.model.document.speakers import follow_speakers
from detente.model.document.words import Words
from detente.model.labels import SOURCES
from detente.model.text.actor_finder import ActorFinder, Mention

__all__ = ["DocumentReader"]

# Characters of the statement before that the network reads with a statement.
_CONTEXT = 400


class DocumentReader:
    """Plans the pairs of a document: who is meant in each statement, and who speaks.

    It needs the finder, the list of publishers and the learnt weights, and no network: a document is read alike
    wherever that is done.
    """

    def __init__(
        self, finder: ActorFinder, *, publishers: Publishers | None = None, scorers: Scorers | None = None
    ) -> None:
        self.finder = finder
        self.publishers = publishers or Publishers.from_files()
        self.scorers = scorers or shipped_scorers()

    def view(
        self,
        statements: Sequence[str],
        *,
        facts: DocumentFacts | None = None,
        labels: Sequence[str | None] | None = None,
        targets: Sequence[str] | None = None,
    ) -> DocumentView:
        """Find who is named and who speaks in each statement; the arguments are those of `read`."""
        facts = facts or DocumentFacts()
        own = facts.speaker or self.publishers.voice_of(facts.publisher)
        mentions = [self.finder.find(text, targets) for text in statements]
        persons = Persons(date=facts.date)
        follow_speakers(statements, mentions, persons, labels=labels or [None] * len(statements), own=own)
        raise NotImplementedError

    def read(
        self,
        statements: Sequence[str],
        *,
        facts: DocumentFacts | None = None,
        labels: Sequence[str | None] | None = None,
        targets: Sequence[str] | None = None,
    ) -> list[StatementPlan]:
        """Return the plan of each statement, in order; time is linear in the length of the document.

        `labels` are the speakers of a transcript's turns. `targets` are codes; None means the default actors.
        """
        view = self.view(statements, facts=facts, labels=labels, targets=targets)
        raise NotImplementedError
