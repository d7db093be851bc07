"""What reading a document tells of each of its statements, before the network is asked."""

from dataclasses import dataclass

from detente.model.text.actor_finder import Mention


@dataclass(frozen=True, slots=True)
class MeantTarget:
    """A target that a statement names or may mean, with what the document says of the pair.

    `named` says whether the statement names the target. `mentions` are the spans of the names, or of the surnames of
    its persons; none where only the document shows the target. `mention` is the words that name or mean it, as
    written, and `resolved_from` the earlier name that they go back to, each None where there is none. `meant_score` is
    the part of the log odds that the target is meant, and `source_scores` the part of the log odds of each source,
    (sources,), that need no network. `joined` is the one actor with whom the statement joins the target.
    """

    target: str
    named: bool
    mentions: tuple[Mention, ...] = ()
    mention: str | None = None
    resolved_from: str | None = None
    meant_score: float = 0.0
    source_scores: tuple[float, ...] = ()
    joined: str | None = None


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
