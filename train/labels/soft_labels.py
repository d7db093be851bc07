"""Soft labels: a teacher's logits for pairs, with or without their texts, read and written as JSON lines."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from detente.model.errors import InputError
from detente.model.labels import SOURCES, STANCES
from detente.model.text.statement_id import statement_id
from detente.train.labels.labelled_rows import LabelledRow, read_labelled_rows, write_labelled_rows

_FIELDS = {"stance": len(STANCES), "source": len(SOURCES)}


@dataclass(frozen=True, slots=True)
class SoftPair:
    """A statement, a target, and a teacher's logits for them in the order of STANCES and of SOURCES.

    `id` is the statement's (see `statement_id`); `text` is empty where soft labels stand without texts.
    """

    id: str
    text: str
    target: str
    stance: tuple[float, ...]
    source: tuple[float, ...]

    @property
    def statement(self) -> str:
        """The id of the statement, worked out from its text where there is one."""
        return statement_id(self.text) if self.text else self.id


def read_soft_labels(path: Path) -> list[SoftPair]:
    """Read the soft labels of a `.jsonl` file, packed (`.gz`) or not, in its order.

    Raises InputError naming file and line where a row is none, or where the file holds none.
    """
    pairs = [_to_pair(row, path) for row in read_labelled_rows(path)]
    if not pairs:
        raise InputError(f"{path}: holds no soft labels")
    return pairs


def write_soft_labels(path: Path, pairs: Iterable[SoftPair]) -> None:
    """Write soft labels as `write_labelled_rows` does, and raise what it raises."""
    write_labelled_rows(path, soft_label_lines(pairs))


def soft_label_lines(pairs: Iterable[SoftPair]) -> Iterator[str]:
    """One line of JSON a pair, the text left out where it is empty."""
    for pair in pairs:
        columns = {name: value for name, value in asdict(pair).items() if value != ""}
        yield json.dumps(columns, ensure_ascii=False, separators=(",", ":")) + "\n"


def are_soft_labels(path: Path) -> bool:
    """Whether the first row of a file has a teacher's logits in place of a label."""
    first = next(read_labelled_rows(path), None)
    return first is not None and isinstance(first.columns.get("stance"), list)


def _to_pair(row: LabelledRow, path: Path) -> SoftPair:
    where = f"{path}, line {row.line}"
    if row.error is not None:
        raise InputError(f"{where}: {row.error}")
    columns = row.columns
    for name in ("id", "target"):
        if not isinstance(columns.get(name), str):
            raise InputError(f"{where}: {name!r} is missing or no text")
    return SoftPair(
        id=str(columns["id"]),
        text=str(columns.get("text") or ""),
        target=str(columns["target"]),
        stance=_logits(columns, "stance", where),
        source=_logits(columns, "source", where),
    )


def _logits(columns: Any, name: str, where: str) -> tuple[float, ...]:
    values, length = columns.get(name), _FIELDS[name]
    if not isinstance(values, list) or len(values) != length:
        raise InputError(f"{where}: {name!r} is not a list of {length} logits")
    if not all(isinstance(value, int | float) for value in values):
        raise InputError(f"{where}: {name!r} holds something that is no number")
    return tuple(map(float, values))
