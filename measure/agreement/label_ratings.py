"""Files of labels as ratings: annotators among themselves, and each against a checkpoint."""

from collections import Counter
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
from detente.model.labels import SOURCES, STANCES

CHECKPOINT: Final = "checkpoint"
# What follows who is compared, where not their labels are but their sources.
SOURCES_KEY: Final = "sources"


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

    The keys say who is compared, such as "kim and lee". Behind each, "kim and lee, sources" has the sources of the
    pairs to which two or more of them give one, if there are such pairs. Raises InputError where there is nothing to
    compare: one annotator and no predictions, or no pair with two labels.
    """
    labels = [row for row in rows if row.annotator != ADJUDICATOR]
    names = list(dict.fromkeys(row.annotator or "" for row in labels))
    if len(names) < 2 and predicted is None:
        who = f"{names[0]!r} alone" if names else "no annotator"
        raise InputError(f"labels of {who}; give those of another annotator, or predictions with --rows")
    found: dict[str, tuple[Agreement, ...]] = {}
    if len(names) > 1:
        named = " and ".join(names) if len(names) == 2 else f"{len(names)} annotators"
        found |= _compared(named, labels)
    if predicted is not None:
        for name in names:
            own = [row for row in labels if row.annotator == name]
            theirs = [_predicted(row, predicted[row.key]) for row in own]
            found |= _compared(f"{name} and {CHECKPOINT}", [*own, *theirs])
    return found


def _predicted(row: LabelRow, pair: PredictedPair) -> LabelRow:
    return replace(row, annotator=CHECKPOINT, label=pair.stance, source=pair.source)


def _compared(named: str, rows: Sequence[LabelRow]) -> dict[str, tuple[Agreement, ...]]:
    found = {named: compare_annotators(_ratings(rows))}
    with_source = Counter(row.key for row in rows if row.source is not None)
    twice = [row for row in rows if with_source[row.key] > 1]
    if twice:
        found[f"{named}, {SOURCES_KEY}"] = compare_annotators(_ratings(twice, of_sources=True), of="source")
    return found


def _ratings(rows: Sequence[LabelRow], *, of_sources: bool = False) -> Ratings:
    documents: dict[PairKey, str] = {}
    for row in rows:
        alone = row.document is None or is_table(row.document)
        documents.setdefault(row.key, row.id if alone else str(row.document))
    return tabulate_ratings(
        [str(row.key) for row in rows],
        [row.annotator or "" for row in rows],
        labels=[row.source if of_sources else row.label for row in rows],
        targets=[row.target for row in rows],
        clusters=[documents[row.key] for row in rows],
        categories=SOURCES if of_sources else STANCES,
    )
