"""What reading an English document needs to know of its language."""

import re
from datetime import date
from functools import cache
from typing import Final

from detente.model.document.attribution import find_attribution, name_label, turn_labels
from detente.model.document.holders import holder_words
from detente.model.document.persons import Persons
from detente.model.document.rules.english_anaphors import (
    CUES,
    PAIRS,
    PRONOUNS,
    SHORT_NAMED,
    anaphor_kinds,
    listed_anaphors,
    short_names,
)
from detente.model.document.rules.english_labels import told_by_labels
from detente.model.document.rules.english_titles import english_titles
from detente.model.document.rules.english_verbs import SPEECH
from detente.model.document.rules.reading_rules import AnaphorWords, ReadingRules, SpeechWords
from detente.model.splitting.speaker_labels import ASKS
from detente.model.text.offices import Offices

__all__ = ["english_rules"]

# A capital at the head of a sentence makes no name; persons of no name speak for nobody known.
_NAME: Final = re.compile(
    r"\b(?!(?:The|An?|This|That|These|Those|Its?|His|Her|Their|Our|My|Your|We|You|They|There|Here|Both|Some|"
    r"Many|Most|All|None|One|Two|In|On|At|By|For|From|With|Of|To|As|After|Before|When|While|If|But|And|Or|So|"
    r"Yet|Then|Now|What|Who|How|Why|Where|Despite|During|Since|Until|Against|Among|Under|Over|Although|Though|"
    r"Because|However|Meanwhile|Also|Not|No)\b)[A-Z][a-z]+"
    r"|\b(?:[Gg]roups?|[Oo]thers|[Pp]eople|[Pp]ersons?|[Pp]olicymakers|[Uu]niversities|[Ww]orkers|[Ss]ources?)\b"
)
# Two states as one: "both sides", "the two Presidents".
_PAIR: Final = re.compile(
    r"\b(?:[Bb]oth(?!\s(?!sides|countries|nations|governments|leaders|presidents|ministers|allies|parties|"
    r"capitals|Presidents|also\b|have\b|had\b))|[Tt]he\stwo$|[Tt]wo\s(?:sides|countries|nations|"
    r"governments|leaders|[Pp]residents|ministers|allies|parties)|[Tt]he\s(?:sides|[Pp]residents|allies))\b"
)
_MINISTRY: Final = re.compile(r"\b[Tt]he\s(?:[Ff]oreign\s|[Dd]efen[cs]e\s)?(?:[Mm]inistry|[Gg]overnment)\b")
# "(As interpreted.)" opens the turn of a guest in transcripts of the White House.
_INTERPRETED: Final = re.compile(
    r"[(\[][^()\[\]]{0,40}\b(?:interpret|translat)\w*[^()\[\]]{0,40}[)\]]\.?", re.IGNORECASE
)
# "Beijing and Moscow", "the foreign ministers of China and Russia": no clause ends before such an "and".
_CAPITALISED: Final = r"(?:[A-Z][\w.'’-]*|of|de)"
_OFFICE: Final = (
    r"(?:(?:foreign|defen[cs]e|trade|finance|prime|senior|military|government)\s){0,2}"
    r"(?:officials|governments|diplomats|envoys|ministers|ministries|leaders|negotiators|delegates|authorities|"
    r"presidents|premiers|spokesmen)"
)
_OF_A_NAME: Final = r"[A-Z(][\w.'’()-]*|of|for|the|and|on|to|in"  # of an office
_JOINT: Final = re.compile(
    rf"\s*(?:[Tt]he\s|[Bb]oth\s)?(?:{_OFFICE}\sof\s)?[A-Z][\w.'’-]*(?:\s{_CAPITALISED}){{0,5}}\sand\s(?:the\s)?"
    rf"{_CAPITALISED}(?:\s{_CAPITALISED}){{0,5}}(?:\s{_OFFICE})?(?:\s(?:also|both|jointly|later))?\s*"
    # Nor within "A spokesman for the Office of Trade and Industry".
    rf"|\s*(?:An?|The)\s(?:[a-z-]+\s){{1,3}}(?:for|of)\s(?:(?:{_OF_A_NAME})\s)*(?:{_OF_A_NAME})\s*"
)
# A short line with no mark at its end.
_HEADING: Final = re.compile(r"(?=[A-Z0-9])(?:[^\s“”\"]+\s){1,13}[^\s“”\"]*[^\s.!?…:;,“”\"’)\]]")

