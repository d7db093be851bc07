"""Checks files of labelled pairs before a training run is spent on them."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Literal

from detente.model.labels import NEUTRAL, STANCES, TARGETS
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statement_id import statement_id
from detente.model.text.words import word_count
from detente.train.labels.overlaps import find_overlaps
from detente.train.labels.pairs import LabelledPair, scan_pairs

MOST_WORDS: Final = 200
# A label below this share of the pairs is hard to learn and its scores are hardly to be relied on.
SMALLEST_SHARE: Final = 0.05
EXAMPLES: Final = 5

_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of trouble: an error keeps the data from being used, a warning may be meant so."""

    level: Literal["error", "warning"]
    message: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileSummary:
    """What a file holds: usable pairs, distinct statements, and pairs by label, target, source and corpus.

    A file of documents also has their number, and its pairs by whether the statement names the target.
    """

    file: str
    pairs: int
    statements: int
    labels: dict[str, int]
    targets: dict[str, int]
    sources: dict[str, int]
    corpora: dict[str, int]
    documents: int | None = None
    named: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """The summaries of the files, in the order given, and everything found in them, errors first."""

    files: list[FileSummary]
    findings: list[Finding] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether no finding is an error."""
        return all(finding.level != "error" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """The pairs of one file with the location ("train.jsonl:12") of each."""

    name: str
    pairs: list[LabelledPair]
    locations: list[str]


def check_files(paths: Sequence[Path], *, allowed_targets: Collection[str] = TARGETS) -> Check:
    """Check files of labelled pairs, each by itself and, as splits of one data set, against each other.

    Raises InputError where a file as a whole cannot be read; bad rows are findings.
    """
    files, findings = [], []
    names = file_names(paths)
    for path, name in zip(paths, names, strict=True):
        scanned = scan_pairs(path, allowed_targets=allowed_targets)
        file = LabelledFile(name, scanned.pairs, [f"{name}:{line}" for line in scanned.lines])
        files.append(file)
        errors = [f"{name}:{line}: {error}" for line, error in scanned.errors]
        findings += as_findings("error", "rows that are not labelled pairs", errors)
        if not scanned.pairs:
            findings += as_findings("error", "files without a usable pair", [name])
        findings += _row_findings(file)
        findings += rare_labels(name, [pair.label for pair in file.pairs])
    for level, message, found in find_overlaps(
        [
            (file.name, pair, location)
            for file in files
            for pair, location in zip(file.pairs, file.locations, strict=True)
        ]
    ):
        findings += as_findings(level, message, found)
    findings.sort(key=lambda finding: finding.level)
    return Check([_summarise(file) for file in files], findings)


def as_findings(level: Literal["error", "warning"], message: str, found: Sequence[str]) -> list[Finding]:
    """Make one finding of everything `found`, none where there is nothing."""
    return [Finding(level, message, len(found), tuple(found[:EXAMPLES]))] if found else []


def file_names(paths: Sequence[Path]) -> list[str]:
    """Name the files as briefly as tells them apart."""
    names = [path.name for path in paths]
    return names if len(set(names)) == len(names) else [path.as_posix() for path in paths]


def _row_findings(file: LabelledFile) -> Iterator[Finding]:
    doubts: dict[str, list[str]] = {
        "ids that are not the hash of the text": [],
        "texts of more than 200 words": [],
        "dates that are not YYYY, YYYY-MM or YYYY-MM-DD": [],
        "stances without a source": [],
        "targets that the statement does not mention": [],
    }
    ids, long, dates, sourceless, unmentioned = doubts.values()
    finder = ActorFinder.from_files()
    for pair, location in zip(file.pairs, file.locations, strict=True):
        if pair.id != statement_id(pair.text):
            ids.append(f"{location}: {pair.id}")
        if (words := word_count(pair.text)) > MOST_WORDS:
            long.append(f"{location}: {words} words")
        if pair.date is not None and not is_date(pair.date):
            dates.append(f"{location}: {pair.date}")
        if pair.source is None and pair.label != NEUTRAL:
            sourceless.append(location)
        if pair.span is None and pair.target in finder.actors and not finder.find(pair.text, [pair.target]):
            unmentioned.append(f"{location}: {pair.target}")
    for message, found in doubts.items():
        yield from as_findings("warning", message, found)


def is_date(text: str) -> bool:
    """Whether `text` is a year, a month or a day of the calendar in the form of ISO 8601."""
    if _DATE.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def rare_labels(name: str, labels: Sequence[str]) -> list[Finding]:
    """Find the stances that few of the labels of a file have."""
    numbers = Counter(labels)
    rare = [
        f"{name}: {label} {numbers[label] / len(labels):.1%}"
        for label in STANCES
        if labels and numbers[label] < SMALLEST_SHARE * len(labels)
    ]
    return as_findings("warning", f"labels below {SMALLEST_SHARE:.0%} of the pairs", rare)


def _summarise(file: LabelledFile) -> FileSummary:
    return FileSummary(
        file.name,
        len(file.pairs),
        len({pair.text for pair in file.pairs}),
        labels=counts([pair.label for pair in file.pairs]),
        targets=counts([pair.target for pair in file.pairs]),
        sources=counts([pair.source for pair in file.pairs]),
        corpora=counts([pair.corpus for pair in file.pairs]),
    )


def counts(values: Iterable[str | None]) -> dict[str, int]:
    """Count each value, the most frequent first, without None."""
    return dict(Counter(value for value in values if value is not None).most_common())
