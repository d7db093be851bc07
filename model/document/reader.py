"""Reads the statements of a document as a whole, and plans what the network is asked of each."""

from collections.abc import Sequence
from functools import cached_property

from detente.model.document.facts import DocumentFacts, day_of
from detente.model.document.following.joint import joint_authors, voice_of
from detente.model.document.meaning.targets import meant_targets
from detente.model.document.named_actors import (
    names_of_statements,
    with_surnames,
    without_namesakes,
)
from detente.model.document.plan import StatementPlan, context_of, contexts_of, passage_of
from detente.model.document.publishers import Publishers
from detente.model.document.rules.known_rules import ENGLISH, reading_language, rules_for
from detente.model.document.scorers import LEAST_ASKED, Scorers, shipped_scorers
from detente.model.document.source_features import holder_shares, named_holders
from detente.model.document.speakers import follow_speakers
from detente.model.document.view import DocumentView
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.offices import Offices

__all__ = ["DocumentReader"]


class DocumentReader:
    """Plans the pairs of a document: who is meant in each statement, and who speaks.

    It needs the finder, the lists of publishers and offices and the learnt weights, and no network: a document is
    read alike wherever that is done.
    """

    def __init__(
        self,
        finder: ActorFinder,
        *,
        publishers: Publishers | None = None,
        offices: Offices | None = None,
        scorers: Scorers | None = None,
        least_score: float = LEAST_ASKED,
    ) -> None:
        self.finder = finder
        self.publishers = publishers or Publishers.from_files()
        self._scorers = scorers
        self._least_score = least_score
        self._offices = offices

    @cached_property
    def offices(self) -> Offices:
        """Who held which office when, by the shipped list and the finder's own; they are read when a document is."""
        return self._offices or Offices.from_files(*self.finder.own_lists)

    def scorers_for(self, language: str) -> Scorers:
        """Return the learnt weights for documents in a language (ISO 639-1): those given, else the shipped ones."""
        return self._scorers or shipped_scorers(language)

    def own_voice(self, facts: DocumentFacts) -> str | None:
        """Return the code of the state in whose voice a document is written; None where a narrator of none writes."""
        return facts.speaker or self.publishers.voice_of(facts.publisher, self.finder.find)

    def inferred_publisher(
        self,
        statements: Sequence[str],
        datelines: Sequence[str | None] | None = None,
        *,
        facts: DocumentFacts | None = None,
    ) -> str | None:
        """Return the publisher that the head of a document shows; None where `facts` say whose document it is.

        It is that of `Publishers.inferred_from`, and speaks for a state.
        """
        if facts is not None and (facts.speaker or facts.publisher):
            return None
        return self.publishers.inferred_from(statements, datelines)

    def view(
        self,
        statements: Sequence[str],
        *,
        facts: DocumentFacts | None = None,
        labels: Sequence[str | None] | None = None,
        targets: Sequence[str] | None = None,
        language: str = ENGLISH,
    ) -> DocumentView:
        """Find who is named and who speaks in each statement; the arguments are those of `read`."""
        facts = facts or DocumentFacts()
        rules = rules_for(language)
        authors = joint_authors(statements, rules, self.finder.find, self.own_voice(facts))
        own = self.own_voice(facts) or voice_of(authors)
        mentions, shortened = names_of_statements(
            self.finder, statements, targets=targets, own=own, rules=rules
        )
        folded = [rules.folded(text) for text in statements]
        persons = rules.persons(self.offices, None if facts.date is None else day_of(facts.date), own)
        voices, of_each = follow_speakers(
            statements,
            mentions,
            persons,
            rules=rules,
            labels=labels or [None] * len(statements),
            own=own,
            find=self.finder.find,
        )
        if rules.surnames_listed:
            mentions = without_namesakes(folded, mentions, of_each)
        mentions, shortened = with_surnames(self.finder, mentions, shortened=shortened, persons=of_each)
        holders = [named_holders(*one, rules.holders) for one in zip(folded, mentions, of_each, strict=True)]
        return DocumentView(
            rules=rules,
            statements=folded,
            written=statements,
            mentions=mentions,
            persons=of_each,
            voices=voices,
            own=own,
            shortened=shortened,
            holders=holders,
            holder_shares=holder_shares(holders),
            contexts=contexts_of(statements, labels, holders),
            authors=authors,
        )

    def read(
        self,
        statements: Sequence[str],
        *,
        facts: DocumentFacts | None = None,
        labels: Sequence[str | None] | None = None,
        targets: Sequence[str] | None = None,
        language: str = ENGLISH,
    ) -> list[StatementPlan]:
        """Return the plan of each statement, in order; time is linear in the length of the document.

        `labels` are the speakers of a transcript's turns. `targets` are codes; None means the default actors.
        `language` is that of all statements, ISO 639-1: English, Korean or Chinese.
        """
        view = self.view(statements, facts=facts, labels=labels, targets=targets, language=language)
        meant = meant_targets(
            view,
            None if targets is None else frozenset(targets),
            scorers=self.scorers_for(view.rules.language),
            least_score=self._least_score,
        )
        return [
            StatementPlan(
                text,
                context=context_of(statements, view.contexts[number]),
                voice=None if (voice := view.voices[number]) is None else voice.code,
                voice_by=None if voice is None else voice.by,
                targets=tuple(meant[number]),
                language=language,
                passage=passage_of(statements, number) if meant[number] else "",
                own=view.own,
            )
            for number, text in enumerate(statements)
        ]

    def read_mixed(
        self,
        statements: Sequence[str],
        languages: Sequence[str],
        *,
        facts: DocumentFacts | None = None,
        labels: Sequence[str | None] | None = None,
        targets: Sequence[str] | None = None,
    ) -> list[StatementPlan | None]:
        """Return the plan of each statement, in order, those of each language read together as one document.

        `languages` are those of the statements, ISO 639-1. None stands for a statement that is read by itself, for its
        language. The rest is as in `read`.
        """
        read_in = [reading_language(*one) for one in zip(statements, languages, strict=True)]
        plans: list[StatementPlan | None] = [None] * len(statements)
        for language in dict.fromkeys(one for one in read_in if one is not None):
            numbers = [number for number, one in enumerate(read_in) if one == language]
            together = self.read(
                [statements[number] for number in numbers],
                facts=facts,
                labels=None if labels is None else [labels[number] for number in numbers],
                targets=targets,
                language=language,
            )
            for number, plan in zip(numbers, together, strict=True):
                plans[number] = plan
        return plans
