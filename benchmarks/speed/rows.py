"""The rows that speed is measured on: pairs as détente reads them and as the pipeline does, and many statements."""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple

from tokenizers import Tokenizer

from detente.model.checkpoint.folder import TOKENIZER_FILE, Checkpoint
from detente.model.text.actor_finder import ActorFinder
from detente.model.wording import WordedPair
from detente.train.labels.pairs import read_pairs

DATA = Path(__file__).parents[2] / "data"
DATA_FILES = ("train.jsonl", "dev.jsonl", "test.jsonl")
# None of these is the name of an actor that could be a target.
PLACES = (
    "Geneva", "Vienna", "Nairobi", "Oslo", "Jakarta", "Lima", "Ottawa", "Cairo", "Rome", "Helsinki",
    "Bangkok", "Brasilia", "Dakar", "Madrid", "Canberra", "Ankara", "Warsaw", "Hanoi", "Doha", "Lisbon",
)  # fmt: skip
DATELINE_FORMS = (
    "{place}, {day}: {text}",
    "{place}, {day} - {text}",
    "({place}, {day}) {text}",
    "{day}, {place}. {text}",
)
FIRST_DAY, DAYS = date(1990, 1, 1), 12_000
DATELINES = DAYS * len(PLACES) * len(DATELINE_FORMS)
# Has no divisor in common with DATELINES, so that steps of it come by all of them before one returns.
STEP = 271_829


class Pair(NamedTuple):
    """A statement and the code of its target."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class PairFiles:
    """The same pairs in two files: as `text` and `target`, and worded as `text` and `text_pair`."""

    count: int
    pairs: Path
    worded: Path


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


def worded_rows(pairs: Iterable[Pair], checkpoint: Checkpoint) -> Iterator[dict[str, str]]:
    """Worded pairs as the pipeline takes them: the marked text, and the words for the target."""
    return ({"text": it.text, "text_pair": it.text_pair} for it in word_pairs(pairs, checkpoint))


def write_pairs(pairs: Sequence[Pair], checkpoint: Checkpoint, folder: Path) -> PairFiles:
    """Write pairs into `folder`, as they are and worded for `checkpoint`."""
    folder.mkdir(exist_ok=True)
    files = PairFiles(len(pairs), folder / "pairs.jsonl", folder / "worded.jsonl")
    write_json_lines(files.pairs, (pair._asdict() for pair in pairs))
    write_json_lines(files.worded, worded_rows(pairs, checkpoint))
    return files


def token_counts(pairs: Iterable[WordedPair], checkpoint: Checkpoint) -> list[int]:
    """Tokens of each worded pair, marks and separators included, cut as the checkpoint cuts them."""
    tokenizer = Tokenizer.from_file(str(checkpoint.folder / TOKENIZER_FILE))
    tokenizer.no_padding()
    tokenizer.enable_truncation(checkpoint.settings.max_tokens, strategy="longest_first")
    encodings = tokenizer.encode_batch([(pair.text, pair.text_pair) for pair in pairs])
    return [len(encoding.ids) for encoding in encodings]


def many_statements(own: Sequence[str], *, seed: int = 13) -> Iterator[str]:
    """Yield statements of which no two are equal: those of `own` over and over, every time under another dateline.

    The statements of `own` are different from one another. Orders and datelines depend on `seed`. Raises
    ValueError when each statement has had every dateline.
    """
    draw = random.Random(seed)
    first = [draw.randrange(DATELINES) for _ in own]
    for turn in count():
        if turn == DATELINES or not own:
            raise ValueError(f"{len(own):,} statements under {DATELINES:,} datelines give no more than these")
        for number in draw.sample(range(len(own)), len(own)):
            yield under_dateline(own[number], (first[number] + turn * STEP) % DATELINES)


def under_dateline(statement: str, number: int) -> str:
    """Put a statement under dateline `number`, below DATELINES; each number gives another text."""
    number, day = divmod(number, DAYS)
    form, place = divmod(number, len(PLACES))
    when = FIRST_DAY + timedelta(days=day)
    return DATELINE_FORMS[form].format(place=PLACES[place], day=f"{when.day} {when:%B %Y}", text=statement)


def write_json_lines(path: Path, rows: Iterable[dict[str, str]]) -> None:
    """Write one JSON object a line."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def read_column(path: Path, name: str) -> list[str | None]:
    """One column of a file of JSON lines."""
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line)[name] for line in stream]
