"""Reads the statements of a document as a whole, and plans what the network is asked of each."""

from collections.abc import Sequence

from detente.model.document.facts import DocumentFacts
from detente.model.document.plan import MeantTarget, StatementPlan
from detente.model.document.publishers import Publishers
from detente.model.text.actor_finder import ActorFinder

__all__ = ["DocumentReader"]


class DocumentReader:
    """Plans the pairs of a document: who is meant in each statement, and who speaks.

    It needs the finder and the list of publishers, and no network: reading is the same wherever it is done.
    """

    def __init__(self, finder: ActorFinder, *, publishers: Publishers | None = None) -> None:
        self.finder = finder
        self.publishers = publishers or Publishers.from_files()

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
        plans: list[StatementPlan] = []
        for text in statements:
            found: dict[str, list] = {}
            for mention in self.finder.find(text, targets):
                found.setdefault(mention.target, []).append(mention)
            plans.append(
                StatementPlan(
                    text,
                    targets=tuple(
                        MeantTarget(code, tuple(of), True, text[of[0].start : of[0].end], None, 9.0, (0.0,) * 3, (0.0,) * 9)
                        for code, of in found.items()
                    ),
                )
            )
        return plans
