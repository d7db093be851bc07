"""What reading a document tells of each of its statements, before the network is asked."""

from dataclasses import dataclass

from detente.model.text.actor_finder import Mention


@dataclass(frozen=True, slots=True)
class MeantTarget:
    """A target that a statement names or may mean, with what the document says of the pair.

    `mentions` are the spans of the target's names in the statement, none where it is not named. `mention` is the
    words that name or mean the target, as written, None where only the document shows it; `resolved_from` is the
    earlier name that they go back to. `meant_score` is the part of the log odds that the target is meant, and
    `source_scores` the part of the log odds of each source, (sources,), that need no network.
    """

    target: str
    mentions: tuple[Mention, ...] = ()
    mention: str | None = None
    resolved_from: str | None = None
    meant_score: float = 0.0
    source_scores: tuple[float, ...] = ()

    @property
    def named(self) -> bool:
        """Whether the statement names the target."""
        return bool(self.mentions)


@dataclass(frozen=True, slots=True)
class StatementPlan:
    """One statement of a document as it goes to the network: it needs nothing else of the document.

    `context` is the end of what came before. `voice` is the code of who speaks, None for a narrator of no stated
    country, and `voice_by` how that is known: "statement", "quotation", "document" or "publisher".
    """

    statement: str
    context: str = ""
    voice: str | None = None
    voice_by: str | None = None
    targets: tuple[MeantTarget, ...] = ()
