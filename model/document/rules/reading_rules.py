"""The form of what reading a document needs to know of its language."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from detente.model.document.attribution import Attribution
from detente.model.document.holders import HolderWords
from detente.model.document.persons import PersonMention
from detente.model.document.quotations import Quoted
from detente.model.text.actor_finder import FindActors, Mention
from detente.model.text.offices import Offices

__all__ = ["AnaphorWords", "BearerWords", "KnownPersons", "PairWords", "ReadingRules", "SpeechWords"]

Pattern = re.Pattern[str]
_NOTHING: Final = re.compile(r"(?!)")


class KnownPersons(Protocol):
    """The persons of one document, given its statements in order."""

    def look_ahead(self, statements: Sequence[str], mentions: Sequence[Sequence[Mention]]) -> None:
        """Learn for the headings above a document whom its first statements introduce; called before all else."""
        ...

    def take(self, text: str, mentions: Sequence[Mention]) -> None:
        """Remember the persons whom a statement introduces."""
        ...

    def find(self, text: str) -> list[PersonMention]:
        """Return where a statement names one of them by a short name, by position."""
        ...


@dataclass(frozen=True)
class PairWords:
    """The words that mean two states together.

    `sides` are "the two sides" and its like, `they` opens a statement that goes on about them, and `allies` are those
    sides that are allied. `subject` is a pronoun that stands for one actor as a subject. `site_before` and
    `site_behind` stand around a name that is only the place of a deed. `verb_behind` follows `sides` or `they` where
    what they do comes next, and not whom they mean, and `matter_before` ends before the state with which an envoy is
    charged. `threes` mean three states together, and `ours` what those have together who make a joint statement ("our
    alliance"). `met_behind` stands between a name with whom somebody meets and a later word of contact, in a language
    whose verbs come last. A language may do without these five.
    """

    sides: Pattern
    they: Pattern
    subject: Pattern
    allies: Pattern
    site_before: Pattern
    site_behind: Pattern
    verb_behind: Pattern = _NOTHING
    matter_before: Pattern = _NOTHING
    threes: Pattern = _NOTHING
    ours: Pattern = _NOTHING
    met_behind: Pattern = _NOTHING


@dataclass(frozen=True)
class AnaphorWords:
    """The words that may mean an actor without naming it.

    `cues` are patterns by kind, which are the same in every language, and `pronouns` those kinds that are shown as the
    mention, in this order. `listed` are words by actor, and `kinds` rarer words by actor and kind. `allies` are those
    of an alliance, `first_person` those of a speaker, and `joins` is what stands between two who act together. `pairs`
    mean two states together, None where no such words are known.
    """

    cues: Mapping[str, Pattern]
    pronouns: tuple[str, ...]
    listed: Mapping[str, Pattern]
    kinds: Mapping[str, Mapping[str, Pattern]]
    allies: Pattern
    first_person: Pattern
    joins: Pattern
    pairs: PairWords | None = None


@dataclass(frozen=True)
class BearerWords:
    """The words by which a language says who bears a title.

    `titles` finds words of titles in a row, and `heads` those of them that name an office or a body. The others are
    patterns of what stands between: `owner` between a state and its title ("Seoul's top envoy"), `of` between a title
    and its state ("premier of"), `named` between a title and a short name ("Minister Ann Roe"), `apposed` between a
    name and its title ("Roe, the minister"). `definite` ends what stands before a title that was borne before.
    `alike` are heads that mean the same. `home` are heads that a state bears where it is named and no other does.
    """

    titles: Pattern
    heads: Pattern
    owner: Pattern
    of: Pattern
    named: Pattern
    apposed: Pattern
    definite: Pattern
    alike: Mapping[str, str]
    home: Mapping[str, str]


@dataclass(frozen=True)
class SpeechWords:
    """The words by which a speaker is known from the phrase that names him.

    `he` and `it` are pronouns of a person and of a body, `office_holder` words after which a person of an actor is
    meant by the next pronoun, `name` what looks like the name of anybody. `last_clause` splits a phrase before its
    last clause. `announces` ends a statement that introduces the next ones, and `whole_text` tells that a text
    follows. `asks` are the labels of those who ask in a transcript, and `replies` those of who replies.
    `drops_subjects` says that a sentence without a subject has that of the one before, and `holder_is_last` that of
    several states in a phrase the last one speaks. `own_stance` is a stance that its speaker takes toward others,
    unless `toward_us` stands there.

    The rest a language may do without. `pair` are words for two states together, `text` those of a text whose words
    are of who spoke last, if anybody did, `ministry` those of a body that a heading or the statement before may own,
    `heading` is the form of a heading, `interpreted` that of a line which says that an interpreter speaks, `seat` that
    of a seat of government which opens a sentence, and `joint` that of two who speak together: the first counts.
    `private_person` is what looks like the name of a person who speaks for no state, `anybody` begins a phrase for a
    person without a name ("one of the guests"), `its_office` is that of an office whose owner was named just before,
    `no_person` what the name of an actor ends with that is none of a person, and `reports` begins the words of another
    that a state gives in its own document without quotation marks. `signs` is the form of a line that tells who signs
    what follows, and `joint_title` that of the title of a joint statement, with those who make it in its groups
    `names`, `makers` or `topic`. `offices_of_owner` says that in a document in a state's voice an office without a name
    of a state is its own, whoever spoke last.
    """

    he: Pattern
    it: Pattern
    office_holder: Pattern
    name: Pattern
    last_clause: Pattern
    announces: Pattern
    whole_text: Pattern
    asks: Pattern
    replies: Pattern
    drops_subjects: bool
    holder_is_last: bool
    own_stance: Pattern
    toward_us: Pattern
    pair: Pattern = _NOTHING
    text: Pattern = _NOTHING
    ministry: Pattern = _NOTHING
    heading: Pattern = _NOTHING
    interpreted: Pattern = _NOTHING
    seat: Pattern = _NOTHING
    joint: Pattern = _NOTHING
    private_person: Pattern = _NOTHING
    its_office: Pattern = _NOTHING
    anybody: Pattern = _NOTHING
    no_person: Pattern = re.compile("")
    reports: Pattern = _NOTHING
    signs: Pattern = _NOTHING
    joint_title: Pattern = _NOTHING
    offices_of_owner: bool = False


def _no_host(_text: str, _start: int, _end: int, _code: str) -> bool:
    """Whether a state is only host to an envoy, in a language that writes it otherwise than the sender."""
    return False


def _nothing_told(_labels: Sequence[str | None], _head: str, _find: FindActors) -> Mapping[str, str]:
    """What labels tell in a language in which they are no more than names."""
    return {}


@dataclass(frozen=True)
class ReadingRules:
    """What reading a document needs to know of its language (`language`, ISO 639-1).

    `folded` puts a text into the signs in which the patterns are written, equally long. `short_named` are the actors
    with short names such as "the North", and `short_names` returns their spans. `attribution` finds to whom a statement
    attributes its words, `turn_labels` the labels that open statements of a transcript, and `name_label` a name that
    opens one like a label. `told_by_labels` returns for whom the labels of a document speak that tell it themselves,
    from the labels, the head of the document and what finds actors. `persons` makes what knows the persons of a
    document, from the offices, its day, and the state in whose voice it is written. `titles` are the words of
    titles, None where no bearer of one is followed. `surnames_listed` says that the finder
    knows leaders by bare surnames, and `home_names` are those of organs that many states have and it gives to one.
    `is_host` says of a span and a code that they name a state only as the one to which an envoy is sent.
    """

    language: str
    words: AnaphorWords
    speech: SpeechWords
    holders: HolderWords
    folded: Callable[[str], str]
    short_named: tuple[str, ...]
    short_names: Callable[..., list[tuple[int, int]]]
    attribution: Callable[[str, Quoted], Attribution | None]
    turn_labels: Callable[[Sequence[str]], list[str | None]]
    name_label: Callable[[str], str | None]
    persons: Callable[[Offices, date | None, str | None], KnownPersons]
    titles: BearerWords | None = None
    surnames_listed: bool = False
    home_names: Pattern = _NOTHING
    is_host: Callable[[str, int, int, str], bool] = _no_host
    told_by_labels: Callable[[Sequence[str | None], str, FindActors], Mapping[str, str]] = _nothing_told
