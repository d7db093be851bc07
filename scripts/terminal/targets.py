"""Warns of a target that seems to be misspelt: any name can be looked for, so none is refused."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from detente.model.text.actor_finder import ActorFinder
from detente.scripts.terminal.stderr import tell


def warn_of_misspelt(
    targets: Iterable[str] | None, *, actors: Sequence[Path] = (), finder: ActorFinder | None = None
) -> None:
    """Tell of each target that is no known actor, but spelt much like one.

    `finder` knows the actors; None reads the shipped list and the files at `actors`. Raises ActorsError if a target
    is refused by `ActorFinder.resolve`, or a file is wrong.
    """
    if not targets:
        return
    known = finder or ActorFinder.from_files(*actors)
    for target in targets:
        if (near := known.nearest(target)) is not None:
            tell(
                f"target {target!r} is no known actor, so exactly this spelling is looked for; "
                f"did you mean {near.name!r} ({near.code})?"
            )
