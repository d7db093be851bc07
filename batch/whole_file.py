"""Files and folders that appear whole or not at all."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from detente.model.errors import InputError

# Bytes of a name to which something can be added on any disk, and the characters that stay of a longer one.
_LONGEST_NAME: Final = 100
_SHOWN_NAME: Final = 24

# What a disk says that takes no more: it is full, a quota is spent, a file would be larger than is allowed.
NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def whole_file(path: Path, *, by: str | None = None) -> Iterator[BinaryIO]:
    """Write a file beside `path`, and give it that name once it is complete and on disk.

    `by` says who writes, None for this process: it is part of the name of the file beside, so that two writers of
    one file do not meet, and what a killed one left is overwritten by the next.

    Where the block raises, the partial file is removed and an older file at `path` stays as it was. What
    is no regular file (such as /dev/null or a pipe) is written to directly. Raises what `check_file` raises, and
    OSError where the disk refuses.
    """
    if _is_written_directly(path):
        with path.open("wb") as stream:
            yield stream
        return
    check_file(path)
    target = real_path(path)
    partial = target.with_name(f".{name_beside(target)}.{by or os.getpid()}.partial")
    try:
        with partial.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
    except BaseException as error:
        partial.unlink(missing_ok=True)
        # Nobody has asked for the file beside it, and a disk that is full while one is written does not name it.
        if isinstance(error, OSError) and (
            str(error.filename) == str(partial) or (error.filename is None and error.errno in NO_ROOM)
        ):
            error.filename = str(path)
        raise
    _sync_folder(target.parent)


def real_path(path: Path) -> Path:
    """Return a path without its links; a loop of links stays, at which `Path.resolve` raises before Python 3.13."""
    return Path(os.path.realpath(path))


def check_file(path: Path) -> None:
    """Raise InputError where no file can be written at `path`, and OSError for a name too long.

    That is where it is a folder or write-protected, or where its folder does not exist or takes no new file. Nothing is
    changed or left behind.
    """
    if path.is_dir():
        raise InputError(f"{path}: is a folder; give the name of a file")
    target = real_path(path)
    if not target.parent.is_dir():
        raise InputError(f"{path}: the folder {path.parent} does not exist")
    # The file beside it has a short name, so that a long one would be refused only once all is written.
    with suppress(FileNotFoundError):
        target.lstat()
    if not _is_written_directly(path):
        _refuse_unwritable(path, target)


def _is_written_directly(path: Path) -> bool:
    # The path as it was given: that of a pipe, such as /dev/fd/63, resolves to a name that is no path.
    return path.exists() and not path.is_file() and not path.is_dir()


def _refuse_unwritable(path: Path, target: Path) -> None:
    # By trying: what a disk, a share or a list of rights allows, no flag tells for certain.
    if target.exists():
        try:
            target.open("ab").close()
        except OSError as error:
            raise InputError(
                f"{path}: cannot be replaced: {error.strerror or error}; make it writable, or give another name"
            ) from error
    try:
        tempfile.TemporaryFile(dir=target.parent).close()
    except OSError as error:
        raise InputError(
            f"{path}: the folder {path.parent} takes no new file: {error.strerror or error}; make it writable, or "
            "give a file in another folder"
        ) from error


def name_beside(path: Path) -> str:
    """Return what the names of files beside `path` hold: its own name, or the beginning of a long one and a hash.

    A disk takes names of 255 bytes, some of 143, and with an addition a name may not be longer than that.
    """
    name = os.fsencode(path.name)
    if len(name) <= _LONGEST_NAME:
        return path.name
    return f"{path.name[:_SHOWN_NAME]}-{hashlib.sha256(name).hexdigest()[:12]}"


def _sync_folder(folder: Path) -> None:
    # The new name itself is only on disk once the folder is; Windows cannot open folders and needs not.
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write bytes, or text in UTF-8, as a whole file; its folder is made where it does not exist."""
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as out:
        out.write(data)


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder to fill; it replaces `folder` when the block ends well, and is removed otherwise.

    Where the block raises or the disk refuses, an older folder stays as it was. What cannot be removed of one that was
    replaced is left beside it, under a hidden name. Raises InputError where `folder` is no folder, and OSError where
    the disk refuses.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is no folder; give the name of a folder, or one that does not exist")
    target = real_path(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{name_beside(target)}.", dir=target.parent))
    beside.chmod(0o755)
    try:
        yield beside
        _replace_folder(target, by=beside)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _replace_folder(folder: Path, *, by: Path) -> None:
    # No step loses the older folder: it is removed only once the new one has its name.
    aside = by.with_name(f"{by.name}.old")
    try:
        if folder.exists():
            folder.rename(aside)
        by.rename(folder)
    except BaseException:
        if aside.exists() and not folder.exists():
            aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)
