"""Fits the linear models of reading documents: who is meant, with which stance, and who holds it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from detente.batch.whole_file import whole_file
from detente.model.document.scorers import FORMS, SOURCE_RULES, log_probabilities, network_features
from detente.model.errors import InputError
from detente.model.labels import HOSTILE, NEUTRAL, SOURCES, STANCES
from detente.train.evaluate.bootstrap import Floats
from detente.train.scorers.examples import Example

__all__ = ["TARGET_PRECISION", "fit_scorers", "write_scorers"]

# How strongly weights are held near zero, chosen on the development documents.
_MEANT_C: Final = 0.3
_STANCE_C: Final = 0.1
_SOURCE_PENALTY: Final = 3.0
# Of the targets that are claimed, named ones included, so many shall be right on these documents: others are harder.
TARGET_PRECISION: Final = 0.96
_FOLDS: Final = 5
_DECIMALS: Final = 4
# A target that is meant and gets a stance counts so many times: half of those that are meant get none.
_POLAR_WEIGHT: Final = 2.0


def fit_scorers(examples: Sequence[Example]) -> dict[str, Any]:
    """Fit the weights and return them as plain data, as `write_scorers` and `read_scorers` know them.

    That an actor is meant is a logistic regression; a source is chosen by a conditional logit (McFadden 1974). The
    threshold is the lowest at which, in cross-validation by document, 96 % of all targets that are claimed are
    right; examples of less weight than one take no part in that. Raises InputError where the examples lack what is to
    be learnt.
    """
    candidates = [one for one in examples if one.candidate is not None]
    meant = np.array([one.stance is not None for one in candidates])
    if not meant.any() or meant.all():
        raise InputError(
            "the documents hold no targets that are meant and not named; there is nothing to learn"
        )
    polar = [one for one in examples if _is_polar(one)]
    weights, threshold = _fit_meant(candidates, meant, examples)
    return {
        "meant": weights,
        "threshold": threshold,
        "stance": _fit_stance([one for one in candidates if one.stance is not None]),
        "source": _fit_source(polar),
    }


def write_scorers(path: Path, weights: Mapping[str, Any]) -> None:
    """Write weights as a JSON file that appears whole."""
    with whole_file(path) as stream:
        stream.write((json.dumps(weights, indent=1, sort_keys=True) + "\n").encode("utf-8"))


def _fit_meant(
    candidates: Sequence[Example], meant: NDArray[np.bool_], examples: Sequence[Example]
) -> tuple[dict[str, float], float]:
    network = [network_features(one.alone, one.context) for one in candidates]
    names = [name for name in network[0] if name != "network"]
    means = {name: float(np.mean([row[name] for row in network])) for name in names}
    rows = [
        {**(one.candidate or {}), **{name: row[name] - means[name] for name in names}}
        for one, row in zip(candidates, network, strict=True)
    ]
    vectors = DictVectorizer()
    x = vectors.fit_transform(rows)
    groups = [one.document for one in candidates]
    counts = np.array([one.weight * (_POLAR_WEIGHT if _is_polar(one) else 1.0) for one in candidates])
    held_out = np.zeros(len(candidates))
    for train, test in GroupKFold(_FOLDS).split(x, groups=groups):
        model = _meant_model().fit(x[train], meant[train], sample_weight=counts[train])
        held_out[test] = model.predict_proba(x[test])[:, 1]
    model = _meant_model().fit(x, meant, sample_weight=counts)
    weights = dict(zip(vectors.get_feature_names_out(), map(float, model.coef_[0]), strict=True))
    weights["bias"] = weights.get("bias", 0.0) + float(model.intercept_[0])
    # The means go into a constant, so that the part without the network is near the log odds by itself.
    weights["network"] = -sum(weights[name] * means[name] for name in names)
    whole = np.array([one.weight == 1 for one in candidates])
    named = [one for one in examples if one.named and one.weight == 1]
    return _rounded(weights), _threshold(held_out[whole], meant[whole], named)


def _is_polar(example: Example) -> bool:
    return example.stance is not None and example.stance.label != NEUTRAL


def _meant_model() -> LogisticRegression:
    return LogisticRegression(C=_MEANT_C, max_iter=5000)


def _threshold(held_out: Floats, meant: NDArray[np.bool_], named: Sequence[Example]) -> float:
    right = sum(one.stance is not None for one in named)
    order = np.argsort(-held_out)
    found = right + np.cumsum(meant[order])
    claimed = len(named) + np.arange(1, len(order) + 1)
    holds = np.flatnonzero(found / claimed >= TARGET_PRECISION)
    return round(float(held_out[order][holds[-1]]), _DECIMALS) if len(holds) else 1.0


def _fit_stance(meant: Sequence[Example]) -> list[list[float]]:
    x = np.array(
        [
            np.concatenate([log_probabilities(one.alone.stance), log_probabilities(one.context.stance)])
            for one in meant
        ]
    )
    y = np.array([STANCES.index(one.stance.label) for one in meant if one.stance is not None])
    counts = np.array([one.weight for one in meant])
    if len(set(y)) < len(STANCES):
        raise InputError("the targets that are meant and not named do not take all three stances")
    model = LogisticRegression(C=_STANCE_C, max_iter=5000).fit(x, y, sample_weight=counts)
    weights = np.round(np.vstack([model.intercept_, model.coef_.T]), _DECIMALS)
    return [list(map(float, row)) for row in weights]


def _fit_source(polar: Sequence[Example]) -> dict[str, float]:
    names = sorted({name for one in polar for source in SOURCES for name in _features_of(one, source)})
    names += [f"network {form}{rest}" for form in FORMS for rest in ("", ", not named")]
    names = [*(name for name in names if name not in SOURCE_RULES), *SOURCE_RULES]
    column = {name: number for number, name in enumerate(names)}
    x = np.zeros((len(polar), len(SOURCES), len(names)))
    for row, one in enumerate(polar):
        for number, source in enumerate(SOURCES):
            for name, value in _features_of(one, source).items():
                x[row, number, column[name]] = value
        if one.partner in SOURCES and one.stance is not None and one.stance.label == "cooperative":
            x[row, SOURCES.index(one.partner), column["joined, cooperative"]] = 1.0
        for form, found in zip(FORMS, (one.alone, one.context), strict=True):
            x[row, :, column[f"network {form}"]] = log_probabilities(found.source)
            if not one.named:
                x[row, :, column[f"network {form}, not named"]] = log_probabilities(found.source)
    y = np.array([SOURCES.index(one.stance.source) for one in polar if one.stance and one.stance.source])
    counts = np.array([one.weight for one in polar])
    learnt = len(names) - len(SOURCE_RULES)
    given = x[:, :, learnt:] @ np.array(list(SOURCE_RULES.values()))
    data = (x[:, :, :learnt], given, y, counts)
    fitted = minimize(_loss, np.zeros(learnt), args=data, jac=True, method="L-BFGS-B")
    return _rounded(dict(zip(names[:learnt], map(float, fitted.x), strict=True)))


def _features_of(example: Example, source: str) -> dict[str, float]:
    hostile = example.stance is not None and example.stance.label == HOSTILE
    return {**example.sources[source], **(example.foes[source] if hostile else {})}


def _loss(
    weights: Floats, x: Floats, given: Floats, y: NDArray[np.int64], counts: Floats
) -> tuple[float, Floats]:
    """The penalized loss of a conditional logit and its gradient; `x` is (pairs, sources, features).

    `given` is the part of the scores, (pairs, sources), that is not learnt; `counts`, (pairs,), how much each pair
    counts.
    """
    scores = x @ weights + given
    scores -= scores.max(axis=1, keepdims=True)
    shares = np.exp(scores)
    shares /= shares.sum(axis=1, keepdims=True)
    rows = np.arange(len(y))
    loss = -counts @ np.log(shares[rows, y]) + _SOURCE_PENALTY / 2 * (weights @ weights)
    shares[rows, y] -= 1
    shares *= counts[:, None]
    return float(loss), np.einsum("rs,rsf->f", shares, x) + _SOURCE_PENALTY * weights


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights to four decimals; one that rounds to zero is left out."""
    rounded = {name: round(value, _DECIMALS) for name, value in sorted(weights.items())}
    return {name: value for name, value in rounded.items() if value}
