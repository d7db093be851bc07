"""Weighs a network's replies whether targets are meant, beside what documents tell."""

from collections.abc import Sequence
from itertools import chain
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from detente.model.document.scorers import meant_log_odds, stance_log_odds
from detente.model.errors import InputError
from detente.train.evaluate.bootstrap import Floats
from detente.train.scorers.question.replies import Reply

__all__ = ["fit_question", "log_odds"]

_DECIMALS: Final = 4
# How strongly weights are held near zero: hardly, with so few of them.
_C: Final = 0.3
# Constants are given as large columns, so that they are hardly held near zero.
_CONSTANT: Final = 10.0
_NETWORK: Final = "network"
# The share of the targets that count as meant which are lost because the network is not asked for their stance: each
# that is asked takes time.
_LOST: Final = 0.01


def fit_question(
    replies: Sequence[Reply], others: Sequence[Sequence[Reply]] = (), *, precision: float
) -> dict[str, float]:
    """Fit the weights of a network's replies, a logistic regression, as `Scorers.question` knows them.

    `others` are the replies of further networks, one sequence a network: they share the weights of the stances, and
    each has weights of its features and its reply and a constant of its own, which are not kept. The threshold is the
    lowest log odds from which on `precision` of the targets of `replies` are meant. "least" are the log odds without
    the stances that 99 % of the targets which count as meant, by any network, have at least. Raises InputError where
    all of `replies` are meant, or none is.
    """
    meant = [one.meant for one in replies]
    if not meant or all(meant) or not any(meant):
        raise InputError("the documents hold no targets that are meant and not named beside others")
    networks = [replies, *(some for some in others if some)]
    every = list(chain(*networks))
    names = sorted(name for name in replies[0].stance if name != _NETWORK)
    stances = np.array([[one.stance[name] for name in names] for one in every])
    means = stances.mean(axis=0)
    own = np.repeat(np.eye(len(networks)), [len(some) for some in networks], axis=0)
    signs = np.array([[one.features, one.reply, _CONSTANT] for one in every])
    x = np.column_stack([stances - means, (own[:, :, None] * signs[:, None, :]).reshape(len(every), -1)])
    y = np.array([one.meant for one in every])
    model = LogisticRegression(C=_C, max_iter=5000).fit(x, y)
    total = model.decision_function(x)
    threshold = _threshold(total[: len(replies)], y[: len(replies)], precision)
    of_stances, (features, reply, constant) = np.split(model.coef_[0], [len(names), len(names) + 3])[:2]
    first = total - stances @ of_stances
    weights = {
        "bias": model.intercept_[0] - of_stances @ means + constant * _CONSTANT,
        "features": features,
        "reply": reply,
        "least": np.quantile(first[total >= threshold], _LOST),
        "threshold": threshold,
    } | dict(zip(names, of_stances, strict=True))
    return {name: round(float(value), _DECIMALS) for name, value in weights.items()}


def log_odds(reply: Reply, weights: dict[str, float]) -> float:
    """Return the log odds that a target is meant, by the weights of `fit_question`."""
    return meant_log_odds(weights, reply.features, reply.reply) + stance_log_odds(weights, reply.stance)


def _threshold(total: Floats, meant: Floats, precision: float) -> float:
    order = np.argsort(-total)
    right = np.cumsum(meant[order]) / np.arange(1, len(meant) + 1)
    holds = np.flatnonzero(right >= precision)
    return float(total[order][holds[-1]] if len(holds) else total.max())
