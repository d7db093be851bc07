"""Reads the TOML files of actors, offices and publishers, and checks the form of their tables."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from detente.model.errors import ActorsError
from detente.model.suggestion import did_you_mean


def paths_of(files: str | Path | Iterable[str | Path] | None) -> tuple[Path, ...]:
    """Return the files that a user gives: one or several, each as a path or its text; None is none."""
    if files is None:
        return ()
    return tuple(map(Path, [files] if isinstance(files, str | Path) else files))


def read_tables(path: Path, what: str = "the actor list") -> dict[str, object]:
    """Return the top-level tables of a file; `what` it is names it in an error.

    Raises ActorsError, with its path, if it is no readable TOML file.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ActorsError(f"{path}: cannot read {what}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ActorsError(f"{path}: not a TOML file: {error}") from error


def check_keys(table: object, keys: Sequence[str], where: str) -> Mapping[str, object]:
    """Return `table` if it is one and has none but `keys`. Raises ActorsError with the nearest key otherwise."""
    if not isinstance(table, Mapping):
        raise ActorsError(f"{where} is not a table; write [CODE] or [[shared]] above its keys")
    for key in table:
        if key not in keys:
            hint = did_you_mean(key, keys) or f"accepted: {', '.join(keys)}"
            raise ActorsError(f"{where}.{key}: unknown key; {hint}")
    return table


def read_texts(table: Mapping[str, object], key: str, where: str) -> list[str]:
    """Return the texts under `key`, none if it is missing. Raises ActorsError for what is no list of texts."""
    texts = table.get(key, [])
    if not isinstance(texts, list):
        raise ActorsError(f"{where}.{key}: a list of texts is needed, not {texts!r}")
    for text in texts:
        if not isinstance(text, str) or not any(letter.isalnum() for letter in text):
            raise ActorsError(f"{where}.{key}: {text!r} is not a text with a letter or digit")
    return texts


def check_tables(value: object, where: str) -> list[Mapping[str, object]]:
    """Return `value` if it is a list. Raises ActorsError, with how to write one, otherwise."""
    if not isinstance(value, list):
        raise ActorsError(f"{where}: a list of tables is needed; write [[{where.rpartition(': ')[2]}]]")
    return value


def fingerprint_of(*content: object) -> str:
    """Return the SHA-256 of what was read from lists: equal content has equal fingerprints."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=_plain).encode("utf-8")).hexdigest()


def _plain(value: Any) -> object:
    # As dataclasses.asdict has it, which copies every text of the lists and takes ten times as long.
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    return {field.name: getattr(value, field.name) for field in fields(value)}
