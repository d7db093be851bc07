"""What a checkpoint says of itself in `detente.json`: codes, wording, calibration, data, versions."""

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from detente.model.errors import CheckpointError
from detente.model.labels import SOURCES, STANCES
from detente.model.wording import Wording

SETTINGS_FILE = "detente.json"
FORMAT = 1
# More than any encoder reads at once; a tokenizer takes no number without limit.
MOST_TOKENS = 1_000_000


@dataclass(frozen=True, slots=True)
class CheckpointSettings:
    """The content of `detente.json`.

    `stances` and `sources` name the network's outputs in order. `targets` maps the codes it was trained
    on to the names it was told. `temperature` and `source_temperature` divide the logits (Guo et al.
    2017, On Calibration of Modern Neural Networks). A stance whose probability is below `too_close_below`
    is too close to call. `data`, `versions` and `training` record where the checkpoint came from.
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
    format: int = FORMAT

    def __post_init__(self) -> None:
        """Refuse what no network of ours can be run with; raises ValueError, TypeError or AttributeError."""
        if self.stances != STANCES or self.sources != SOURCES:
            raise ValueError(f"stances and sources are {STANCES} and {SOURCES}, in this order")
        for name in ("temperature", "source_temperature", "max_tokens"):
            if not isinstance(value := getattr(self, name), int | float) or not value > 0:
                raise ValueError(f"{name} is {value!r}, not a number above 0")
        if not isinstance(self.max_tokens, int):
            raise TypeError(f"max_tokens is {self.max_tokens!r}, not a whole number")
        if self.max_tokens > MOST_TOKENS:
            raise ValueError(f"max_tokens is {self.max_tokens}, more than {MOST_TOKENS}")
        if not isinstance(self.too_close_below, int | float):
            raise TypeError(f"too_close_below is {self.too_close_below!r}, not a number")
        wording = self.wording
        texts = (self.name, self.version, wording.opening, wording.closing, wording.target)
        if not all(isinstance(text, str) for text in (*texts, *self.targets, *self.targets.values())):
            raise TypeError("name, version, targets and wording are text")
        self.wording.target.format(name="")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read `folder`/detente.json; raises CheckpointError where it is missing, broken or of a newer format."""
        path = folder / SETTINGS_FILE
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise CheckpointError(
                f"{folder}: no {SETTINGS_FILE}, so this is no détente checkpoint"
            ) from error
        except (ValueError, OSError) as error:
            raise CheckpointError(f"{path}: cannot be read: {error}") from error
        return cls._from_content(content, path)

    @classmethod
    def _from_content(cls, content: object, path: Path) -> Self:
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise CheckpointError(f"{path}: not of format {FORMAT}, the only one this version reads")
        known = {entry.name for entry in fields(cls)}
        if unknown := sorted(set(content) - known):
            raise CheckpointError(f"{path}: unknown keys {', '.join(unknown)}")
        try:
            wording = Wording(**content.pop("wording", {}))
            stances, sources = tuple(content.pop("stances")), tuple(content.pop("sources"))
            return cls(wording=wording, stances=stances, sources=sources, **content)
        except (TypeError, KeyError, ValueError, IndexError, AttributeError) as error:
            raise CheckpointError(f"{path}: a key is missing or wrong: {error}") from error

    def write(self, folder: Path) -> None:
        """Write `folder`/detente.json with sorted keys, so that equal settings give equal bytes."""
        text = json.dumps(asdict(self), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        (folder / SETTINGS_FILE).write_text(text, encoding="utf-8")
