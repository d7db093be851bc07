"""Checkpoints and baselines scored on one file of labelled pairs, each beside the first checkpoint."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from detente.model.labels import TARGETS
from detente.model.text.language import languages_of
from detente.train.evaluate.baselines import MajorityBaseline, TfidfBaseline
from detente.train.evaluate.certainty import certainty_of
from detente.train.evaluate.ensemble import CheckpointClassifier
from detente.train.evaluate.evaluation import compare, compare_calibration, evaluate
from detente.train.evaluate.lexicon import LexiconBaseline
from detente.train.evaluate.report import EvaluationReport
from detente.train.labels.pairs import LabelledPair

# Labelled pairs are of a language if so many of their statements are.
_MOST_OF_PAIRS: Final = 0.9


def evaluate_systems(
    checkpoints: Mapping[str, CheckpointClassifier],
    pairs: Sequence[LabelledPair],
    *,
    learnt_from: Sequence[LabelledPair],
    seed: int,
    command: str,
    data: Path,
    worst_shown: int,
) -> EvaluationReport:
    """Score one or two checkpoints, and baselines trained on `learnt_from`, on the `pairs` of the file `data`.

    All others are compared with the first checkpoint. `command` is the command that makes the report again.
    Raises InputError if no pair can be predicted.
    """
    systems = {name: evaluate(classifier, pairs, seed=seed) for name, classifier in checkpoints.items()}
    classifier, *second = checkpoints.values()
    if learnt_from:
        systems["majority"] = evaluate(MajorityBaseline(learnt_from), pairs, seed=seed)
        systems["lexicon"] = evaluate(LexiconBaseline(learnt_from, seed=seed), pairs, seed=seed)
        tfidf = TfidfBaseline(learnt_from, finder=classifier.finder, seed=seed)
        systems["TF-IDF"] = evaluate(tfidf, pairs, seed=seed)
    first, *others = systems
    return EvaluationReport(
        command=command,
        data=str(data),
        fingerprint=classifier.checkpoint.fingerprint,
        data_sha256=hashlib.sha256(data.read_bytes()).hexdigest(),
        systems=systems,
        differences={name: compare(systems[first], systems[name], seed=seed) for name in others},
        calibration_differences={
            name: compare_calibration(systems[first], systems[name], seed=seed)
            for name in list(checkpoints)[1:]
        },
        worst_shown=worst_shown,
        against=second[0].checkpoint.fingerprint if second else None,
        certainty={
            name: certainty_of(systems[name], pairs, checkpoint.checkpoint.settings)
            for name, checkpoint in checkpoints.items()
        },
        lang=_language_of(pairs),
    )


def known_targets(classifiers: Sequence[CheckpointClassifier]) -> list[str] | None:
    """Return the targets that labelled pairs may have for these classifiers; None for targets of any name."""
    # A checkpoint without a list of targets was trained on targets of any name.
    trained_on = [classifier.checkpoint.settings.targets for classifier in classifiers]
    return list(dict.fromkeys([*TARGETS, *chain(*trained_on)])) if all(trained_on) else None


def told_apart(names: Sequence[str], against: str | None) -> list[str]:
    """Return the names of one or two checkpoints; a second one of the same name is told by its path, `against`."""
    if len(set(names)) == len(names):
        return list(names)
    return [names[0], f"{names[1]} ({against})"]


def _language_of(pairs: Sequence[LabelledPair]) -> str | None:
    # A statement or two may be told wrong: one without a name or a common word, say.
    told = Counter(languages_of(list(dict.fromkeys(pair.text for pair in pairs))))
    [(language, statements)] = told.most_common(1)
    return language if statements >= _MOST_OF_PAIRS * told.total() else None
