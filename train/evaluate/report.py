"""An evaluation as JSON and as Markdown; neither holds a statement, so both may be published."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import chain
from typing import Any

from detente.model.labels import SOURCES, STANCES
from detente.train.evaluate.bootstrap import Difference, Interval
from detente.train.evaluate.certainty import Certainty, TargetCertainty
from detente.train.evaluate.evaluation import Evaluation, GroupScores, count_correct
from detente.train.evaluate.outcomes import NO_SOURCE
from detente.train.evaluate.reliability import ReliabilityBin
from detente.train.evaluate.report_text import WrittenReport, difference_text, head_lines, score_text, table


@dataclass(frozen=True, slots=True)
class EvaluationReport(WrittenReport):
    """What was evaluated, how, and what came out.

    `command` makes the report again, `data` names the file, `data_sha256` its bytes and `lang` the language of its
    pairs (ISO 639-1; None where they are of several), `fingerprint` the checkpoint and `against` the second
    checkpoint, if there is one. `systems` maps each system's name to its evaluation, the checkpoint first, then the
    second one; `differences` maps another system's name to the checkpoint's macro-F1 less its own,
    `calibration_differences` the second checkpoint's to the same of the expected calibration error, `certainty` a
    checkpoint's name to what its probabilities are worth.
    """

    command: str
    data: str
    data_sha256: str
    fingerprint: str
    systems: dict[str, Evaluation]
    differences: dict[str, Difference] = field(default_factory=dict)
    worst_shown: int = 10
    against: str | None = None
    certainty: dict[str, Certainty] = field(default_factory=dict)
    calibration_differences: dict[str, Interval] = field(default_factory=dict)
    lang: str | None = None

    def content(self) -> dict[str, Any]:
        """Return what the JSON holds, its numbers not yet rounded, with rows of the data from 1.

        Beside `command`, `data` (`file`, `lang`, `sha256`) and the fingerprints `checkpoint` and `against`:
        `order` names all systems, the checkpoints first; `checkpoints` names the checkpoints in that order.
        `systems[name]` holds the fields of Evaluation, of `worst` those that are shown. Each of `worst` has the
        fields of Miss (`mentions` as [start, end] in characters, no statement) and, for the first of two
        checkpoints, `other`: `predicted`, `probability` and `predicted_source` of the second one, null where it
        predicted nothing. `correct` are the fields of Correct for two checkpoints, and
        `calibration_error_over_second` those of Interval. `certainty[checkpoint]` are the fields of Certainty,
        `macro_f1_over_baselines[other system]` those of Difference. Absent for one checkpoint: `against`, `correct`,
        `calibration_error_over_second` and `other`.
        """
        first = next(iter(self.systems.values()))
        return {
            "command": self.command,
            "checkpoint": self.fingerprint,
            "checkpoints": list(self.certainty),
            "order": list(self.systems),
            **({} if self.against is None else self._against(first)),
            "data": {"file": self.data, "lang": self.lang, "sha256": self.data_sha256},
            "systems": {
                name: _content(evaluation, self._worst_of(name)) for name, evaluation in self.systems.items()
            },
            "certainty": {name: asdict(found) for name, found in self.certainty.items()},
            "macro_f1_over_baselines": {name: asdict(found) for name, found in self.differences.items()},
        }

    def _against(self, first: Evaluation) -> dict[str, Any]:
        name, second = list(self.systems.items())[1]
        return {
            "against": self.against,
            "correct": asdict(count_correct(first, second)),
            "calibration_error_over_second": asdict(self.calibration_differences[name]),
        }

    def _worst_of(self, name: str) -> list[dict[str, Any]]:
        first, *others = self.systems
        misses = [
            {**asdict(miss), "row": miss.row + 1} for miss in self.systems[name].worst[: self.worst_shown]
        ]
        if self.against is not None and name == first:
            second = self.systems[others[0]]
            for miss in misses:
                miss["other"] = _prediction_of(second, miss["row"] - 1)
        return misses

    def lines(self) -> Iterator[str]:
        """Yield the lines of the Markdown page."""
        yield from head_lines(
            "Evaluation", command=self.command, data=self.data, data_sha256=self.data_sha256
        )
        yield "Intervals are 95 %, from resampling statements. Macro-F1 is over the stances in the labels."
        for name, evaluation in self.systems.items():
            yield from ("", f"## {name}", "", *overall_lines(evaluation))
            yield from chain.from_iterable(("", line) for line in self.difference_lines(name))
        for name, found in self.certainty.items():
            yield from ("", f"## What the probabilities of {name} are worth", *_certainty_lines(found))
        first = next(iter(self.systems.values()))
        yield from ("", "## The checkpoint by group", *_group_lines(first))
        if self.worst_shown:
            yield from ("", "### Most confident errors", "", *_worst_lines(first, self.worst_shown))

    def difference_lines(self, name: str) -> Iterator[str]:
        """Say by how much the checkpoint differs from the system `name`; nothing for the checkpoint itself."""
        if name in self.differences:
            yield f"Macro-F1 of the checkpoint less this: {_difference(self.differences[name])}."
        if name in self.calibration_differences:
            found = difference_text(self.calibration_differences[name])
            yield f"Expected calibration error of the checkpoint less this: {found}."


def overall_rows(evaluation: Evaluation) -> list[tuple[str, str]]:
    """Name and value of each score of the whole, as a page or a terminal shows them."""
    return [
        ("pairs (statements)", f"{evaluation.pairs:,} ({evaluation.statements:,})"),
        ("pairs that could not be predicted", f"{evaluation.errors:,}"),
        ("macro-F1", score_text(evaluation.macro_f1)),
        ("accuracy", score_text(evaluation.accuracy)),
        ("accuracy, surest 80 %", f"{evaluation.confident_accuracy:.3f}"),
        ("source accuracy, where the stance is right", score_text(evaluation.source_accuracy)),
        ("stance and source right, of pairs with both", score_text(evaluation.dyad_accuracy)),
        ("expected calibration error", f"{evaluation.calibration_error:.3f}"),
        ("Brier score", f"{evaluation.brier_score:.3f}"),
        ("kappa with the labels", _share(evaluation.kappa)),
    ]


def certainty_rows(found: Certainty) -> list[tuple[str, str]]:
    """Name and value of what the probabilities of a checkpoint are worth, as a page or a terminal shows them."""
    decided = found.decided
    return [
        ("expected calibration error, before calibration", f"{found.before.calibration_error:.3f}"),
        (f"after it, with temperature {found.temperature:g}", f"{found.after.calibration_error:.3f}"),
        (f"too close to call, below {found.too_close_below:g}", f"{1 - decided.coverage:.1%} of the pairs"),
        ("accuracy of these", _share(decided.too_close_accuracy)),
        ("accuracy of the rest", _share(decided.accuracy)),
    ]


def overall_lines(evaluation: Evaluation) -> list[str]:
    """Lay the scores of the whole into a Markdown table."""
    return table(("score", "value"), overall_rows(evaluation))


def _certainty_lines(found: Certainty) -> Iterator[str]:
    yield from ("", *table(("score", "value"), certainty_rows(found)))
    of_target = ("target", "pairs", "mean probability", "accuracy", "calibration error before", "after")
    yield from ("", *table(of_target, [(name, *_target_cells(of)) for name, of in found.by_target.items()]))
    for when, reliability in (("before", found.before), ("after", found.after)):
        of_bin = (f"probability {when} calibration", "pairs", "mean probability", "accuracy")
        yield from ("", *table(of_bin, [_bin_cells(of) for of in reliability.bins]))


def _target_cells(of: TargetCertainty) -> list[str]:
    values = (of.confidence, of.accuracy, of.calibration_error_before, of.calibration_error)
    return [f"{of.pairs:,}", *(f"{value:.3f}" for value in values)]


def _bin_cells(of: ReliabilityBin) -> tuple[str, ...]:
    return (f"{of.low:.3f}-{of.high:.3f}", f"{of.pairs:,}", f"{of.confidence:.3f}", score_text(of.accuracy))


def _group_lines(evaluation: Evaluation) -> Iterator[str]:
    label_rows = [
        (name, f"{s.support:,}", f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}")
        for name, s in evaluation.labels.items()
    ]
    yield from ("", "### Stance", "", *table(("stance", "pairs", "precision", "recall", "F1"), label_rows))
    counts = [
        (stance, *(f"{count:,}" for count in row))
        for stance, row in zip(STANCES, evaluation.confusion, strict=True)
    ]
    yield from ("", "### Confusion", "", *table(("labelled \\ predicted", *STANCES), counts))
    if evaluation.dyads:
        cells = [
            (name, f"{s.pairs:,}", f"{s.stance_right:,}", f"{s.both_right:,}")
            for name, s in evaluation.dyads.items()
        ]
        header = ("source > target, as labelled", "pairs", "stance right", "stance and source right")
        yield from ("", "### By dyad", "", *table(header, cells))
    for grouping, groups in evaluation.groups.items():
        if groups:
            yield from ("", f"### By {grouping}", "", *_group_table(grouping, groups))


def _group_table(grouping: str, groups: Mapping[str, GroupScores]) -> list[str]:
    rows = [
        (name, f"{s.pairs:,}", score_text(s.macro_f1), score_text(s.accuracy)) for name, s in groups.items()
    ]
    return table((grouping, "pairs", "macro-F1", "accuracy"), rows)


def _worst_lines(evaluation: Evaluation, number: int) -> list[str]:
    rows = [
        (str(miss.row + 1), miss.target, miss.label, miss.predicted, f"{miss.probability:.3f}")
        for miss in evaluation.worst[:number]
    ]
    return table(("pair of the data", "target", "label", "predicted", "probability"), rows)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _difference(found: Difference) -> str:
    return (
        f"{found.value:+.3f} ({found.low:+.3f} to {found.high:+.3f}; "
        f"no better in {found.p_not_better:.1%} of the resamples)"
    )


def _prediction_of(evaluation: Evaluation, row: int) -> dict[str, Any] | None:
    if row not in evaluation.rows:
        return None
    outcomes, at = evaluation.outcomes, evaluation.rows.index(row)
    stance, source = int(outcomes.predicted[at]), int(outcomes.predicted_sources[at])
    return {
        "predicted": STANCES[stance],
        "probability": float(outcomes.probabilities[at, stance]),
        "predicted_source": None if source == NO_SOURCE else SOURCES[source],
    }


def _content(evaluation: Evaluation, worst: list[dict[str, Any]]) -> dict[str, Any]:
    scores = ("pairs", "statements", "errors", "confident_accuracy", "calibration_error", "brier_score")
    source, dyad = evaluation.source_accuracy, evaluation.dyad_accuracy
    return {
        **{name: getattr(evaluation, name) for name in scores},
        "macro_f1": asdict(evaluation.macro_f1),
        "accuracy": asdict(evaluation.accuracy),
        "source_accuracy": None if source is None else asdict(source),
        "dyad_accuracy": None if dyad is None else asdict(dyad),
        "labels": {name: asdict(scores) for name, scores in evaluation.labels.items()},
        "confusion": evaluation.confusion,
        "confusion_by_target": evaluation.confusion_by_target,
        "kappa": evaluation.kappa,
        "dyads": {name: asdict(scores) for name, scores in evaluation.dyads.items()},
        "groups": {
            grouping: {name: asdict(scores) for name, scores in groups.items()}
            for grouping, groups in evaluation.groups.items()
        },
        "worst": worst,
    }
