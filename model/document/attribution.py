"""Finds in a statement to whom its words are attributed: "he said", "according to the ministry", "MR PRICE:"."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from detente.model.document.holders import holder_words
from detente.model.document.quotations import Quoted
from detente.model.document.rules.english_verbs import SPEECH, VERB, find_verbs
from detente.model.splitting.speaker_labels import (
    BRACKETS,
    NAME_LABEL,
    QUESTION_LABEL,
    STOPPED_LABEL,
    has_named_turns,
    has_stopped_turns,
    is_heading,
    is_titled,
    with_brackets,
)

__all__ = ["Attribution", "find_attribution", "name_label", "turn_labels", "without_quotations"]

_BEHIND_COMMA: Final = re.compile(rf",(?={VERB.pattern})")
_ENDS_CLAUSE: Final = re.compile(r"[“”\";:]")
_LONGEST_SUBJECT: Final = 160
_LONGEST_APPOSED: Final = 400
# "The drills help nobody, she said": behind the last comma, where the clause before it would be the subject.
_HE_SAID: Final = re.compile(r",\s(?=(?:he|she)$)")
# "In a report on Cuba, the ministry said": the subject begins behind the last comma.
_AFTER_COMMA: Final = re.compile(
    r",\s*(?=(?:(?:he|she|it|they|the|a|an|one|some|many|several|other)\b|[A-Z])[^,]*$)"
)
# A full stop that ends no sentence: that of an initial or of a title.
_DOT: Final = (
    r"(?:(?<=\b[A-Z])|(?<=\b(?:Mr|Ms|Dr|St|Lt))|(?<=\b(?:Mrs|Sen|Rep|Gen|Gov|Adm|Amb|Rev|Col|Maj|Sgt|Hon))"
    r"|(?<=\b(?:Capt|Prof|Brig|Sens|Reps)))\."
)
# In "Roe, the head of the office, said Seoul was late" the name has a verb of its own, and is what is spoken of.
_HAS_VERB: Final = (
    r"(?!(?:(?!(?:who|whom|which|that|when|where)\b)[\w.’'-]+\s){1,5}"
    r"(?:was|is|are|were|has|had|have|will|would|could|should|must|can|may|might|did|does)\b)"
)
_BEHIND: Final = re.compile(
    rf"[,”\"’]\s?(?!told|tells)(?:{SPEECH})\s{_HAS_VERB}(?P<subject>(?:[A-Z]|the\s|a\s|an\s|one\s)(?:[^“”\";:.]|{_DOT}){{1,140}})"
)
# "Ann Roe, a researcher at the academy, said the visit ..." has the same form, and what stands before the verb speaks:
# a name or a title, perhaps behind "In Seoul,", and between commas what is said of it.
_TITLES: Final = (
    r"[a-z]{2,}(?:man|woman|person|or|ist)|minister|ministry|premier|president|secretary|official|chief|leader|head|"
    r"officer|researcher|fellow|expert|member"
)
_NAMED: Final = rf"(?:[A-Z][\w.'’-]*|of|the|for|an?|{_TITLES})"
_NAMES: Final = rf"{_NAMED}(?:\s{_NAMED}){{0,11}}"
# "China, which drills with Russia this month," and "Seoul, speaking for Tokyo,": whom it names does not speak.
_INSERTS: Final = r"(?:which|who|whose|where|whom|\w+ing)\s"
_APPOSED: Final = re.compile(
    rf"(?:(?:In|On|At|After|Before)\s[^,]{{1,60}},\s)?(?!(?:Yes|No|Well|Now|Look)\b)(?P<subject>{_NAMES}"
    rf"(?:,\s(?!(?:and|or|but)\b|{_INSERTS})(?:(?![A-Z])[^,]+|{_NAMES}))?)"
    rf"(?:,\s(?=(?:an?|the|of|in|at|for|now|then|and)\b|{_INSERTS}|[A-Z])[^,]+)*,"
)
_RELATIVE: Final = re.compile(r",\s(?:which|who|whose|where|whom)\s[^,]*(?:,[^,]*)?,$")
# "That said, the door is open": nobody speaks.
_NOBODY_SAID: Final = re.compile(
    r"\s*(?:(?:But|And|Still),?\s)?(?:(?:[Ww]ith\s|[Aa]ll\s)?[Tt]hat(?:\sbeing)?\ssaid,|[Hh]aving\ssaid\b)"
)
_ACCORDING: Final = re.compile(rf"\b[Aa]ccording\sto\s(?P<subject>[^“”\";:]{{2,120}}?)(?:,|(?!{_DOT})\.|$)")
# 'Steelworkers union leader Tom Brandt: "This helps nobody."': two words with a capital end the phrase.
_COLON: Final = re.compile(
    rf"[\s“”\"]*+(?P<subject>(?:(?:[^“”\":.!?]|{_DOT}){{0,100}}?\s)?(?P<name>[A-Z][\w’'-]+(?:\s[A-Z]\.)?\s[A-Z][\w’'-]+)"
    r"(?:\s\([^()]{1,20}\))?):\s[“\"]"
)
# 'Mr Brandt left the room, saying: "This helps nobody."': who opens the sentence speaks, if it is a name.
_SAYING: Final = re.compile(
    r"(?!(?:In|On|At|After|As|When|While|But|And|With|For|By|From|If|Before|During|Since|Despite|\w+ing)\b)"
    r"(?!(?:The|A|An|It|This|That|These|Those)\s[a-z])"
    rf"(?P<subject>{_NAMES})\s[^“”\";:]{{1,200}}?,\s(?:saying|adding|stating|declaring|writing|warning|insisting)"
    r"(?:\sthat)?[,:]?\s[“\"]"
)
# "The office brushed the reproach aside, noting that even Tom Brandt had praised it": the words are those of the main
# clause, whose subject ends before its verb.
_PARTICIPLE: Final = re.compile(
    r",\s(?:saying|adding(?!\sto\b)|noting|stating|arguing|warning|insisting|claiming|stressing|declaring|explaining)\b"
    r"(?!(?:\sthat)?[,:]?\s[“\"])"
)
_MAIN_BEGINS: Final = re.compile(
    r"[“”\";:]|,\s(?:while|but|and|as|which|who)\s|"
    r"^(?:In|On|At|After|Before|As|When|While|For|By|With|During|Since|Despite)\s[^,]{1,80},"
)
_PAST: Final = (
    r"\s(?:[a-z]{2,}ed|brushed|shrugged|hit|shot|made|took|held|gave|kept|stood|sent|struck|met|went|came|left|laid|drew|"
    r"brought|put|set|did|has|have|had|is|are|was|were|will|would|can|could|may|does|refuses|rejects|calls|opposes)\b"
)
_MAIN_SUBJECT: Final = re.compile(
    rf"\s*(?P<subject>(?!There\b)[^,“”\";:]{{2,100}}?)(?:,[^,“”\";:]{{1,100}},)?(?={_PAST})"
)
# "He had one message for Tom Brandt:" and "Ann Roe to Tom Brandt:" are no words of Brandt's.
_ADDRESSED: Final = re.compile(r"\b(?:to|for|with|from|about|on|in|against|by|at|of|and)\s$")
_LABEL: Final = re.compile(
    rf"^(?P<label>[A-Z][A-Z.'’-]+(?:\s[A-Z][A-Z.'’-]*){{0,5}}|Q|A){BRACKETS}:\s"
    r"|^(?P<cased>(?:Mr|Ms|Mrs|Dr|President|Secretary|Minister|Senator|Reporter|Question|Moderator)\.?"
    rf"(?:\s[A-Z][\w.'’-]*){{0,3}}){BRACKETS}:\s"
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The span in a statement that names whose words it gives, and where it stands to the verb."""

    start: int
    end: int
    form: Literal["before", "apposed", "behind", "according"]


