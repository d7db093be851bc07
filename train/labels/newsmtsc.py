"""NewsMTSC, target-dependent sentiment in news (Hamborg and Donnay 2021), read as labelled pairs."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from detente.model.errors import InputError, refuse_errors
from detente.model.text.statement_id import statement_id
from detente.train.labels.labelled_rows import read_labelled_rows
from detente.train.labels.pairs import LabelledPair

CORPUS: Final = "newsmtsc"
# The polarity of the files as a stance.
STANCE_OF: Final[Mapping[float, str]] = {2: "hostile", 4: "neutral", 6: "cooperative"}


def read_newsmtsc(path: Path) -> list[LabelledPair]:
    """Read a file of NewsMTSC: one pair a target, which is named by its mention, with the mention's span.

    A row has `sentence_normalized` and `targets`, each with `mention`, `from`, `to` and `polarity` (2 negative,
    4 neutral, 6 positive). No pair has a source. Raises InputError where the file cannot be read, holds no
    target, or has rows of another form; it names the first 20.
    """
    pairs, errors = [], []
    for row in read_labelled_rows(path):
        if row.error is not None:
            errors.append(f"line {row.line}: {row.error}")
            continue
        for item in _pairs(row.columns):
            if isinstance(item, str):
                errors.append(f"line {row.line}: {item}")
            else:
                pairs.append(item)
    refuse_errors(path, errors)
    if not pairs:
        raise InputError(f"{path}: holds no targets")
    return pairs


def _pairs(columns: Mapping[str, Any]) -> Iterator[LabelledPair | str]:
    text, targets = columns.get("sentence_normalized"), columns.get("targets")
    if not isinstance(text, str) or not isinstance(targets, list):
        yield "has no text 'sentence_normalized' with a list 'targets'"
        return
    for target in targets:
        yield _pair(text, target)


def _pair(text: str, target: object) -> LabelledPair | str:
    if not isinstance(target, dict):
        return f"target {target!r} is no object"
    mention, start, end = (target.get(name) for name in ("mention", "from", "to"))
    if not (
        isinstance(start, int) and isinstance(end, int) and 0 <= start < end and text[start:end] == mention
    ):
        return f"mention {mention!r} does not stand at {start}-{end}"
    polarity = target.get("polarity")
    if not isinstance(polarity, int | float) or polarity not in STANCE_OF:
        return f"polarity {polarity!r} is not known; accepted are 2, 4, 6"
    return LabelledPair(
        statement_id(text), text, str(mention), STANCE_OF[polarity], corpus=CORPUS, span=(start, end)
    )