# "U.S.-Japan Joint Leaders' Statement", "Joint Statement by the United States and Japan"; of "U.S., Japan Issue Joint
# Statement" a verb tells that it is news.
_MAKERS: Final = (
    r"(?:Leaders|Presidents?|Presidential|Ministers?|Ministerial|Summit|Trilateral|Bilateral|Press|Vision|Media|"
    r"Political|Final)['’]?s?"
)
_STATEMENT: Final = r"(?:Statement|Declaration|Communiqu[eé]|Fact\sSheet|Announcement|Press\sRelease)"
_JOINT_TITLE: Final = re.compile(
    r"(?:(?:Full\sText(?:\sof)?|FULL\sTEXT(?:\sOF)?|Full\stext\sof):?\s)?(?:[Tt]he\s)?"
    r"(?P<names>(?:(?:[A-Z][\w.]*|of|and|the)(?:,?\s|[-–—/])){0,12}?)"
    rf"(?:{_MAKERS}\s){{0,3}}Joint\s(?:{_MAKERS}\s){{0,3}}{_STATEMENT}"
    r"(?:\s(?:of|by|from|between)\s(?P<makers>.{1,200}?))??"
    r"(?P<topic>(?:\s(?:on|for|following|after|at|regarding|concerning|marking|commemorating)\s|:\s).{1,200})?"
    r"(?<![.!?])"
)


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
        titles=english_titles(),
        surnames_listed=True,
        told_by_labels=told_by_labels,
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
        first_person=re.compile(r"\b(?:[Ww]e|[Oo]urs?|us|I|[Mm]y|me)\b"),
        # Between two names of those who act together, titles and names of their own aside.
        joins=re.compile(
            r"(?:['’]s)?(?:\s[A-Z][\w.'’-]*){0,4}(?:\s(?:and|met|with)|,|\sand\sthe|\smet\swith|-)(?:\s?[A-Z][\w.'’-]*+|\shis|\sher){0,5}\s?"
        ),
        pairs=PAIRS,
    )


def _speech_words() -> SpeechWords:
    return SpeechWords(
        he=re.compile(r"\b(?:he|she)\b", re.IGNORECASE),
        it=re.compile(r"\b(?:it|they)\b", re.IGNORECASE),
        text=re.compile(
            r"^\W*(?:(?:But|And|Yet)\s)?[Tt]he\s(?:report|article|letter|declaration|document|communiqu[eé])\b"
        ),
        # "The representative of France": the next "he", though nobody names him.
        office_holder=re.compile(
            r"\b(?:representative|delegate|ambassador|envoy|minister|secretary|president|premier|spokes(?:man|woman|person)|"
            r"official|senator|general|admiral|diplomat|negotiator)\b",
            re.IGNORECASE,
        ),
        name=_NAME,
        # The speaker stands next to the verb: of "After Xi met Biden, Wang said" it is Wang.
        last_clause=re.compile(r"\b(?:that|which|as|after|while|when|because|but|and)\s|[;:]"),
        announces=re.compile(r":[\"“”]?$"),
        # 'The paper said: The law is wrong.', without quotation marks.
        reports=re.compile(
            rf"\b(?:{SPEECH}|adding|saying|commented|observed|observes|remarked|goes\son|went\son|continues|continued)"
            r"(?:\sin\sthis\sregard)?:\s[A-Z]"
        ),
        # "KCNA published a commentary:": all that follows is its text, whomever that quotes.
        whole_text=re.compile(
            r"\b(?:following\s(?!(?:day|week|month|year|the|an?|his|her|its)\b)|as follows|full text|commentary|"
            r"communiqu[eé]|editorial|(?:joint|press) statement|memorandum|open letter)\b"
        ),
        asks=ASKS,
        # Who replies is told by a name, or speaks for whoever holds the briefing.
        replies=re.compile(r"(?!)"),
        drops_subjects=False,
        holder_is_last=False,
        # Whoever says "we condemn" takes a stance toward others, not toward itself, unless the words say so. "Our
        # patience" is the speaker's as well.
        own_stance=re.compile(
            r"\b(?:[Ww]e|I)\s(?:\w+\s){0,2}?(?:condemn|oppose|reject|welcome|deplore|denounce|protest|urge|call\son|applaud|"
            r"support|affirm|hope|seek|ask|pledge|(?:will|shall)(?!\sbe\b)|have\sno\sintention|are\sopposed|"
            r"have\s(?:\w+\s)?(?:condemned|opposed|rejected|urged|asked|called\son))\b"
            r"|\b[Oo]ur\s(?:\w+\s)?(?:resolve|respect|patience|will|duty|administration|painful\shistory)\b"
        ),
        toward_us=re.compile(
            r"\b(?:us|both|together|each other|one another|sovereignty|our (?:people|troops|country|nation))\b"
        ),
        pair=_PAIR,
        ministry=_MINISTRY,
        heading=_HEADING,
        interpreted=_INTERPRETED,
        joint=_JOINT,
        anybody=re.compile(r"(?:one\sof|another|someone|somebody)\b", re.IGNORECASE),
        its_office=re.compile(r"(?:its|their)\s"),
        seat=re.compile(r"(?:In|From)\s[A-Z][\w ]{1,30},\s?"),
        joint_title=_JOINT_TITLE,
        signs=re.compile(r".*\battributable\sto\b.*:"),
    )