def turn_labels(statements: Sequence[str]) -> list[str | None]:
    """Return for each statement of a document the speaker label that it opens with; None where it has none.

    It comes with the brackets that tell for whom somebody speaks: "MR ROE (MALTA)".
    Headings in capitals are no labels, and names without a title are only where the document is a transcript of such.
    A single label counts if it is a title or office in capitals: "PARIS: China left." has the form of one too. So does
    the "Q" of the White House; "Mr. Roe." is one in a hearing, where a full stop ends the labels.
    """
    matches = _found(_LABEL, statements)
    titled = [None if match is None else match["label"] or match["cased"] for match in matches]
    times = Counter(titled)
    counted = [label for label in titled if label is not None and not is_heading(label, times[label])]
    is_transcript = len(counted) > 1
    stopped = _found(STOPPED_LABEL, statements)
    others = _found(QUESTION_LABEL, statements)
    if has_stopped_turns(with_brackets(one) for one in stopped if one is not None):
        others = [one or other for one, other in zip(others, stopped, strict=True)]
    names = _found(NAME_LABEL, statements)
    if has_named_turns(name["named"] for name in names if name is not None):
        others = [one or other for one, other in zip(others, names, strict=True)]
    found: list[str | None] = []
    for label, match, other in zip(titled, matches, others, strict=True):
        if label is None or match is None:
            found.append(None if other is None else with_brackets(other))
        else:
            counts = (is_transcript or is_titled(label)) and not is_heading(label, times[label])
            found.append(with_brackets(match) if counts else None)
    return found


