"""What détente raises when the caller can mend the cause; each message says what, where and what is accepted."""


class DetenteError(Exception):
    """Base of every error that a user can mend; the command line prints it and exits with code 2."""


class InputError(DetenteError):
    """A file, row or text that cannot be read as what it was given for."""


class ActorsError(DetenteError):
    """An actor list that does not follow the form of `actors.toml`, or an unknown actor code."""


class CheckpointError(DetenteError):
    """A folder or hub name that is no détente checkpoint, or holds files that are never loaded."""


class JobError(DetenteError):
    """A job folder that belongs to another job, is in use, or cannot be gone on with."""


class OutOfMemoryError(DetenteError):
    """A machine or GPU whose free memory is too small for a single pair."""


class ConfigError(DetenteError):
    """A training config with an unknown key or a value out of range."""


class ClusterError(DetenteError):
    """A cluster that cannot be reached, lacks what a run needs, or lost its workers."""


class PublishError(DetenteError):
    """A checkpoint that is not fit to be published, or a place that does not take it."""


def missing_file(path: object) -> str:
    """Return the message for a path at which there is nothing."""
    return f"{path}: no such file or folder"
