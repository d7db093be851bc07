"""Tells on standard error which checkpoint predicts other languages, and which statements none has predicted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from detente.batch.predicting import PredictChunks
from detente.batch.records import Row
from detente.batch.statements.record_statements import RecordStatement
from detente.model.checkpoint.shipped import addable_checkpoints, how_to_add, shipped_checkpoints
from detente.model.errors import number_of
from detente.model.languages import in_words, unsupported_language_of
from detente.model.routing import other_languages, second_checkpoint
from detente.scripts.terminal.stderr import tell


def telling_languages(predict: PredictChunks, checkpoint: str | Path | None) -> PredictChunks:
    """Return `predict`, with what a user should know of languages told, each thing once a run.

    That is the checkpoint for other languages, with its first row, and at the end how many statements were not
    predicted for their language, and what would predict them. `checkpoint` is the one named for the run.
    """

    def predicted(chunks: Iterator[Sequence[RecordStatement]]) -> Iterator[list[Row]]:
        second = second_checkpoint(checkpoint)
        waiting = None if second is None else second.name
        refused: Counter[str] = Counter()
        for rows in predict(chunks):
            if waiting is not None and any(row["checkpoint"] == waiting for row in rows):
                tell_second(checkpoint)
                waiting = None
            refused.update(language for row in rows if (language := _refused_language(row)) is not None)
            yield rows
        tell_unsupported(refused)

    return predicted


def tell_second(checkpoint: str | Path | None) -> None:
    """Tell which checkpoint predicts the languages that `checkpoint` does not know, if one does."""
    if (second := second_checkpoint(checkpoint)) is not None:
        tell(f"{in_words(other_languages(second, checkpoint))} statements: {second.name}")


def tell_unsupported(refused: Mapping[str, int]) -> None:
    """Tell how many statements were not predicted for their language, and what would predict them.

    `refused` has the number of them for each language, ISO 639-1.
    """
    rest = dict(refused)
    hints = {shipped: f"-c {shipped.name} predicts them" for shipped in shipped_checkpoints()}
    hints |= {
        shipped: f"{shipped.name} predicts them: {how_to_add(shipped.name)}"
        for shipped in addable_checkpoints()
    }
    for shipped, hint in hints.items():
        known = {language: rest.pop(language) for language in shipped.languages if language in rest}
        if known:
            tell(f"{_counted(known)} {hint}")
    if rest:
        tell(f"{_counted(rest)} --any-language predicts them all the same")


def _counted(refused: Mapping[str, int]) -> str:
    return f"{number_of(sum(refused.values()), 'statement')} in {in_words(refused)} not predicted."


def _refused_language(row: Row) -> str | None:
    error = row["error"]
    return None if error is None else unsupported_language_of(str(error))
