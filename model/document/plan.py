"""What reading a document tells of each of its statements, and the pairs that the network is asked of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from detente.model.text.actor_finder import ActorFinder, Mention
from detente.model.wording import PLAIN_CONTEXT_END, LocatedPair, Wording

__all__ = [
    "MeantTarget",
    "StatementPlan",
    "alone_pair",
    "context_of",
    "context_pair",
    "contexts_of",
    "earlier_names",
    "passage_of",
    "question_pair",
]

# Characters of the statement before that the network reads with a statement.
_CONTEXT: Final = 400
# Characters of a statement further back, and how many of them may stand before the name.
_EARLIER: Final = 200
_BEFORE_NAME: Final = 80
# Statements before, and characters of them, over which a network is asked whether a target is meant.
_PASSAGE_STATEMENTS: Final = 3
_PASSAGE: Final = 380
# Who writes or speaks, in the text of a question, where nobody is known to.
_NOBODY: Final = "nobody"


@dataclass(frozen=True, slots=True)
class MeantTarget:
    """A target that a statement names or may mean, with what the document says of the pair.

    `named` says whether the statement names the target. `mentions` are the spans of the names, or of the surnames of
    its persons; none where only the document shows the target. `mention` is the words that name or mean it, as
    written, and `resolved_from` the earlier name that they go back to, each None where there is none. `meant_score`
    is the part of the log odds that the target is meant, and `source_scores` the part of the log odds of each source,
    (sources,), that need no network; `hostile_scores` come on top where the stance is hostile. `partner` is the one
    actor with whom the statement joins the target. `earlier` are the words that named a target last which neither the
    statement nor the one before it names, else empty. `only_speaks` says that a statement which names nobody means
    the target only as who says it: "she" of '"Stop it," she said.'.
    """

    target: str
    named: bool
    mentions: tuple[Mention, ...] = ()
    mention: str | None = None
    resolved_from: str | None = None
    meant_score: float = 0.0
    source_scores: tuple[float, ...] = ()
    hostile_scores: tuple[float, ...] = ()
    partner: str | None = None
    earlier: str = ""
    only_speaks: bool = False


@dataclass(frozen=True, slots=True)
class StatementPlan:
    """One statement of a document as it goes to the network: it needs nothing else of the document.

    `context` is the end of what came before. `voice` is the code of who speaks, None for a narrator of no stated
    country, and `voice_by` how that is known: "statement", "quotation", "document" or "publisher". `language` is the
    one by whose rules it was read, ISO 639-1. `passage` is the end of the statements before, a longer context, and
    `own` the code of the state whose own document it is, None where it is none's.
    """

    statement: str
    context: str = ""
    voice: str | None = None
    voice_by: str | None = None
    targets: tuple[MeantTarget, ...] = ()
    language: str = "en"
    passage: str = ""
    own: str | None = None


def contexts_of(
    statements: Sequence[str], labels: Sequence[str | None] | None, holders: Sequence[Sequence[object]]
) -> list[int | None]:
    """Return for each statement the number of the one that the network reads with it; None for the first.

    It is the statement before. The reply to a question that names nobody ("What is your comment?") reaches back over
    it, to the last statement of the same turn that names somebody. `labels` are the speakers of a transcript's turns,
    and `holders` those whom each statement names.
    """
    contexts: list[int | None] = []
    naming: int | None = None  # the last statement of the current turn that names somebody
    for number in range(len(statements)):
        before = number - 1 if number else None
        is_reply = labels is not None and before is not None and labels[number] != labels[before]
        asks_blankly = before is not None and not holders[before] and statements[before].endswith(("?", "？"))
        contexts.append(naming if is_reply and asks_blankly and naming is not None else before)
        naming = number if holders[number] else None if is_reply else naming
    return contexts


def context_of(statements: Sequence[str], number: int | None) -> str:
    """Return the end of a statement as the network reads it before another one; empty for none."""
    return "" if number is None else statements[number][-_CONTEXT:]


def passage_of(statements: Sequence[str], number: int) -> str:
    """Return the end of the three statements before a statement; empty for the first."""
    return " ".join(statements[max(0, number - _PASSAGE_STATEMENTS) : number])[-_PASSAGE:]


def earlier_names(
    statements: Sequence[str], mentions: Sequence[Sequence[Mention]], contexts: Sequence[int | None]
) -> Iterator[Mapping[str, str]]:
    """Yield, for each statement, the words around the last name of every actor that was named further back.

    An actor that the statement before names is left out, or the one of `contexts`: its name is in the context already.
    """
    last: dict[str, tuple[int, str]] = {}
    for number, (text, of_one, context) in enumerate(zip(statements, mentions, contexts, strict=True)):
        yield {
            code: words
            for code, (named_in, words) in last.items()
            if named_in < number - 1 and named_in != context
        }
        for mention in of_one:
            start = max(0, mention.start - _BEFORE_NAME)
            last[mention.target] = (number, text[start : start + _EARLIER])


def alone_pair(finder: ActorFinder, plan: StatementPlan, meant: MeantTarget) -> LocatedPair:
    """Return the pair as the network reads it without the document."""
    actor = finder.actors.get(meant.target)
    name = meant.target if actor is None else actor.name
    return LocatedPair(plan.statement, meant.target, name, meant.mentions)


def context_pair(
    finder: ActorFinder, plan: StatementPlan, meant: MeantTarget, *, context_end: str
) -> LocatedPair:
    """Return the pair as the network reads it after the statement before, with the mentions in both.

    A target that neither names is read with the words that named it last, by a network that has learnt from documents.
    """
    if not plan.context:
        return alone_pair(finder, plan, meant)
    further_back = meant.earlier and context_end != PLAIN_CONTEXT_END
    context = f"{meant.earlier} {plan.context}" if further_back else plan.context
    before = finder.find(context, [meant.target])
    shift = len(context) + len(context_end)
    here = [Mention(one.target, one.start + shift, one.end + shift) for one in meant.mentions]
    return alone_pair(finder, plan, meant)._replace(
        statement=f"{context}{context_end}{plan.statement}", mentions=(*before, *here)
    )


def question_pair(
    finder: ActorFinder, plan: StatementPlan, meant: MeantTarget, *, wording: Wording
) -> LocatedPair:
    """Return the pair as the network is asked whether the statement means the target: it says "cooperative" for yes.

    Whose document it is and who speaks stand first, then the passage before the statement.
    """
    head = f"{wording.question}{plan.own or _NOBODY} {plan.voice or _NOBODY}: "
    said = f"{plan.passage}{wording.context_end}{plan.statement}"
    mentions = [
        Mention(one.target, one.start + len(head), one.end + len(head))
        for one in finder.find(said, [meant.target])
    ]
    return alone_pair(finder, plan, meant)._replace(statement=head + said, mentions=tuple(mentions))
