"""How reports on scores are written: figures with their intervals, tables of Markdown, and whole files."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from detente.batch.whole_file import write_whole

_DIGITS: Final = 6


class WrittenReport(ABC):
    """A report as JSON and as Markdown."""

    __slots__ = ()

    @abstractmethod
    def content(self) -> Mapping[str, Any]:
        """Return what the JSON holds, its numbers not yet rounded."""

    @abstractmethod
    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown page."""

    def write(self, folder: Path) -> None:
        """Write `evaluation.json` and `evaluation.md` into `folder`, each whole."""
        write_whole(folder / "evaluation.json", self.to_json())
        write_whole(folder / "evaluation.md", self.to_markdown())

    def to_json(self) -> str:
        """Return the report as JSON: keys sorted, numbers to six digits."""
        return json.dumps(_rounded(self.content()), ensure_ascii=False, indent=2, sort_keys=True) + "\n"

    def to_markdown(self) -> str:
        """Return the report as a Markdown page: the command, then tables with 95 % intervals."""
        return "\n".join(self.lines()) + "\n"


def head_lines(title: str, *, command: str, data: str, data_sha256: str) -> Iterator[str]:
    """Yield the lines above the scores: which command makes the report again, and of which file."""
    yield from (f"# {title}", "", f"Made by `{command}`", "")
    yield f"Data: `{data}` (SHA-256 `{data_sha256[:12]}`)."


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lay rows into a Markdown table, one line a row."""
    lines = [header, ["---"] * len(header), *rows]
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines]


class WithInterval(Protocol):
    """A figure with the ends of its 95 % interval: an Interval, a Difference or a DocumentScore."""

    @property
    def value(self) -> float:
        """The figure."""
        ...

    @property
    def low(self) -> float:
        """The lower end."""
        ...

    @property
    def high(self) -> float:
        """The upper end."""
        ...


def score_text(score: WithInterval | None) -> str:
    """Return a score and its interval as text, "-" for none."""
    return "-" if score is None else f"{score.value:.3f} ({score.low:.3f}-{score.high:.3f})"


def difference_text(found: WithInterval | None) -> str:
    """Return a difference and its interval as text, each figure with its sign; "-" for none."""
    return "-" if found is None else f"{found.value:+.3f} ({found.low:+.3f} to {found.high:+.3f})"


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, Mapping):
        return {str(key): _rounded(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(entry) for entry in value]
    return value
