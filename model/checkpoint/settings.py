"""A checkpoint's own settings in `detente.json`: codes, wording, calibration, data, versions."""

import json
import re
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from string import Formatter
from typing import Any, Self

from detente.model.errors import CheckpointError
from detente.model.labels import SOURCES, STANCES
from detente.model.wording import Wording

SETTINGS_FILE = "detente.json"
FORMAT = 1
# What a folder that names no languages was trained on.
ENGLISH_ALONE = ("en",)
# More than any encoder reads at once; tokenizers overflow on larger numbers.
MOST_TOKENS = 1_000_000
# Beyond these, logits divided by a temperature are no longer finite or no longer differ.
LEAST_TEMPERATURE, MOST_TEMPERATURE = 0.001, 1000

_LANGUAGE = re.compile("[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class CheckpointSettings:
    """The content of `detente.json`.

    `stances` and `sources` name the network's outputs in order. `targets` maps the codes it was trained
    on to their names. `temperature` and `source_temperature` divide the logits (Guo et al.
    2017, On Calibration of Modern Neural Networks). A stance whose probability is below `too_close_below`
    is too close to call. `languages` are the ISO 639-1 codes of those that it was trained on. `data`, `versions` and
    `training` record where the checkpoint came from.
    """

    name: str
    version: str
    targets: dict[str, str]
    max_tokens: int
    stances: tuple[str, ...] = STANCES
    sources: tuple[str, ...] = SOURCES
    wording: Wording = field(default_factory=Wording)
    temperature: float = 1.0
    source_temperature: float = 1.0
    too_close_below: float = 0.0
    data: dict[str, Any] = field(default_factory=dict)
    training: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ENGLISH_ALONE
    format: int = FORMAT

    def __post_init__(self) -> None:
        """Refuse settings that no network can run with; raises ValueError, TypeError or AttributeError."""
        if self.stances != STANCES or self.sources != SOURCES:
            raise ValueError(f"stances and sources are {STANCES} and {SOURCES}, in this order")
        _check_number("temperature", self.temperature, LEAST_TEMPERATURE, MOST_TEMPERATURE)
        _check_number("source_temperature", self.source_temperature, LEAST_TEMPERATURE, MOST_TEMPERATURE)
        _check_number("too_close_below", self.too_close_below, 0, 1)
        _check_number("max_tokens", self.max_tokens, 1, MOST_TOKENS)
        if not isinstance(self.max_tokens, int):
            raise TypeError(f"max_tokens is {self.max_tokens!r}, not a whole number")
        for name in ("targets", "data", "training", "versions"):
            if not isinstance(value := getattr(self, name), dict):
                raise TypeError(f"{name} is {repr(value)[:100]}, not a table")
        texts = (self.name, self.version, *asdict(self.wording).values())
        if not all(isinstance(text, str) for text in (*texts, *self.targets, *self.targets.values())):
            raise TypeError("name, version, targets and wording must be text")
        _check_phrase(self.wording.target)
        _check_languages(self.languages)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read `folder`/detente.json; raises CheckpointError if it is missing, broken or of a newer format."""
        path = folder / SETTINGS_FILE
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise CheckpointError(
                f"{folder}: not a détente checkpoint: {SETTINGS_FILE} is missing"
            ) from error
        except (ValueError, OSError, RecursionError) as error:
            raise CheckpointError(f"{path}: cannot be read: {error}") from error
        return cls._from_content(content, path)

    @classmethod
    def _from_content(cls, content: object, path: Path) -> Self:
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise CheckpointError(f"{path}: unsupported format; this version reads format {FORMAT} only")
        known = {entry.name for entry in fields(cls)}
        if unknown := sorted(set(content) - known):
            raise CheckpointError(f"{path}: unknown keys {', '.join(unknown)}")
        try:
            wording = Wording(**content.pop("wording", {}))
            stances, sources = tuple(content.pop("stances")), tuple(content.pop("sources"))
            languages = _listed("languages", content.pop("languages", list(ENGLISH_ALONE)))
            return cls(wording=wording, stances=stances, sources=sources, languages=languages, **content)
        except (TypeError, KeyError, ValueError, IndexError, AttributeError) as error:
            raise CheckpointError(f"{path}: a key is missing or wrong: {error}") from error

    def write(self, folder: Path) -> None:
        """Write `folder`/detente.json with sorted keys, so that equal settings give equal bytes.

        Without languages where it is English alone: so version 0.2, which refuses keys that it does not know, reads it.
        """
        content = asdict(self)
        if self.languages == ENGLISH_ALONE:
            del content["languages"]
        text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        (folder / SETTINGS_FILE).write_text(text, encoding="utf-8")


def _listed(name: str, value: object) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{name} is {repr(value)[:100]}, not a list")
    return tuple(value)


def _check_languages(languages: tuple[object, ...]) -> None:
    codes = [code for code in languages if isinstance(code, str) and _LANGUAGE.fullmatch(code)]
    if not codes or len(set(codes)) < len(languages):
        raise ValueError(
            f"languages is {repr(languages)[:100]}; it must be a list of codes like en, ko and zh (ISO 639), each once"
        )


def _check_number(name: str, value: object, least: float, most: float) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not least <= value <= most:  # type: ignore[operator]  # NaN is in no range
        raise ValueError(f"{name} is {repr(value)[:100]}; it must be a number from {least:,} to {most:,}")


def _check_phrase(phrase: str) -> None:
    """Refuse a target phrase with any field but a plain {name}: attributes and widths are not looked up."""
    for _, field_name, width, conversion in Formatter().parse(phrase):
        if field_name is not None and (field_name != "name" or width or conversion):
            raise ValueError(f"wording.target is {phrase[:100]!r}; its only field is {{name}}")
