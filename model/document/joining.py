"""Joins what the network says of a document's pairs with what reading the document has told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.model.document.plan import (
    MeantTarget,
    StatementPlan,
    alone_pair,
    context_pair,
    question_pair,
)
from detente.model.document.rules.known_rules import rules_for
from detente.model.document.scorers import LEAST_SCORE, Scorers
from detente.model.labels import AUTHOR, NEUTRAL, SOURCES
from detente.model.prediction import PairProbabilities, Prediction, PredictLocated
from detente.model.text.actor_finder import ActorFinder
from detente.model.wording import PLAIN_CONTEXT_END, Wording

__all__ = ["in_own_voice", "predict_planned"]

_STATEMENT: Final = "statement"
_PUBLISHER: Final = "publisher"
# Where the reading in context changed hardly anything on the training and development documents, it is spared: a target
# that is less likely meant by the statement alone is left out, and a source that is surer stays.
_LEAST_MEANT: Final = 0.3
_SURE_SOURCE: Final = 0.9
# Below this probability the two readings of a named target are averaged, by a network that has learnt context: they err
# in different statements.
_SURE_STANCE: Final = 0.6


class _Pair(NamedTuple):
    """A target of a plan, and the number of the plan."""

    number: int
    plan: StatementPlan
    meant: MeantTarget


@dataclass(slots=True)
class _Asked:
    """A target of a plan, with what the network says of the statement alone and, where asked, after its context.

    `scorers` are those of its language, and `learnt` says whether the network has learnt from documents. `log_odds` are
    those that the target is meant by what the network answered, where it was asked for that.
    """

    plan: StatementPlan
    meant: MeantTarget
    alone: Prediction
    scorers: Scorers
    learnt: bool
    context: Prediction | None = None
    log_odds: float | None = None

    @property
    def averaged(self) -> bool:
        """Whether the stance is the mean of both readings."""
        sure = max(self.alone.probabilities.values(), default=1.0) >= _SURE_STANCE
        return self.learnt and self.meant.named and not sure

    @property
    def told_by_publisher(self) -> bool:
        """Whether the source is the narrator of a document that a state wrote, so that nothing more need be asked."""
        of_another = self.plan.voice not in (None, self.meant.target)
        return self.plan.voice_by == _PUBLISHER and of_another and self.alone.source == AUTHOR


def predict_planned(
    plans: Sequence[StatementPlan],
    *,
    predict: PredictLocated,
    ask: PredictLocated,
    finder: ActorFinder,
    scorers: Callable[[str], Scorers],
    too_close_below: float,
    wording: Wording,
) -> list[list[Prediction]]:
    """Predict statements as a DocumentReader has planned them: a list a plan, a prediction for each target.

    A target that is named gets the stance that the network gives to the statement alone; where a network that has
    learnt from documents is not sure, the mean of that and of its reading after the context. The network also reads
    the statement after its context where the target is not named, and where the stance has a source: who holds it is
    then chosen by the network and the document together. A target that is not named is left out where it is more
    likely not meant; a network that has learnt to, behind `ask`, is first asked that alone, over a longer context.
    `scorers` returns those of a language, and `wording` is that of the network.
    """
    pairs = [_Pair(number, plan, meant) for number, plan in enumerate(plans) for meant in plan.targets]
    kept = _kept(pairs, ask=ask, finder=finder, scorers=scorers, wording=wording)
    alone = predict(alone_pair(finder, pair.plan, pair.meant) for pair, _ in kept)
    learnt = wording.context_end != PLAIN_CONTEXT_END
    asked = [
        _Asked(pair.plan, pair.meant, found, scorers(pair.plan.language), learnt, log_odds=log_odds)
        for (pair, log_odds), found in zip(kept, alone, strict=True)
    ]
    second = [one for one in asked if _needs_context(one)]
    in_context = predict(
        context_pair(finder, one.plan, one.meant, context_end=wording.context_end) for one in second
    )
    for one, found in zip(second, in_context, strict=True):
        one.context = found
    of_each: list[list[Prediction]] = [[] for _ in plans]
    for (pair, _), one in zip(kept, asked, strict=True):
        joined = _joined(one, too_close_below)
        if joined is not None:
            of_each[pair.number].append(joined)
    return of_each


def _kept(
    pairs: Sequence[_Pair],
    *,
    ask: PredictLocated,
    finder: ActorFinder,
    scorers: Callable[[str], Scorers],
    wording: Wording,
) -> list[tuple[_Pair, float | None]]:
    """The pairs whose stance is worth asking for, in order.

    With each come the log odds that its target is meant, where the network has learnt to answer that, else None.
    """
    is_asked = [
        bool(wording.question) and bool(scorers(pair.plan.language).question) and not pair.meant.named
        for pair in pairs
    ]
    replies = iter(
        ask(
            question_pair(finder, pair.plan, pair.meant, wording=wording)
            for pair in compress(pairs, is_asked)
        )
    )
    kept: list[tuple[_Pair, float | None]] = []
    for pair, asked in zip(pairs, is_asked, strict=True):
        meant = pair.meant
        if not asked:
            if meant.named or meant.meant_score >= LEAST_SCORE:
                kept.append((pair, None))
        elif (reply := next(replies)).error is None:
            shares = PairProbabilities.of(reply)
            log_odds = scorers(pair.plan.language).log_odds_by_reply(meant.meant_score, shares)
            if log_odds is not None:
                kept.append((pair, log_odds))
    return kept


def in_own_voice(prediction: Prediction, voice: str | None) -> Prediction:
    """Return the prediction with `voice` for its source where the statement shows the narrator alone.

    `voice` is the state whose own document it is, None where there is none: the narrator then is that state, so it
    gets what the network gives to the author. A stance of a state toward itself stays as it is.
    """
    if prediction.source != AUTHOR or voice in (None, prediction.target):
        return prediction
    shares = dict(prediction.source_probabilities)
    shares[voice] += shares[AUTHOR]
    shares[AUTHOR] = 0.0
    return replace(
        prediction, source=voice, p_source=shares[voice], source_by=_PUBLISHER, source_probabilities=shares
    )


def _needs_context(asked: _Asked) -> bool:
    """Whether the reading in context can still change what is predicted; it takes longer than the statement alone."""
    alone, meant, scorers = asked.alone, asked.meant, asked.scorers
    if alone.error is not None:
        return False
    shares = PairProbabilities.of(alone)
    if not meant.named:
        return (
            asked.log_odds is not None
            or scorers.meant_probability(meant.meant_score, shares, shares) >= _LEAST_MEANT
        )
    if asked.averaged:
        return True
    # Nobody holds a neutral stance, and the narrator of a state's own document is that state.
    if alone.stance == NEUTRAL or asked.told_by_publisher:
        return False
    sources = scorers.source_probabilities(meant, alone.stance, shares, shares)
    # Of ", she said" the statement alone shows nobody, and the document somebody.
    contradicted = asked.plan.voice_by == _STATEMENT and SOURCES[int(sources.argmax())] != asked.plan.voice
    return contradicted or float(sources.max()) < _SURE_SOURCE


def _joined(asked: _Asked, too_close_below: float) -> Prediction | None:
    alone, meant, scorers = asked.alone, asked.meant, asked.scorers
    written = replace(
        alone,
        mention=meant.mention,
        resolved_from=meant.resolved_from,
        named=meant.named,
        source_alone=alone.source,
        source_by=None if alone.source is None else _STATEMENT,
    )
    context = asked.context or alone
    if alone.error is not None or (asked.context is None and not meant.named):
        return written if meant.named else None
    first = PairProbabilities.of(alone)
    second = first if context.error is not None else PairProbabilities.of(context)
    if not meant.named:
        p_meant = _p_meant(asked, first, second)
        if p_meant is None:
            return None
        written = _with_stance(written, scorers.stance_probabilities(first, second), too_close_below)
        if written.stance != NEUTRAL and (meant.only_speaks or _tells_own_stance(asked.plan, meant.target)):
            return None
        written = replace(written, p_meant=p_meant)
    elif asked.averaged:
        written = _with_stance(written, (first.stance + second.stance) / 2, too_close_below)
    if written.stance == NEUTRAL:
        return replace(written, source=None, p_source=None, source_by=None)
    if asked.told_by_publisher:
        return in_own_voice(written, asked.plan.voice)
    shares = scorers.source_probabilities(meant, written.stance, first, second)
    return _with_source(written, shares, asked.plan)


def _p_meant(asked: _Asked, alone: PairProbabilities, context: PairProbabilities) -> float | None:
    """The probability that a target is meant; None where it is too low for the target to count as meant."""
    if asked.log_odds is not None:
        return asked.scorers.meant_by_reply(asked.log_odds, alone, context)
    p_meant = asked.scorers.meant_probability(asked.meant.meant_score, alone, context)
    return None if p_meant < asked.scorers.threshold else p_meant


def _tells_own_stance(plan: StatementPlan, target: str) -> bool:
    rules = rules_for(plan.language)
    text, speech = rules.folded(plan.statement), rules.speech
    return plan.voice == target and bool(speech.own_stance.search(text)) and not speech.toward_us.search(text)


def _with_stance(prediction: Prediction, shares: NDArray[np.float64], too_close_below: float) -> Prediction:
    stances = list(prediction.probabilities)
    best = int(shares.argmax())
    return replace(
        prediction,
        stance=stances[best],
        score=float(shares[best]),
        probabilities=dict(zip(stances, map(float, shares), strict=True)),
        too_close=float(shares[best]) < too_close_below,
    )


def _with_source(prediction: Prediction, shares: NDArray[np.float64], plan: StatementPlan) -> Prediction:
    sources = list(prediction.source_probabilities)
    best = sources[int(shares.argmax())]
    by = _STATEMENT
    if best != prediction.source_alone:
        by = plan.voice_by if plan.voice == best and plan.voice_by else "document"
    return replace(
        prediction,
        source=best,
        p_source=float(shares.max()),
        source_by=by,
        source_probabilities=dict(zip(sources, map(float, shares), strict=True)),
    )