def _found(label: re.Pattern[str], statements: Sequence[str]) -> list[re.Match[str] | None]:
    return [label.match(text) for text in statements]


def name_label(text: str) -> str | None:
    """Return what stands before a colon and may be a label without a title: "Zhao Wei", "Reuters"."""
    match = NAME_LABEL.match(text)
    return None if match is None else match["named"]


def find_attribution(text: str, quoted: Quoted) -> Attribution | None:
    """Return the attribution of a statement, or None; what stands within quotation marks is no attribution."""
    plain = without_quotations(text, quoted)
    if (apposed := _apposed(plain)) is not None:
        return apposed
    forms: tuple[tuple[Literal["behind", "according"], re.Pattern[str]], ...] = (
        ("behind", _BEHIND),
        ("according", _ACCORDING),
    )
    for form, pattern in forms:
        if (match := pattern.search(plain)) is not None:
            return Attribution(*match.span("subject"), form)
    return (
        _before_participle(plain) or _before_verb(plain) or _before_quotation(plain) or _before_saying(plain)
    )


def _apposed(text: str) -> Attribution | None:
    """Return the name before the first verb of saying, with what stands beside it between commas."""
    for verb in _BEHIND_COMMA.finditer(text, 0, _LONGEST_APPOSED):
        match = _APPOSED.fullmatch(text, 0, verb.start() + 1)
        if match is not None and "," in text[match.start("subject") : verb.start()]:
            return Attribution(*match.span("subject"), "apposed")
    return None


def _before_quotation(text: str) -> Attribution | None:
    """Return the name that stands with a colon before a quotation."""
    match = _COLON.match(text)
    if match is None or _ADDRESSED.search(text, match.start("subject"), match.start("name")):
        return None
    # "South Korea:" is no name of a person, and the quotation may be what is said of it.
    if match["name"].split()[-1] in holder_words().capitalised:
        return None
    return Attribution(*match.span("subject"), "according")


def _before_saying(text: str) -> Attribution | None:
    """Return who opens the sentence in which "saying" introduces a quotation."""
    match = _SAYING.match(text)
    return None if match is None else Attribution(*match.span("subject"), "according")


def _before_participle(text: str) -> Attribution | None:
    """Return the subject of the main clause where ", noting that" comes before any verb of saying."""
    participle = _PARTICIPLE.search(text)
    if participle is None:
        return None
    first = next(find_verbs(text), None)
    if first is not None and first.start() < participle.start():
        return None
    begins = [end.end() for end in _MAIN_BEGINS.finditer(text, 0, participle.start())]
    match = _MAIN_SUBJECT.match(text, begins[-1] if begins else 0, participle.start())
    return None if match is None else Attribution(*match.span("subject"), "before")


def _before_verb(text: str) -> Attribution | None:
    """Return what stands before the first verb of saying, within its clause."""
    for verb in find_verbs(text):
        first = max(0, verb.start() - _LONGEST_SUBJECT)
        ends = [end.end() for end in _ENDS_CLAUSE.finditer(text, first, verb.start())]
        start = ends[-1] if ends else first
        if (alone := _HE_SAID.search(text, start, verb.start())) is not None:
            start = alone.end()
        if (inserted := _AFTER_COMMA.search(text, start, verb.start())) is not None:
            start = inserted.end()
        relative = _RELATIVE.search(text, start, verb.start())
        end = verb.start() if relative is None else relative.start()
        if text[start:end].strip() and not _NOBODY_SAID.match(text, start):
            return Attribution(start, end, "before")
    return None


def without_quotations(text: str, quoted: Quoted) -> str:
    """Return the statement with spaces for what is quoted, equally long; the marks stay."""
    kept = list(text)
    for start, end in quoted.spans:
        first = start if quoted.continued and start == 0 else start + 1
        kept[first : end - 1] = " " * max(0, end - 1 - first)
    return "".join(kept)
