"""Errors the caller can fix; each message says what is wrong, where, and what is accepted."""

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import Final

# Errors of one file that a message shows; the rest are counted.
_ERRORS_SHOWN: Final = 20


class DetenteError(Exception):
    """Base of every error that a user can fix; the command line prints it and exits with code 2."""


class InputError(DetenteError):
    """A file, row or text that cannot be read as what it should be."""


class ActorsError(DetenteError):
    """An actor list that does not follow the format of `actors.toml`, or an unknown actor."""


class CheckpointError(DetenteError):
    """A folder or hub name that is not a détente checkpoint, or has files that are never loaded."""


class JobError(DetenteError):
    """A job folder that belongs to another job, is in use, or cannot be resumed."""


class OutOfMemoryError(DetenteError):
    """A machine or GPU with too little free memory for a single pair."""


class ConfigError(DetenteError):
    """A training config with an unknown key or a value out of range."""


class ClusterError(DetenteError):
    """A cluster that cannot be reached, lacks what a run needs, or lost its workers."""


class PublishError(DetenteError):
    """A checkpoint that must not be published, or a hub that refuses it."""


def number_of(number: int, one: str, many: str | None = None) -> str:
    """Return a number with what it counts, as a message has it: "1 row has", "2,000 rows have"; `many` adds an "s"."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def missing_file(path: object) -> str:
    """Return the message for a path at which there is nothing."""
    return f"{path}: no such file or folder"


def missing_modules(names: Iterable[str]) -> list[str]:
    """Return those of the modules that are not installed; they are looked up and not imported, which takes no time."""
    return [name for name in names if find_spec(name) is None]


def require_modules(
    modules: Iterable[str], extra: str, *, need: str, error: type[DetenteError] = InputError
) -> None:
    """Raise `error` if a module that the extra brings is not installed; `need` begins the message: "parquet needs"."""
    if missing := missing_modules(modules):
        raise error(
            f"{need} the extra `{extra}`: run pip install '.[{extra}]' in the project's folder "
            f"(missing: {', '.join(missing)})"
        )


def refuse_errors(subject: object, errors: Sequence[str]) -> None:
    """Raise InputError where there are errors; it shows the first 20 and counts the rest."""
    if not errors:
        return
    shown = "".join(f"\n  {error}" for error in errors[:_ERRORS_SHOWN])
    more = f"\n  and {len(errors) - _ERRORS_SHOWN:,} more" if len(errors) > _ERRORS_SHOWN else ""
    raise InputError(f"{subject}: {number_of(len(errors), 'error')}{shown}{more}")
