"""Checks files of labelled documents before a training run or an evaluation is spent on them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.model.labels import TARGETS
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statement_id import statement_id
from detente.train.documents.labelled_documents import (
    LabelledDocument,
    LabelledStance,
    LabelledStatement,
    scan_documents,
)
from detente.train.labels.checking import (
    Check,
    FileSummary,
    Finding,
    as_findings,
    counts,
    file_names,
    is_date,
    rare_labels,
)


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """The documents of one file with the location ("train.jsonl:12") of each."""

    name: str
    documents: list[LabelledDocument]
    locations: list[str]

    @property
    def stances(self) -> list[LabelledStance]:
        """All stances of the file, in order."""
        return [stance for document in self.documents for stance in document.stances]


def check_documents(paths: Sequence[Path], *, allowed_targets: Collection[str] = TARGETS) -> Check:
    """Check files of labelled documents, each by itself and, as splits of one data set, against each other.

    Texts are checked where the file has them. Raises InputError where a file as a whole cannot be read; bad rows are
    findings.
    """
    files: list[DocumentFile] = []
    findings: list[Finding] = []
    for path, name in zip(paths, file_names(paths), strict=True):
        scanned = scan_documents(path, allowed_targets=allowed_targets)
        file = DocumentFile(name, scanned.documents, [f"{name}:{line}" for line in scanned.lines])
        files.append(file)
        errors = [f"{name}:{line}: {error}" for line, error in scanned.errors]
        findings += as_findings("error", "rows that are not labelled documents", errors)
        if not scanned.documents:
            findings += as_findings("error", "files without a usable document", [name])
        findings += _document_findings(file)
        findings += rare_labels(name, [stance.label for stance in file.stances])
    findings += as_findings("error", "duplicate documents", list(_repeated_documents(files)))
    findings += as_findings("warning", "statements in two files", list(_repeated_statements(files)))
    findings.sort(key=lambda finding: finding.level)
    return Check([_summarise(file) for file in files], findings)


def _document_findings(file: DocumentFile) -> Iterator[Finding]:
    doubts: dict[str, list[str]] = {
        "dates that are not YYYY, YYYY-MM or YYYY-MM-DD": [],
        "ids that are not the hash of the text": [],
        "stances without a source": [],
        "named targets that the finder does not find": [],
        "targets that the finder finds and that are not named": [],
    }
    dates, ids, sourceless, unfound, unnamed = doubts.values()
    finder = ActorFinder.from_files()
    for document, location in zip(file.documents, file.locations, strict=True):
        if document.date is not None and not is_date(document.date):
            dates.append(f"{location}: {document.date}")
        for number, statement in enumerate(document.statements, start=1):
            where = f"{location}, statement {number}"
            if statement.text and statement.id != statement_id(statement.text):
                ids.append(f"{where}: {statement.id}")
            sourceless += [f"{where}: {each.target}" for each in _sourceless(statement)]
            found = {mention.target for mention in finder.find(statement.text)} if statement.text else set()
            for stance in statement.stances if statement.text else ():
                if stance.named != (stance.target in found):
                    (unfound if stance.named else unnamed).append(f"{where}: {stance.target}")
    for message, each in doubts.items():
        yield from as_findings("warning", message, each)


def _sourceless(statement: LabelledStatement) -> list[LabelledStance]:
    return [stance for stance in statement.stances if stance.polar and stance.source is None]


def _repeated_documents(files: Sequence[DocumentFile]) -> Iterator[str]:
    first: dict[str, str] = {}
    for file in files:
        for document, location in zip(file.documents, file.locations, strict=True):
            if first.setdefault(document.id, location) != location:
                yield f"{first[document.id]} and {location}: {document.id}"


def _repeated_statements(files: Sequence[DocumentFile]) -> Iterator[str]:
    first: dict[str, tuple[str, str]] = {}
    for file in files:
        for document, location in zip(file.documents, file.locations, strict=True):
            for number, statement in enumerate(document.statements, start=1):
                where = f"{location}, statement {number}"
                name, earlier = first.setdefault(statement.id, (file.name, where))
                if name != file.name:
                    yield f"{earlier} and {where}"


def _summarise(file: DocumentFile) -> FileSummary:
    return FileSummary(
        file.name,
        len(file.stances),
        len({statement.id for document in file.documents for statement in document.statements}),
        labels=counts(stance.label for stance in file.stances),
        targets=counts(stance.target for stance in file.stances),
        sources=counts(stance.source for stance in file.stances),
        corpora=counts(document.corpus for document in file.documents for _ in document.stances),
        documents=len(file.documents),
        named=counts("named" if stance.named else "unnamed" for stance in file.stances),
    )
