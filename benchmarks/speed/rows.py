"""The rows of a comparison: one list of pairs, laid down as détente reads it and as the others do."""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from detente.model.checkpoint.folder import Checkpoint
from detente.model.text.actor_finder import ActorFinder
from detente.model.wording import WordedPair
from detente.train.labels.pairs import read_pairs

DATA = Path(__file__).parents[2] / "data"
DATA_FILES = ("train.jsonl", "dev.jsonl", "test.jsonl")


class Pair(NamedTuple):
    """A statement and the code of the target that it is judged toward."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class PairFiles:
    """The same pairs in two files, and the first of them in two more.

    `pairs` has a row of `text` and `target`, which détente words itself; `worded` has `text`, marked, and
    `text_pair`, as the network takes them.
    """

    count: int
    pairs: Path
    worded: Path
    one_pair: Path
    one_worded: Path


def project_pairs(folder: Path = DATA) -> list[Pair]:
    """The distinct pairs of the project's own labelled statements, in the order of their files."""
    found = (pair for name in DATA_FILES for pair in read_pairs(folder / name))
    return list(dict.fromkeys(Pair(pair.text, pair.target) for pair in found))


def draw_pairs(pairs: Sequence[Pair], count: int, *, seed: int = 13) -> list[Pair]:
    """Draw `count` different pairs in an order that depends on `seed`; raises ValueError where there are fewer."""
    if count > len(pairs):
        raise ValueError(f"{count:,} pairs are asked for, and there are {len(pairs):,} different ones")
    return random.Random(seed).sample(list(pairs), count)


def word_pairs(pairs: Iterable[Pair], checkpoint: Checkpoint) -> Iterator[WordedPair]:
    """Word pairs as `detente predict` words them for this checkpoint."""
    finder, settings = ActorFinder.from_files(), checkpoint.settings
    for pair in pairs:
        actor = finder.resolve(pair.target)
        mentions = finder.find(pair.text, [actor.code])
        yield settings.wording.word(pair.text, actor.name, mentions=mentions, max_tokens=settings.max_tokens)


def write_pairs(pairs: Sequence[Pair], checkpoint: Checkpoint, folder: Path) -> PairFiles:
    """Lay pairs into `folder`, as they are and worded for `checkpoint`."""
    files = PairFiles(
        count=len(pairs),
        pairs=folder / "pairs.jsonl",
        worded=folder / "worded.jsonl",
        one_pair=folder / "one_pair.jsonl",
        one_worded=folder / "one_worded.jsonl",
    )
    plain = [pair._asdict() for pair in pairs]
    worded = [{"text": it.text, "text_pair": it.text_pair} for it in word_pairs(pairs, checkpoint)]
    write_json_lines(files.pairs, plain)
    write_json_lines(files.worded, worded)
    write_json_lines(files.one_pair, plain[:1])
    write_json_lines(files.one_worded, worded[:1])
    return files


def write_json_lines(path: Path, rows: Iterable[dict[str, str]]) -> None:
    """Write one JSON object a line."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def read_column(path: Path, name: str) -> list[str | None]:
    """One column of a file of JSON lines."""
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line)[name] for line in stream]
