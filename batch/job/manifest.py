"""The manifest of a job: what it predicts, with what, and which shards are done."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from detente.batch.job.shards import Cursor, Shard
from detente.batch.whole_file import whole_file
from detente.model.errors import JobError

MANIFEST_FILE = "manifest.json"
FORMAT = 4

# Which release wrote the formats before.
_WRITTEN_BY = {
    1: "détente 0.2",
    2: "a détente 0.3 that was not released",
    3: "a détente 0.3 that was not released",
}


@dataclass(slots=True)
class Manifest:
    """The content of `manifest.json`.

    `inputs` sums up the list of input files, `basis` is what else the rows depend on (`basis_of`), `form`
    the format of the shards. `complete` says that all input is predicted, `outputs` which files hold all
    rows, each with its "form" and its size in "bytes". Nothing in it depends on when or how often the job
    was started.
    """

    inputs: dict[str, Any]
    basis: dict[str, Any]
    form: str
    shards: list[Shard] = field(default_factory=list)
    complete: bool = False
    outputs: dict[str, Any] = field(default_factory=dict)

    @property
    def end(self) -> Cursor:
        """Where in the input the shards that are done end."""
        return self.shards[-1].end if self.shards else Cursor()

    @property
    def kinds(self) -> Counter[str]:
        """What the rows of all shards came to, as `row_kind` names it."""
        kinds: Counter[str] = Counter()
        for shard in self.shards:
            kinds.update(shard.kinds)
        return kinds

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """Read the manifest in a job folder; None where there is none.

        Raises JobError where it cannot be read or is of another format.
        """
        path = folder / MANIFEST_FILE
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            form = content.pop("format")
            if form == FORMAT:
                shards = [Shard(**shard | {"end": Cursor(**shard["end"])}) for shard in content.pop("shards")]
                return cls(**content, shards=shards)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise JobError(f"{path}: not the manifest of a job: {error}") from error
        by = f", written by {_WRITTEN_BY[form]}" if form in _WRITTEN_BY else ""
        raise JobError(
            f"{folder}: a job of format {form}{by}; this version resumes format {FORMAT} only: finish the job with "
            "the version that began it, or give a new folder"
        )

    def write(self, folder: Path) -> None:
        """Write the manifest, whole or not at all; raises OSError where the disk refuses."""
        content = {"format": FORMAT, **asdict(self)}
        shards = content.pop("shards")
        # One line a shard: a person can read it, and it stays small.
        lines = ",\n".join(f"    {json.dumps(shard)}" for shard in shards)
        head = json.dumps(content, indent=2, ensure_ascii=False).removesuffix("\n}")
        with whole_file(folder / MANIFEST_FILE) as out:
            # A name that is no Unicode can stand inside a string only, where its escape means the same.
            out.write(f'{head},\n  "shards": [\n{lines}\n  ]\n}}\n'.encode("utf-8", "backslashreplace"))


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Say in words what differs between the basis that a job was begun with and another one."""
    return [
        f"{name} was {_shown(old)} and is {_shown(new)}"
        for name, old, new in _compared(json.loads(json.dumps(then)), json.loads(json.dumps(now)))
    ]


def _compared(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for key in dict.fromkeys([*then, *now]):
        old, new = then.get(key), now.get(key)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from ((f"{key} {name}", *values) for name, *values in _compared(old, new))
        elif old != new:
            yield key, old, new


def _shown(value: Any) -> str:
    if value is None:
        return "not given"
    if isinstance(value, Mapping):
        return str(value.get("name"))  # a checkpoint
    text = str(value)
    # A hash says no more to a reader in full.
    return f"{text[:12]}…" if len(text) == 64 else text
