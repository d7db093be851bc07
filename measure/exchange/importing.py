"""Answers joined to the rows that were drawn: gold labels."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from detente.measure.exchange.codes import label_and_source, label_errors
from detente.measure.exchange.label_files import read_label_rows
from detente.measure.exchange.label_rows import LabelRow
from detente.measure.exchange.response_files import read_responses
from detente.measure.exchange.responses import Response
from detente.measure.statement_key import PairKey
from detente.model.errors import InputError, number_of, refuse_errors
from detente.model.labels import NEUTRAL


@dataclass(frozen=True, slots=True)
class ImportedLabels:
    """Gold labels, in the order of the sample and within a pair in that of its answers.

    `labelled` counts the labels of each annotator ("" for one without a name), `empty` the pairs that each left without
    a label, and `skipped` those that each passed over. `pairs` counts the pairs of the sample, `unlabelled` those of
    them that nobody labelled, `without_source` the labels that take a stance and name nobody who holds it.
    """

    rows: list[LabelRow]
    pairs: int
    unlabelled: int
    without_source: int
    labelled: Counter[str] = field(default_factory=Counter)
    empty: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)


def import_labels(
    sample: Path, responses: Sequence[Path] = (), *, annotators: Sequence[str] = ()
) -> ImportedLabels:
    """Join what people answered to the rows of a sample.

    `sample` is what the draw wrote, or an earlier file of labels; labels in it count as well, so that a sheet filled in
    by itself needs no `responses`. `annotators` names those of `responses`, file by file, where a file itself does not.
    Raises InputError where a file cannot be read, a row of the sample breaks the rules (a probability that is
    missing, an unknown code), or an answer does: it belongs to no row, its statement was changed, it is the second of
    one annotator for one pair, or its label or source is not known. Each error names the first 20 places.
    """
    if annotators and len(annotators) != len(responses):
        raise InputError(
            f"{number_of(len(annotators), 'annotator is', 'annotators are')} named for "
            f"{number_of(len(responses), 'file')}; name one for each"
        )
    joined = _Join(sample, read_label_rows(sample))
    for number, path in enumerate(responses):
        joined.add(path, name=annotators[number] if annotators else None)
    return joined.result()


class _Join:
    """The pairs of a sample, and the labels found for each so far."""

    def __init__(self, sample: Path, rows: Sequence[LabelRow]) -> None:
        self._rows: dict[PairKey, LabelRow] = {}
        self._by_statement: dict[tuple[str, str], PairKey] = {}
        self._labels: dict[PairKey, dict[str, tuple[str, LabelRow]]] = {}
        self._labelled: Counter[str] = Counter()
        self._empty: Counter[str] = Counter()
        self._skipped: Counter[str] = Counter()
        errors = [error for row in rows for error in self._take(sample, row)]
        refuse_errors(sample, errors)

    def _take(self, sample: Path, row: LabelRow) -> Iterator[str]:
        first = self._rows.setdefault(row.key, replace(row, label=None, source=None, annotator=None))
        self._by_statement.setdefault((_folded(row.statement), row.target), row.key)
        if (row.p_drawn, row.design) != (first.p_drawn, first.design):
            yield f"{row.key} was drawn with two probabilities or designs"
        if row.label is not None:
            who = row.annotator or ""
            self._labels.setdefault(row.key, {})[who] = (str(sample), row)
            self._labelled[who] += 1

    def add(self, path: Path, *, name: str | None) -> None:
        """Take the answers of a file; `name` is the annotator of those that name none."""
        errors = []
        for response in read_responses(path):
            who = response.annotator or name or ""
            found = self._errors(response, who, path)
            errors += [f"{response.where}: {error}" for error in found]
        refuse_errors(path, errors)

    def _errors(self, response: Response, who: str, path: Path) -> list[str]:
        key, errors = self._find(response)
        errors = errors + label_errors(response.label, response.source)
        if key is None or errors:
            return errors
        label, source = label_and_source(response.label, response.source)
        if response.skipped or label is None:
            (self._skipped if response.skipped else self._empty)[who] += 1
            return []
        of_pair = self._labels.setdefault(key, {})
        if who in of_pair:
            named = (
                f"annotator {who!r}" if who else "an annotator without a name (name each, by file or column)"
            )
            return [f"a second label of {named} for {key}, after one in {of_pair[who][0]}"]
        of_pair[who] = (
            f"{path}, {response.where}",
            replace(self._rows[key], label=label, source=source, annotator=who or None),
        )
        self._labelled[who] += 1
        return []

    def _find(self, response: Response) -> tuple[PairKey | None, list[str]]:
        if response.target is None:
            return None, ["names no target"]
        target = response.target.strip()
        key = PairKey((response.id or "").strip(), target)
        if key in self._rows:
            statement = response.statement
            if statement is not None and _folded(statement) != _folded(self._rows[key].statement):
                return None, [
                    f"the statement of {key} is not the one that was drawn: it was edited, or a column was "
                    "sorted without the others"
                ]
            return key, []
        # A spreadsheet turns some ids into numbers (012345678901, 12345e678901); the statement still tells.
        by_statement = self._by_statement.get((_folded(response.statement or ""), target))
        if by_statement is None:
            shown = " ".join((response.statement or "").split())[:60]
            return None, [f"{key} is not in the sample{f': {shown!r}' if shown else ''}"]
        return by_statement, []

    def result(self) -> ImportedLabels:
        """Put the labels in order."""
        rows = [row for key in self._rows for _, row in self._labels.get(key, {}).values()]
        return ImportedLabels(
            rows=rows,
            pairs=len(self._rows),
            unlabelled=sum(not self._labels.get(key) for key in self._rows),
            without_source=sum(row.label != NEUTRAL and row.source is None for row in rows),
            labelled=self._labelled,
            empty=self._empty,
            skipped=self._skipped,
        )


def _folded(statement: str) -> str:
    return " ".join(statement.split())
