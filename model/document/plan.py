"""What reading a document tells of each of its statements, before the network is asked."""

from dataclasses import dataclass, field

from detente.model.text.actor_finder import Mention


@dataclass(frozen=True, slots=True)
class MeantTarget:
    """A target that a statement names or may mean, with what the document says of the pair.

    `mentions` are the spans of the target's names in the statement. `named` says that there is one. `mention` is
    the words that name or mean the target, as written, None where only the document shows it; `resolved_from` is
    the earlier name that they go back to. The scores are log odds that are added to what the network says:
    that the target is meant, (), each stance, (3,), each source, (9,).
    """

    target: str
    mentions: tuple[Mention, ...]
    named: bool
    mention: str | None
    resolved_from: str | None
    meant_score: float
    stance_scores: tuple[float, ...]
    source_scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class StatementPlan:
    """One statement of a document as it goes to the network: it needs nothing else of the document.

    `context` is what came before. `voice` is the code of who speaks, None for a narrator of no stated country, and
    `voice_by` how that is known: "statement", "quotation", "document" or "publisher".
    """

    statement: str
    context: str = ""
    voice: str | None = None
    voice_by: str | None = None
    targets: tuple[MeantTarget, ...] = field(default=())
