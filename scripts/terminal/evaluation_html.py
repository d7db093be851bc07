"""An evaluation as a page: what `train` computed, put into the plain numbers and texts that `report` shows."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.model.labels import SOURCES, STANCES, TARGETS
from detente.report.evaluation import content as page
from detente.report.evaluation.evaluation_page import evaluation_page
from detente.report.page import write_page
from detente.train.evaluate.bootstrap import Difference, Interval
from detente.train.evaluate.certainty import certainty_of
from detente.train.evaluate.ensemble import CheckpointClassifier
from detente.train.evaluate.evaluation import Evaluation, GroupScores, Miss
from detente.train.evaluate.outcomes import NO_SOURCE
from detente.train.evaluate.reliability import ReliabilityBin
from detente.train.evaluate.report import EvaluationReport
from detente.train.evaluate.scores import confusion
from detente.train.labels.pairs import LabelledPair

# The codebook's order, where it has one; other groups come with the most pairs first.
_ORDERS: Final[Mapping[str, Sequence[str]]] = {"target": TARGETS, "source": SOURCES}


def write_evaluation_page(
    report: EvaluationReport,
    pairs: Sequence[LabelledPair],
    *,
    classifiers: Sequence[CheckpointClassifier],
    path: Path,
) -> None:
    """Write the page of a report whose first systems are the `classifiers`, judged on `pairs`, to `path`.

    The page holds the statements of the surest wrong answers. Raises InputError where the folder of `path`
    does not exist.
    """
    write_page(evaluation_page(evaluation_content(report, pairs, classifiers=classifiers)), path)


def evaluation_content(
    report: EvaluationReport, pairs: Sequence[LabelledPair], *, classifiers: Sequence[CheckpointClassifier]
) -> page.EvaluationContent:
    """What the page shows of a report whose first systems are the `classifiers`, judged on `pairs`."""
    evaluations = dict(list(report.systems.items())[: len(classifiers)])
    first, *others = evaluations.values()
    systems = [_system(name, report) for name in report.systems]
    return page.EvaluationContent(
        data=report.data,
        data_sha256=report.data_sha256,
        command=report.command,
        pairs=first.pairs,
        statements=first.statements,
        checkpoints=[
            _card(system, evaluation, pairs, classifier)
            for system, evaluation, classifier in zip(
                systems, evaluations.values(), classifiers, strict=False
            )
        ],
        systems=systems,
        groupings=list(_groupings(list(evaluations.values()))),
        wrong=[
            _wrong(miss, evaluations, pairs[miss.row], classifiers[0])
            for miss in first.worst[: report.worst_shown]
        ],
        wrong_in_all=int((first.outcomes.truth != first.outcomes.predicted).sum()),
        agreement=_agreement(first, others[0]) if others else None,
    )


def _system(name: str, report: EvaluationReport) -> page.System:
    found = report.systems[name]
    difference = report.differences.get(name)
    first = next(iter(report.systems.values()))
    return page.System(
        name=name,
        errors=found.errors,
        macro_f1=_score(found.macro_f1),
        accuracy=_score(found.accuracy),
        source_accuracy=None if found.source_accuracy is None else _score(found.source_accuracy),
        dyad_accuracy=None if found.dyad_accuracy is None else _score(found.dyad_accuracy),
        confident_accuracy=found.confident_accuracy,
        calibration_error=found.calibration_error,
        brier_score=found.brier_score,
        stances=[
            page.StanceScores(stance, scores.precision, scores.recall, scores.f1, scores.support)
            for stance, scores in found.labels.items()
        ],
        confusion=page.Confusion(name, found.confusion),
        difference=None if difference is None else _difference(difference, first, found),
    )


def _difference(found: Difference, first: Evaluation, second: Evaluation) -> page.Difference:
    common = len(set(first.rows) & set(second.rows))
    return page.Difference(found.value, found.low, found.high, found.p_not_better, common)


def _card(
    system: page.System,
    evaluation: Evaluation,
    pairs: Sequence[LabelledPair],
    classifier: CheckpointClassifier,
) -> page.CheckpointCard:
    certainty = certainty_of(evaluation, pairs, classifier.checkpoint.settings)
    decided = certainty.decided
    return page.CheckpointCard(
        system=system,
        fingerprint=classifier.checkpoint.fingerprint,
        too_close_below=certainty.too_close_below,
        coverage=decided.coverage,
        decided_accuracy=decided.accuracy,
        too_close_accuracy=decided.too_close_accuracy,
        reliability=page.Reliability(
            temperature=certainty.temperature,
            before=_bins(certainty.before.bins),
            after=_bins(certainty.after.bins),
            error_before=certainty.before.calibration_error,
            error_after=certainty.after.calibration_error,
        ),
        by_target=_by_target(evaluation, pairs),
    )


def _by_target(evaluation: Evaluation, pairs: Sequence[LabelledPair]) -> list[page.Confusion]:
    targets = np.array([pairs[row].target for row in evaluation.rows])
    return [
        page.Confusion(target, confusion(evaluation.outcomes.take(targets == target)))
        for target in _in_order("target", evaluation.groups["target"])
    ]


def _bins(bins: Sequence[ReliabilityBin]) -> list[page.Bin]:
    return [
        page.Bin(found.low, found.high, found.pairs, found.confidence, _score(found.accuracy))
        for found in bins
    ]


def _groupings(evaluations: Sequence[Evaluation]) -> Iterator[page.Grouping]:
    for name in evaluations[0].groups:
        by_system = [evaluation.groups[name] for evaluation in evaluations]
        # What one checkpoint could judge nothing of, another may have judged.
        known = {group: scores for groups in reversed(by_system) for group, scores in groups.items()}
        if known:
            yield page.Grouping(name, [_group(key, by_system) for key in _in_order(name, known)])


def _group(name: str, by_system: Sequence[Mapping[str, GroupScores]]) -> page.Group:
    found = [groups.get(name) for groups in by_system]
    return page.Group(
        name,
        pairs=max(scores.pairs for scores in found if scores is not None),
        macro_f1=[None if scores is None else _score(scores.macro_f1) for scores in found],
        accuracy=[None if scores is None else _score(scores.accuracy) for scores in found],
    )


def _in_order(grouping: str, groups: Mapping[str, GroupScores]) -> list[str]:
    if grouping == "length":
        return list(groups)  # sorted by name already, which is by length
    order = _ORDERS.get(grouping, ())
    places = {name: place for place, name in enumerate(order)}
    return sorted(groups, key=lambda name: (places.get(name, len(order)), -groups[name].pairs, name))


def _wrong(
    miss: Miss, evaluations: Mapping[str, Evaluation], pair: LabelledPair, classifier: CheckpointClassifier
) -> page.WrongAnswer:
    (name, first), *others = evaluations.items()
    judged_by = [found for found in others if miss.row in found[1].rows]
    return page.WrongAnswer(
        row=miss.row + 1,
        pieces=_pieces(pair, classifier),
        target=miss.target,
        label=miss.label,
        source=pair.source,
        answer=_answer(name, first, miss.row),
        other=_answer(*judged_by[0], miss.row) if judged_by else None,
    )


def _answer(name: str, evaluation: Evaluation, row: int) -> page.Answer:
    outcomes, place = evaluation.outcomes, evaluation.rows.index(row)
    stance, source = int(outcomes.predicted[place]), int(outcomes.predicted_sources[place])
    return page.Answer(
        system=name,
        stance=STANCES[stance],
        probability=float(outcomes.probabilities[place, stance]),
        source=None if source == NO_SOURCE else SOURCES[source],
        right=stance == int(outcomes.truth[place]),
    )


def _pieces(pair: LabelledPair, classifier: CheckpointClassifier) -> list[tuple[str, bool]]:
    pieces, position = [], 0
    for mention in classifier.finder.find(pair.text, [pair.target]):
        pieces += [
            (pair.text[position : mention.start], False),
            (pair.text[mention.start : mention.end], True),
        ]
        position = mention.end
    return [(text, mark) for text, mark in [*pieces, (pair.text[position:], False)] if text]


def _agreement(first: Evaluation, second: Evaluation) -> page.Agreement:
    both = sorted(set(first.rows) & set(second.rows))
    one, other = (_right(evaluation)[np.isin(evaluation.rows, both)] for evaluation in (first, second))
    return page.Agreement(
        both=int((one & other).sum()),
        first_only=int((one & ~other).sum()),
        second_only=int((~one & other).sum()),
        neither=int((~one & ~other).sum()),
    )


def _right(evaluation: Evaluation) -> NDArray[np.bool_]:
    return np.asarray(evaluation.outcomes.truth == evaluation.outcomes.predicted)


def _score(found: Interval) -> page.Score:
    return page.Score(found.value, found.low, found.high)
