"""A network that says what a test wants, and plans of one statement, for tests of joining."""

import numpy as np

from detente.model.document.joining import predict_planned
from detente.model.document.plan import MeantTarget, StatementPlan
from detente.model.document.scorers import Scorers
from detente.model.labels import SOURCES, STANCES
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import ActorFinder, Mention
from detente.model.wording import Wording

FINDER = ActorFinder.from_files()
# The stance of a target that is not named follows the reading in context alone; so does the source, with the plan.
IN_CONTEXT = np.vstack([np.zeros((4, 3)), np.eye(3)])
SCORERS = Scorers(meant={}, stance=IN_CONTEXT, source={"network context": 1.0}, threshold=0.5)


def network(*, alone: str, context: str, source: str = "other", share: float = 0.6, score: float = 0.9):
    """A network that gives one stance to a statement alone and one in context; it notes what it was asked.

    Of the source it is as sure as `share` says, and of the stance of a statement alone as `score` does.
    """
    asked: list[str] = []

    def predict(pairs):
        found = []
        for pair in pairs:
            asked.append(pair.statement)
            in_context = pair.statement.startswith("Before.")
            stance, best = (context, 0.9) if in_context else (alone, score)
            shares = {name: best if name == stance else (1 - best) / 2 for name in STANCES}
            rest = (1 - share) / (len(SOURCES) - 1)
            sources = {name: share if name == source else rest for name in SOURCES}
            found.append(
                Prediction(
                    pair.statement,
                    pair.target,
                    stance=stance,
                    score=best,
                    probabilities=shares,
                    source=None if stance == "neutral" else source,
                    p_source=None if stance == "neutral" else 0.6,
                    source_probabilities=sources,
                    mentions=pair.mentions,
                )
            )
        return found

    return predict, asked


def plan(*targets: MeantTarget, voice: str | None = None, by: str | None = None) -> StatementPlan:
    return StatementPlan("Beijing must stop.", "Before.", voice, by, targets)


def named(code: str = "CN", *, favours: str | None = None) -> MeantTarget:
    scores = tuple(9.0 if source == favours else 0.0 for source in SOURCES)
    return MeantTarget(code, True, (Mention(code, 0, 7),), "Beijing", source_scores=scores)


def unnamed(code: str = "US", *, score: float) -> MeantTarget:
    return MeantTarget(code, False, (), "he", "Trump", score, (0.0,) * len(SOURCES))


def predicted(plans, predict, *, context_end=" ", question="", ask=None, scorers=SCORERS):
    return predict_planned(
        plans,
        predict=predict,
        ask=ask or predict,
        finder=FINDER,
        scorers=lambda _language: scorers,
        too_close_below=0.5,
        wording=Wording(context_end=context_end, question=question),
    )
