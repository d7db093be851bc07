"""A network's replies whether targets are meant, and their weights beside what documents tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from detente.model import StanceClassifier
from detente.model.document.plan import question_pair
from detente.model.document.reader import DocumentReader
from detente.model.document.scorers import reply_log_odds
from detente.model.errors import InputError
from detente.model.prediction import PairProbabilities
from detente.train.documents.labelled_documents import LabelledDocument

__all__ = ["Reply", "ask", "fit_question"]

_DECIMALS: Final = 4


@dataclass(frozen=True, slots=True)
class Reply:
    """A target that a statement may mean: the log odds of its features and of the network's yes, and the label."""

    features: float
    reply: float
    meant: bool


def ask(documents: Sequence[LabelledDocument], classifier: StanceClassifier) -> list[Reply]:
    """Ask a network of every target of the documents that is planned and not named.

    Raises InputError if the network has not learnt to answer.
    """
    wording = classifier.checkpoint.settings.wording
    if not wording.question:
        raise InputError(f"{classifier.name} has not learnt to answer whether a target is meant")
    reader = DocumentReader(classifier.finder)
    asked, labelled = [], []
    for document in documents:
        plans = reader.read(document.texts, facts=document.facts, language=document.language)
        for statement, plan in zip(document.statements, plans, strict=True):
            labels = {stance.target for stance in statement.stances}
            unnamed = [meant for meant in plan.targets if not meant.named]
            asked += [(plan, meant) for meant in unnamed]
            labelled += [meant.target in labels for meant in unnamed]
    found = classifier.predict_located(
        question_pair(classifier.finder, plan, meant, wording=wording) for plan, meant in asked
    )
    return [
        Reply(meant.meant_score, reply_log_odds(PairProbabilities.of(one)), is_meant)
        for (_, meant), one, is_meant in zip(asked, found, labelled, strict=True)
        if one.error is None
    ]


def fit_question(replies: Sequence[Reply], *, precision: float) -> dict[str, float]:
    """Fit the weights of features and replies, a logistic regression, as `Scorers.question` knows them.

    The threshold is the lowest log odds from which on `precision` of the targets are meant. Raises InputError where
    all are meant, or none is.
    """
    x = np.array([[one.features, one.reply] for one in replies])
    y = np.array([one.meant for one in replies])
    if not len(y) or y.all() or not y.any():
        raise InputError("the documents hold no targets that are meant and not named beside others")
    # Two weights and a constant need no penalty.
    model = LogisticRegression(C=1e4).fit(x, y)
    total = model.decision_function(x)
    order = np.argsort(-total)
    right = np.cumsum(y[order]) / np.arange(1, len(y) + 1)
    holds = np.flatnonzero(right >= precision)
    threshold = total[order][holds[-1]] if len(holds) else total.max()
    features, reply = model.coef_[0]
    values = {"bias": model.intercept_[0], "features": features, "reply": reply, "threshold": threshold}
    return {name: round(float(value), _DECIMALS) for name, value in values.items()}
