"""Reading a config file with KEY=VALUE overrides, and saying all that is wrong with it at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from detente.model.errors import ConfigError
from detente.model.suggestion import did_you_mean
from detente.train.config import TrainConfig

# PyYAML lets through what its constructors stumble over: `!!int ''`, `2011-99-99`, nesting without end.
_NO_YAML = (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, RecursionError)


def read_config(path: Path, overrides: Sequence[str] = ()) -> TrainConfig:
    """Read a YAML config and lay overrides over it.

    An override is "key=value" with dots for sections ("optimiser.learning_rate=1e-4") and a YAML value.
    Raises ConfigError listing every fault, with the nearest valid name for each unknown key.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    try:
        content = yaml.safe_load(text)
    except _NO_YAML as error:
        raise ConfigError(f"{path}: is not valid YAML: {_told(error)}") from error
    if not isinstance(content, dict):
        raise ConfigError(f"{path}: a config is a mapping of keys to values")
    for override in overrides:
        _lay_over(content, override)
    return check_config(content, origin=str(path))


def check_config(content: dict[str, Any], *, origin: str) -> TrainConfig:
    """Check a config's content; `origin` names it in errors. Raises ConfigError as `read_config` does."""
    try:
        return TrainConfig.model_validate(content)
    except ValidationError as error:
        faults = [_describe(fault["loc"], fault["type"], fault["msg"]) for fault in error.errors()]
        raise ConfigError(f"{origin}: " + "; ".join(faults)) from error


def _lay_over(content: dict[str, Any], override: str) -> None:
    key, equals, value = override.partition("=")
    if not equals or not key:
        raise ConfigError(f"{override!r}: an override is KEY=VALUE, such as optimiser.learning_rate=1e-4")
    *sections, last = key.split(".")
    section = content
    for name in sections:
        section = section.setdefault(name, {})
        if not isinstance(section, dict):
            raise ConfigError(f"{override!r}: {name} is not a section")
    try:
        section[last] = _number_or(yaml.safe_load(value))
    except _NO_YAML as error:
        raise ConfigError(f"{override!r}: the value is not valid YAML: {_told(error)}") from error


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, yaml.YAMLError) else f"a value cannot be read: {error}"


def _number_or(value: object) -> object:
    # YAML 1.1 reads 1e-4 (no dot) as text.
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _describe(location: tuple[int | str, ...], kind: str, message: str) -> str:
    key = ".".join(str(part) for part in location)
    if kind != "extra_forbidden":
        return f"{key}: {message}"
    known = _keys_beside(location)
    hint = did_you_mean(str(location[-1]), known) or f"known keys are {', '.join(known)}"
    return f"{key}: no such key; {hint}"


def _keys_beside(location: tuple[int | str, ...]) -> list[str]:
    section: type[BaseModel] = TrainConfig
    for part in location[:-1]:
        inner = section.model_fields[str(part)].annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            section = inner
    return list(section.model_fields)
