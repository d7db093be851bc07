"""Whom each statement of a document names or may mean, with what the document says of the pair."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from detente.model.document.following.joint import follow_authors
from detente.model.document.following.pairs import (
    as_pair,
    follow_pairs,
    score_beside,
    with_likely_partners,
)
from detente.model.document.following.parties import Pair
from detente.model.document.following.threes import follow_threes
from detente.model.document.following.unmeant import is_credit, is_not_meant, named_targets
from detente.model.document.meaning.anaphors import anaphor_of, only_speaks
from detente.model.document.meaning.candidates import candidate_features
from detente.model.document.plan import MeantTarget, earlier_names
from detente.model.document.scorers import Scorers
from detente.model.document.source_features import foe_features, partner_of, source_features
from detente.model.document.view import DocumentView
from detente.model.labels import SOURCES
from detente.model.text.actor_finder import Mention

__all__ = ["meant_targets"]


def meant_targets(
    view: DocumentView, wanted: frozenset[str] | None, *, scorers: Scorers, least_score: float
) -> list[list[MeantTarget]]:
    """Return the wanted targets of each statement, None for all: those that it names, then those that it may mean.

    One that it does not name may be meant from the log odds `least_score` on, by the learnt weights `scorers`.
    """
    found: list[list[MeantTarget]] = []
    before: dict[str, str] = {}
    earlier = earlier_names(view.written, view.mentions, view.contexts)
    together = follow_pairs(view), follow_threes(view), follow_authors(view)
    pairs = [two or three or ours for two, three, ours in zip(*together, strict=True)]
    for number, (candidates, words) in enumerate(zip(candidate_features(view), earlier, strict=True)):
        if is_credit(view, number):
            found.append([])
            continue
        pair = pairs[number]
        with_sources = partial(_with_sources, view=view, number=number, scorers=scorers)
        named = [
            with_sources(_named_target(view, number, code, mentions, before.get(code)))
            for code, mentions in named_targets(view, number).items()
            if wanted is None or code in wanted
        ]
        scores = {
            code: score_beside(pair, code, features, scorers)
            for code, features in candidates.items()
            if not is_not_meant(view, number, code, features, pair)
        }
        unnamed = [
            replace(
                with_sources(_unnamed_target(view, number, code, before.get(code), pair)),
                meant_score=score,
                earlier=words.get(code, ""),
            )
            for code, score in scores.items()
            if score >= least_score and (wanted is None or code in wanted)
        ]
        two_sides = view.rules.words.cues["two sides"].search(view.statements[number])
        if pair is None and two_sides and not view.mentions[number]:
            unnamed = with_likely_partners(unnamed, scores)
        elif pair is not None:
            named, unnamed = (as_pair(some, pair, view.voices[number]) for some in (named, unnamed))
        before |= {one.target: one.mention for one in named if one.mention and not one.resolved_from}
        found.append(named + unnamed)
    return found


def _named_target(
    view: DocumentView, number: int, code: str, mentions: Sequence[Mention], before: str | None
) -> MeantTarget:
    first = mentions[0]
    persons = [one.person.written for one in view.persons[number] if one.start == first.start]
    goes_back_to = persons[0] if persons else before
    return MeantTarget(
        code,
        named=True,
        mentions=tuple(mentions),
        mention=view.written[number][first.start : first.end],
        resolved_from=goes_back_to if code in view.shortened[number] else None,
    )


def _unnamed_target(
    view: DocumentView, number: int, code: str, before: str | None, pair: Pair | None
) -> MeantTarget:
    persons = [one for one in view.persons[number] if one.person.state == code]
    written = view.written[number]
    mention = written[persons[0].start : persons[0].end] if persons else anaphor_of(view, number, code, pair)
    return MeantTarget(
        code,
        named=False,
        mentions=tuple(Mention(code, one.start, one.end) for one in persons),
        mention=mention,
        only_speaks=only_speaks(view, number, code, mention),
        resolved_from=persons[0].person.written if persons else before,
    )


def _with_sources(meant: MeantTarget, *, view: DocumentView, number: int, scorers: Scorers) -> MeantTarget:
    """The target with what the document says of who holds a stance toward it."""

    def scores(features: Mapping[str, Mapping[str, float]]) -> tuple[float, ...]:
        return tuple(scorers.source_score(features[source]) for source in SOURCES)

    return replace(
        meant,
        source_scores=scores(source_features(view, number, meant.target)),
        hostile_scores=scores(foe_features(view, number, meant.target)),
        partner=partner_of(view, number, meant.target),
    )
