"""Carries a teacher's soft labels over from English statements to their renderings in other languages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.model.errors import InputError
from detente.model.labels import STANCES
from detente.model.text.statement_id import statement_id
from detente.train.evaluate.ensemble import CheckpointClassifier
from detente.train.labels.hydration import statements_of_row
from detente.train.labels.labelled_rows import read_labelled_rows
from detente.train.labels.soft_labels import SoftPair, write_soft_labels
from detente.train.teaching.soft_labelling import CHUNK, rounded_logits

__all__ = ["carry_over"]

_ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class _Rendered:
    """A rendering and a target, the id of the English statement, and the label, None in documents."""

    text: str
    target: str
    original: str
    label: str | None


def carry_over(
    teacher: CheckpointClassifier,
    renderings: Sequence[Path],
    originals: Sequence[Path],
    *,
    output: Path,
    with_texts: bool = True,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> int:
    """Predict the English originals, write what the teacher says of them for the renderings; return their number.

    `renderings` are files of labelled pairs, or of labelled documents, whose rows or statements name their `original`
    by its id; `originals` are files of the same kinds that hold those statements. A pair is left out where the teacher
    does not give its label, and a target of a document where not both wordings name it. What a rendering should be
    called is thereby the same as in English. Raises InputError where a file cannot be read, or a rendering names no
    original or one that is not there.
    """
    texts = dict(_statements(originals))
    rendered = list(_rendered(renderings, texts, teacher))
    asked = list(dict.fromkeys((one.original, one.target) for one in rendered))
    logits: dict[tuple[str, str], tuple[tuple[float, ...], tuple[float, ...]]] = {}
    for start in range(0, len(asked), CHUNK):
        chunk = asked[start : start + CHUNK]
        found = teacher.pair_logits([(texts[original], target) for original, target in chunk])
        for key, stance, source in zip(chunk, found.stance, found.source, strict=True):
            logits[key] = rounded_logits(stance), rounded_logits(source)
        progress(start + len(chunk), len(asked))
    carried = {
        (statement_id(one.text), one.target): SoftPair(
            statement_id(one.text),
            one.text if with_texts else "",
            one.target,
            *logits[one.original, one.target],
        )
        for one in rendered
        if one.label in (None, _label(logits[one.original, one.target][0]))
    }
    write_soft_labels(output, carried.values())
    return len(carried)


def _label(stance: Sequence[float]) -> str:
    return STANCES[max(range(len(stance)), key=stance.__getitem__)]


def _statements(paths: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """The id and the text of every statement of files of pairs or documents."""
    for path in paths:
        for row in read_labelled_rows(path):
            for one in statements_of_row(row.columns):
                text = one.get("text")
                if isinstance(text, str):
                    yield statement_id(text), text


def _rendered(
    paths: Sequence[Path], texts: Mapping[str, str], teacher: CheckpointClassifier
) -> Iterator[_Rendered]:
    for path in paths:
        for row in read_labelled_rows(path):
            for one in statements_of_row(row.columns):
                text, original = one.get("text"), one.get(_ORIGINAL)
                if not isinstance(text, str) or not isinstance(original, str) or original not in texts:
                    raise InputError(
                        f"{path}, line {row.line}: {_ORIGINAL} is {original!r}, which no file of originals has"
                    )
                if "target" in one:
                    yield _Rendered(text, str(one["target"]), original, str(one.get("label")))
                    continue
                both = _named(text, teacher) & _named(texts[original], teacher)
                yield from (_Rendered(text, target, original, None) for target in sorted(both))


def _named(text: str, teacher: CheckpointClassifier) -> set[str]:
    return {mention.target for mention in teacher.finder.find(text)}
