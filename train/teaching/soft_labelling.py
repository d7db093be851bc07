"""A teacher predicts statements that nobody labelled: what a student learns from beside the labels."""

import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from detente.batch.whole_file import name_beside, write_whole
from detente.model.text.statement_id import statement_id
from detente.train.cpu_speed import keep_freed_memory
from detente.train.evaluate.ensemble import CheckpointClassifier
from detente.train.labels.hydration import read_statements
from detente.train.labels.soft_labels import SoftPair, soft_label_lines
from detente.train.provenance import sha256_of

# Pairs predicted between two writes: what a stop can cost, and enough to sort lengths well.
CHUNK = 2048
# Logits keep two decimals: a student cannot tell more apart.
DECIMALS = 2


def label_softly(
    teacher: CheckpointClassifier,
    statements: Sequence[Path],
    *,
    output: Path,
    text_column: str = "text",
    with_texts: bool = True,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> int:
    """Predict every statement toward each target it mentions, write soft labels to `output`, return their number.

    `statements` are files as `read_statements` takes them. A run that was stopped resumes: its pairs
    so far are kept beside `output` under a name made of inputs and teacher. Without texts the soft labels can
    be published where the texts cannot; `hydrate_soft_labels` joins them again. `progress` gets the
    number of pairs predicted and of all. Raises InputError where a file cannot be read.
    """
    pairs = list(_pairs(teacher, statements, text_column))
    key = _key(teacher, statements, text_column=text_column, with_texts=with_texts)
    partial = output.with_name(f".{name_beside(output)}.{key}.partial")
    output.parent.mkdir(parents=True, exist_ok=True)
    done = _whole_lines(partial)
    keep_freed_memory()
    with partial.open("a", encoding="utf-8") as file:
        for start in range(done, len(pairs), CHUNK):
            chunk = pairs[start : start + CHUNK]
            file.writelines(soft_label_lines(_soft_pairs(teacher, chunk, with_texts=with_texts)))
            file.flush()
            os.fsync(file.fileno())
            progress(start + len(chunk), len(pairs))
    if output.suffix == ".gz":
        write_whole(output, gzip.compress(partial.read_bytes(), mtime=0))
        partial.unlink()
    else:
        partial.replace(output)
    return len(pairs)


def _pairs(
    teacher: CheckpointClassifier, statements: Sequence[Path], column: str
) -> Iterator[tuple[str, str]]:
    texts = (text for path in statements for text in read_statements(path, text_column=column))
    for text in dict.fromkeys(text for text in texts if text.strip()):
        for target in dict.fromkeys(mention.target for mention in teacher.finder.find(text)):
            yield text, target


def _soft_pairs(
    teacher: CheckpointClassifier, pairs: Sequence[tuple[str, str]], *, with_texts: bool
) -> Iterator[SoftPair]:
    logits = teacher.pair_logits(pairs)
    for (text, target), stance, source in zip(pairs, logits.stance, logits.source, strict=True):
        kept = text if with_texts else ""
        yield SoftPair(statement_id(text), kept, target, rounded_logits(stance), rounded_logits(source))


def rounded_logits(logits: Iterable[float]) -> tuple[float, ...]:
    """Return logits as soft labels keep them."""
    return tuple(round(float(value), DECIMALS) for value in logits)


def _key(
    teacher: CheckpointClassifier, statements: Sequence[Path], *, text_column: str, with_texts: bool
) -> str:
    made_of = [teacher.checkpoint.fingerprint, teacher.backend, text_column, with_texts]
    given = [*made_of, *(sha256_of(path) for path in statements)]
    return hashlib.sha256(json.dumps(given).encode()).hexdigest()[:12]


def _whole_lines(partial: Path) -> int:
    """How many lines of `partial` are whole; a last one that a stop cut short is taken away."""
    if not partial.exists():
        return 0
    content = partial.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        os.truncate(partial, whole)
    return content.count(b"\n")
