"""Reading a config file with KEY=VALUE overrides, and listing all its errors at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from yaml.composer import ComposerError
from yaml.constructor import ConstructorError
from yaml.events import AliasEvent
from yaml.nodes import MappingNode, Node

from detente.model.errors import ConfigError, missing_file
from detente.model.suggestion import did_you_mean
from detente.train.config import TrainConfig

# PyYAML lets through what its constructors stumble over: `!!int ''`, `2011-99-99`, nesting without end.
_NO_YAML = (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, RecursionError)


# How many errors of a config an error lists, and how long each may be; the rest is counted or cut.
SHOWN, LONGEST = 20, 300


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases, which can stand for more than any memory holds, and without a key given twice."""

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        if self.check_event(AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise ComposerError(
                None, None, f"alias *{event.anchor}: aliases are not accepted in a config", event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - the signature is PyYAML's
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise ConstructorError(None, None, f"duplicate key {key.value!r}", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_config(path: Path, overrides: Sequence[str] = ()) -> TrainConfig:
    """Read a YAML config, then apply overrides.

    An override is "key=value" with dots for sections ("optimiser.learning_rate=1e-4") and a YAML value. Aliases
    and keys given twice are refused. Raises ConfigError listing every error, with the nearest valid name for
    each unknown key.
    """
    if not path.exists():
        raise ConfigError(missing_file(path))
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    try:
        content = _load(text)
    except _NO_YAML as error:
        raise ConfigError(f"{path}: is not valid YAML: {_said(error)}") from error
    if not isinstance(content, dict):
        raise ConfigError(f"{path}: a config is a mapping of keys to values")
    for override in overrides:
        _override(content, override)
    return check_config(content, origin=str(path))


def check_config(content: dict[str, Any], *, origin: str) -> TrainConfig:
    """Check a config's content; `origin` names it in errors. Raises ConfigError as `read_config` does."""
    try:
        return TrainConfig.model_validate(content)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)
        listed = [_describe(each["loc"], each["type"], each["msg"])[:LONGEST] for each in found[:SHOWN]]
        more = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
        raise ConfigError(f"{origin}: " + "; ".join(listed + more)) from error


def _load(text: str) -> Any:
    return yaml.load(text, Loader=_PlainLoader)


def _override(content: dict[str, Any], override: str) -> None:
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
        section[last] = _number_or(_load(value))
    except _NO_YAML as error:
        raise ConfigError(f"{override!r}: the value is not valid YAML: {_said(error)}") from error


def _said(error: Exception) -> str:
    return (str(error) if isinstance(error, yaml.YAMLError) else f"a value cannot be read: {error}")[:LONGEST]


def _number_or(value: object) -> object:
    # YAML 1.1 reads 1e-4 (no dot) as text.
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _describe(location: tuple[int | str, ...], kind: str, message: str) -> str:
    key = ".".join(str(step) for step in location)
    if kind == "missing":
        return f"{key}: missing"
    if kind == "list_type":
        return f"{key}: a list is accepted, such as [{'FILE' if location[0] == 'data' else 'ONE, TWO'}]"
    if kind != "extra_forbidden":
        return f"{key}: {message}"
    known = _keys_beside(location)
    hint = (
        did_you_mean(str(location[-1]), known)
        or _in_another_section(str(location[-1]))
        or f"known keys are {', '.join(known)}"
    )
    return f"{key}: no such key; {hint}"


def _keys_beside(location: tuple[int | str, ...]) -> list[str]:
    section: type[BaseModel] = TrainConfig
    for step in location[:-1]:
        inner = section.model_fields[str(step)].annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            section = inner
    return list(section.model_fields)


def _in_another_section(name: str) -> str | None:
    found = [
        f"{section}.{name}"
        for section, entry in TrainConfig.model_fields.items()
        if name in getattr(entry.annotation, "model_fields", {})
    ]
    return f"did you mean {' or '.join(map(repr, found))}?" if found else None
