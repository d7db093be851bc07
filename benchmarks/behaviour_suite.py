"""The behavioural suite: small cases, each made to test one skill, and how many of them a classifier passes.

After Ribeiro et al. 2020, "Beyond Accuracy: Behavioral Testing of NLP Models with CheckList".
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from detente.model.classifying import Classifier
from detente.model.errors import InputError, refuse_errors
from detente.model.prediction import Prediction
from detente.train.labels.labelled_rows import LabelledRow, read_labelled_rows
from detente.train.labels.pairs import errors_of

_COLUMNS: Final = ("id", "skill", "text", "target", "label")


@dataclass(frozen=True, slots=True)
class Case:
    """A statement, a target and the stance (`label`) that the codebook asks for, made to test a skill.

    `source` is who holds the stance; None for a neutral one, and where two hold it jointly. `group` is
    shared by cases that belong together, such as a statement and the one with the roles swapped.
    """

    id: str
    skill: str
    text: str
    target: str
    label: str
    source: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """A case and what the classifier made of it; it is passed where the stance is the case's label."""

    case: Case
    prediction: Prediction

    @property
    def passed(self) -> bool:
        """Whether the stance is right."""
        return self.prediction.stance == self.case.label

    @property
    def source_passed(self) -> bool:
        """Whether the source is right; tells nothing of a case that has none."""
        return self.prediction.source == self.case.source


@dataclass(frozen=True, slots=True)
class PassRate:
    """How many of some cases were passed, and in how many of those with a source the source was right."""

    cases: int
    passed: int
    sourced: int
    sources_passed: int

    @property
    def rate(self) -> float | None:
        """The share of cases that were passed; None where there was none."""
        return self.passed / self.cases if self.cases else None

    @property
    def source_rate(self) -> float | None:
        """The share of the cases with a source whose source was right; None where there was none."""
        return self.sources_passed / self.sourced if self.sourced else None


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """The outcome of every case, in the order of the suite, with pass rates of the whole and per skill."""

    outcomes: tuple[CaseOutcome, ...]

    @property
    def overall(self) -> PassRate:
        """The pass rate over all cases."""
        return _pass_rate(self.outcomes)

    @property
    def skills(self) -> dict[str, PassRate]:
        """The pass rate of each skill, in the order of the suite."""
        by_skill: dict[str, list[CaseOutcome]] = {}
        for outcome in self.outcomes:
            by_skill.setdefault(outcome.case.skill, []).append(outcome)
        return {skill: _pass_rate(outcomes) for skill, outcomes in by_skill.items()}

    @property
    def failures(self) -> list[CaseOutcome]:
        """The cases that were not passed, in the order of the suite."""
        return [outcome for outcome in self.outcomes if not outcome.passed]


def read_suite(folder: Path) -> list[Case]:
    """Read every `.jsonl` file of a folder, by name; each holds the cases of the skill it is named after.

    Raises InputError where the folder holds no such file, and where rows cannot be read, break the rules
    of labelled pairs, name another skill than their file, or repeat an id; it names the first 20.
    """
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise InputError(f"{folder}: holds no behavioural suite; expected are .jsonl files, one a skill")
    cases: list[Case] = []
    errors: list[str] = []
    for path in paths:
        for row in read_labelled_rows(path):
            found = _errors_of(row, skill=path.stem)
            errors += [f"{path.name}:{row.line}: {error}" for error in found]
            if not found:
                cases.append(_to_case(row))
    counts = Counter(case.id for case in cases)
    errors += [f"id {case_id!r} stands {count} times" for case_id, count in counts.items() if count > 1]
    refuse_errors(folder, errors)
    return cases


def run_suite(classifier: Classifier, suite: Sequence[Case]) -> SuiteResult:
    """Predict every case and return the outcomes; a case that cannot be predicted is not passed."""
    predictions = classifier.predict_pairs([(case.text, case.target) for case in suite])
    return SuiteResult(
        tuple(CaseOutcome(case, prediction) for case, prediction in zip(suite, predictions, strict=True))
    )


def _errors_of(row: LabelledRow, *, skill: str) -> list[str]:
    errors = errors_of(row, required=_COLUMNS)
    if row.error is None and row.columns.get("skill") not in (None, skill):
        errors.append(f"skill is {row.columns['skill']!r} in the file of {skill!r}")
    group = row.columns.get("group")
    if group is not None and not isinstance(group, str):
        errors.append(f"group is of type {type(group).__name__}, not text")
    return errors


def _to_case(row: LabelledRow) -> Case:
    columns = row.columns
    source, group = columns.get("source"), columns.get("group")
    return Case(
        **{name: str(columns[name]) for name in _COLUMNS},
        source=None if source in (None, "", "-") else str(source),
        group=None if group is None else str(group),
    )


def _pass_rate(outcomes: Iterable[CaseOutcome]) -> PassRate:
    found = list(outcomes)
    sourced = [outcome for outcome in found if outcome.case.source is not None]
    return PassRate(
        cases=len(found),
        passed=sum(outcome.passed for outcome in found),
        sourced=len(sourced),
        sources_passed=sum(outcome.source_passed for outcome in sourced),
    )
