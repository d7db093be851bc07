"""Files of labels as ratings: annotators among themselves, and each against a checkpoint."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from detente.measure.agreement.comparing import Agreement, compare_annotators
from detente.measure.agreement.ratings import Ratings, tabulate_ratings
from detente.measure.exchange.label_files import read_label_rows
from detente.measure.exchange.label_rows import LabelRow
from detente.measure.rows.document_keys import is_table
from detente.measure.rows.lookup import PredictedPair
from detente.measure.rows.settled import ADJUDICATOR
from detente.measure.statement_key import PairKey
from detente.model.errors import InputError, refuse_errors

CHECKPOINT: Final = "checkpoint"


def read_annotated(paths: Sequence[Path]) -> list[LabelRow]:
    """Read the labels of some files, each with its annotator: the one that the file names, else the file's own name.

    Rows without a label are left out. Raises InputError where a file cannot be read or holds no label, and where one
    annotator has labelled a pair in two files.
    """
    found: list[LabelRow] = []
    first: dict[tuple[PairKey, str], Path] = {}
    for path in paths:
        labelled = [row for row in read_label_rows(path) if row.label is not None]
        if not labelled:
            raise InputError(f"{path}: holds no label")
        rows = [replace(row, annotator=row.annotator or path.stem) for row in labelled]
        errors = []
        for row in rows:
            before = first.setdefault((row.key, row.annotator or ""), path)
            if before is not path:
                errors.append(f"{row.annotator!r} has labelled {row.key} in {before} too")
        refuse_errors(path, errors)
        found += rows
    return found


def annotator_ratings(rows: Sequence[LabelRow]) -> Ratings:
    """Turn labels into ratings with a unit for each pair, clustered by document; a statement of a table is alone.

    What an adjudicator decided is left out: those pairs are the ones on which the others disagree.
    """
    return _ratings([row for row in rows if row.annotator != ADJUDICATOR])


def compare_labels(
    rows: Sequence[LabelRow], predicted: Mapping[PairKey, PredictedPair] | None = None
) -> dict[str, tuple[Agreement, ...]]:
    """Compare the annotators with each other, and each with what a checkpoint `predicted`.

    The keys say who is compared, such as "kim and lee". Raises InputError where there is nothing to compare: one
    annotator and no predictions, or no pair with two labels.
    """
    ratings = annotator_ratings(rows)
    names = ratings.annotators
    if len(names) < 2 and predicted is None:
        who = f"{names[0]!r} alone" if names else "no annotator"
        raise InputError(f"labels of {who}; give those of another annotator, or predictions with --rows")
    found = {}
    if len(names) > 1:
        named = " and ".join(names) if len(names) == 2 else f"{len(names)} annotators"
        found[named] = compare_annotators(ratings)
    if predicted is not None:
        for name in names:
            own = [row for row in rows if row.annotator == name]
            theirs = [replace(row, annotator=CHECKPOINT, label=predicted[row.key].stance) for row in own]
            found[f"{name} and {CHECKPOINT}"] = compare_annotators(_ratings([*own, *theirs]))
    return found


def _ratings(rows: Sequence[LabelRow]) -> Ratings:
    documents: dict[PairKey, str] = {}
    for row in rows:
        alone = row.document is None or is_table(row.document)
        documents.setdefault(row.key, row.id if alone else str(row.document))
    return tabulate_ratings(
        [str(row.key) for row in rows],
        [row.annotator or "" for row in rows],
        labels=[row.label for row in rows],
        targets=[row.target for row in rows],
        clusters=[documents[row.key] for row in rows],
    )
