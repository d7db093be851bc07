"""How a classifier was loaded, which is what a pickle of it holds: a worker process loads it again, once."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from detente.model.checkpoint.cascade import CASCADE
from detente.model.checkpoint.shipped import shipped_folder
from detente.model.errors import InputError
from detente.model.text.list_file import paths_of

__all__ = ["Loading", "how_loaded", "pickled"]


class Loading(NamedTuple):
    """A function that loads a classifier, and its arguments."""

    load: Callable[..., Any]
    checkpoint: str | None
    actors: tuple[str, ...]
    options: tuple[tuple[str, object], ...]


def how_loaded(
    load: Callable[..., Any],
    checkpoint: str | Path | None,
    *,
    actors: str | Path | Iterable[str | Path] | None,
    **options: object,
) -> Loading:
    """Note the arguments of `load`; files and folders by their whole paths, as a worker may start elsewhere."""
    files = tuple(str(path.absolute()) for path in paths_of(actors))
    return Loading(load, _whole(checkpoint), files, tuple(options.items()))


def pickled(loading: Loading | None, kind: str) -> tuple[Callable[[Loading], Any], tuple[Loading]]:
    """Return what `__reduce__` returns; raises InputError for a classifier that was not loaded from a checkpoint."""
    if loading is None:
        raise InputError(
            f"this {kind} was not loaded by from_pretrained or load_classifier, so another process cannot load it again"
        )
    return load_again, (loading,)


@lru_cache(maxsize=1)
def load_again(loading: Loading) -> Any:
    """Load a classifier as it was loaded before; each task of a worker brings its own pickle, and all share one."""
    return loading.load(loading.checkpoint, actors=loading.actors, **dict(loading.options))


def _whole(checkpoint: str | Path | None) -> str | None:
    if checkpoint is None:
        return None
    named = str(checkpoint)
    is_folder = named != CASCADE and shipped_folder(named) is None and Path(named).is_dir()
    return str(Path(named).absolute()) if is_folder else named
