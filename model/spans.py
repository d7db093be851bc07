"""Where the target of a pair stands in its statement: as the finder sees it, or as the caller says."""

from typing import NamedTuple

from detente.model.errors import ActorsError
from detente.model.text.actor_finder import ActorFinder, Mention

# Where a mention begins and ends in its statement, in characters.
Span = tuple[int, int]


class Located(NamedTuple):
    """A target's code, the name that the network is told, and its mentions in the statement."""

    code: str
    name: str
    mentions: tuple[Mention, ...]


def locate(finder: ActorFinder, statement: str, target: str, *, span: Span | None = None) -> Located:
    """Find the target in the statement, or take the caller's word for where it is.

    With a `span`, that stretch is the one mention, and a target that is no code of the finder's is a name of
    the caller's own, of whatever length. Raises ActorsError where the span lies outside the statement, or,
    without one, where `ActorFinder.resolve` refuses the target.
    """
    if span is None:
        actor = finder.resolve(target)
        return Located(actor.code, actor.name, tuple(finder.find(statement, [actor.code])))
    start, end = span
    if not 0 <= start < end <= len(statement):
        raise ActorsError(
            f"span {start}-{end} lies outside the statement, which has {len(statement)} characters"
        )
    name = finder.actors[target].name if target in finder.actors else target
    return Located(target, name, (Mention(target, start, end),))
