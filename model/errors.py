"""Errors the caller can fix; each message says what is wrong, where, and what is accepted."""


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


def missing_file(path: object) -> str:
    """Return the message for a path at which there is nothing."""
    return f"{path}: no such file or folder"
