"""What reading an English document needs to know of its language."""

import re
from datetime import date
from functools import cache

from detente.model.document.attribution import find_attribution, name_label, turn_labels
from detente.model.document.holders import holder_words
from detente.model.document.persons import Persons
from detente.model.document.rules.english_anaphors import (
    CUES,
    PRONOUNS,
    SHORT_NAMED,
    anaphor_kinds,
    listed_anaphors,
    short_names,
)
from detente.model.document.rules.reading_rules import AnaphorWords, ReadingRules, SpeechWords
from detente.model.text.offices import Offices

__all__ = ["english_rules"]


@cache
def english_rules() -> ReadingRules:
    """Return the rules of English; the lists of words are read once."""
    return ReadingRules(
        language="en",
        words=_anaphor_words(),
        speech=_speech_words(),
        holders=holder_words(),
        folded=str,
        short_named=SHORT_NAMED,
        short_names=short_names,
        attribution=find_attribution,
        turn_labels=turn_labels,
        name_label=name_label,
        persons=_persons,
    )


def _persons(offices: Offices, day: date | None, _own: str | None) -> Persons:
    return Persons(offices, day)


def _anaphor_words() -> AnaphorWords:
    return AnaphorWords(
        cues=CUES,
        pronouns=PRONOUNS,
        listed=listed_anaphors(),
        kinds=anaphor_kinds(),
        allies=re.compile(r"\b(?:allies|ally|alliances?)\b", re.IGNORECASE),
        first_person=re.compile(r"\b(?:we|our|us|I|my|me)\b"),
        # Between two names of those who act together, titles and names of their own aside.
        joins=re.compile(
            r"(?:['’]s)?(?:\s[A-Z][\w.'’-]*){0,4}(?:\s(?:and|met|with)|,|\sand\sthe|\smet\swith|-)(?:\s?[A-Z][\w.'’-]*|\shis|\sher){0,5}\s?"
        ),
    )


def _speech_words() -> SpeechWords:
    return SpeechWords(
        he=re.compile(r"\b(?:he|she)\b", re.IGNORECASE),
        it=re.compile(r"\b(?:it|they)\b", re.IGNORECASE),
        # "The representative of France": the next "he", though nobody names him.
        office_holder=re.compile(
            r"\b(?:representative|delegate|ambassador|envoy|minister|secretary|president|premier|spokes(?:man|woman|person)|"
            r"official|senator|general|admiral|diplomat|negotiator)\b",
            re.IGNORECASE,
        ),
        name=re.compile(r"\b[A-Z][a-z]+"),
        # The speaker stands next to the verb: of "After Xi met Biden, Wang said" it is Wang.
        last_clause=re.compile(r"\b(?:that|which|as|after|while|when|because|but|and)\s|[;:]"),
        announces=re.compile(r":[\"“”]?$"),
        # "KCNA published a commentary:": all that follows is its text, whomever that quotes.
        whole_text=re.compile(
            r"\b(?:following\s(?!(?:day|week|month|year|the|an?|his|her|its)\b)|as follows|full text|commentary|"
            r"communiqu[eé]|editorial|(?:joint|press) statement|memorandum|open letter)\b"
        ),
        # Who asks in a transcript: agencies and broadcasters too, which speak for nobody there.
        asks=re.compile(
            r"question|^q$|reporter|moderator|operator|participant|host|interviewer|follow-up|"
            r"\b(?:reuters|afp|agence france-presse|ap|associated press|upi|bloomberg|kyodo|jiji|yonhap|xinhua|tass|"
            r"dpa|efe|ansa|sputnik|ria novosti|press trust of india|pti|cctv|cgtn|cri|nhk|bbc|cnn|nbc|cbs|abc|npr|voa|"
            r"kbs|mbc|sbs|al jazeera|phoenix|the paper|global times|(?:financial|straits|new york) times|"
            r"(?:washington|morning|jakarta) post|"
            r"news|news agency|daily|media|tv|television|radio|broadcasting|journal)\b",
            re.IGNORECASE,
        ),
        # Who replies is told by a name, or speaks for whoever holds the briefing.
        replies=re.compile(r"(?!)"),
        drops_subjects=False,
        holder_is_last=False,
        # Whoever says "we condemn" takes a stance toward others, not toward itself, unless the words say so.
        own_stance=re.compile(
            r"\b[Ww]e\s(?:\w+\s){0,2}?(?:condemn|oppose|reject|welcome|deplore|denounce|protest|urge|call\son|applaud|support)\b"
        ),
        toward_us=re.compile(r"\b(?:us|both|together|each other|our (?:people|troops|country|nation))\b"),
    )
