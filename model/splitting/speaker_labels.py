"""Speaker labels of transcripts, and datelines: what precedes a statement without belonging to it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.model.splitting.east_asian_labels import EAST_ASIAN_LABEL, is_east_asian_transcript
from detente.model.splitting.family_names import is_family_name

__all__ = [
    "DATELINE",
    "NAME_LABEL",
    "OPENS_TURN",
    "SpeakerLabels",
    "Turn",
    "has_named_turns",
    "is_heading",
    "is_titled",
]

# In capitals before a colon or dash, but neither a speaker nor a town.
_HEADS = (
    r"(?:BREAKING|JUST IN|UPDATED?|WATCH|LIVE|EXCLUSIVE|NOTE|WARNING|ALERT|URGENT|FLASH|OPINION|ANALYSIS|"
    r"EDITORIAL|COMMENTARY|CORRECTION|FACTBOX|EXPLAINER|READ|LISTEN|VIDEO|PHOTOS?|RT|BREAKING NEWS|NEWS|"
    r"FACT SHEET|READ MORE|SEE ALSO|PHOTO CREDIT|"
    r"SUBJECT|FROM|TO|CC|DATE|RE|PS|FYI|WORLD|POLITICS|BUSINESS)"
)
_BODIES = (
    r"(?:U\.?S\.?A?\.?|U\.?K\.?|U\.?N\.?|E\.?U\.?|D\.?P\.?R\.?K\.?|R\.?O\.?K\.?|P\.?R\.?C\.?|NATO|CHINA|RUSSIA|JAPAN|"
    r"KOREA|NORTH KOREA|SOUTH KOREA|UNITED STATES|KCNA|XINHUA|YONHAP)"
)
_TOPICS = rf"(?:{_HEADS}|{_BODIES})"
_NO_TOPIC = rf"(?!{_TOPICS}\s*(?:[:(]|--|[—–-]))"
_CAPITALS = r"(?:Mc|Mac|O['’])?[A-Z][A-Z.'’-]*"
_OFFICE = (
    r"(?:PRESIDENT|VICE|PRIME|FIRST|SECRETARY|"
    r"MINISTER|AMBASSADOR|SENATOR|GENERAL|ADMIRAL|CHAIRMAN|CHAIRWOMAN|CHAIR|SPEAKER|DIRECTOR|DEPUTY|UNDER|"
    r"ASSISTANT|SENIOR|ADMINISTRATION|STAFF|MODERATOR|REPORTER|QUESTION|ANSWER|INTERPRETER|PARTICIPANT|"
    r"SPOKESPERSON|SPOKESMAN|SPOKESWOMAN|GOVERNOR|REPRESENTATIVE|MAYOR|PREMIER|CHANCELLOR|HOST|OPERATOR)\b"
)
_TITLE = rf"(?:MR|MS|MRS|DR|PROF|GEN|ADM|COL|AMB|SEN|REP|GOV)\.|THE\b|{_OFFICE}"
_BRACKET = r"(?:\s?\([^()\n]{1,60}\))?"
_COLON = r"[ \t]?:(?=\s|$)\s*"
_TITLED = rf"(?P<titled>(?:{_TITLE})(?:\s{_CAPITALS}){{0,6}}){_BRACKET}{_COLON}"
_QUESTION = r"(?P<question>Q)(?:[ \t]{2,}|\t|[:.]\s+(?=[A-Z\"“‘(])|[ \t](?=[A-Z\"“(]))\s*"
_REPLY = r"(?P<reply>A)(?:[ \t]{2,}|\t|[:.]\s+)\s*"
# These count only in a document that is evidently a transcript, for headlines have the same form.
_PLAIN = rf"(?P<plain>{_NO_TOPIC}{_CAPITALS}(?:\s{_CAPITALS}){{0,6}}){_BRACKET}{_COLON}"
_CASED_TITLE = (
    r"(?:Mr|Ms|Mrs|Dr|Prof|Gen|Adm|Amb|Sen|Rep|Gov)\.|(?:The|President|Vice|Prime|Secretary|Minister|Foreign|"
    r"Ambassador|Senator|General|Admiral|Chairman|Chairwoman|Speaker|Director|Deputy|Assistant|Senior|"
    r"Moderator|Reporter|Question|Answer|Interpreter|Interviewer|Spokesperson|Spokesman|Spokeswoman|Premier|"
    r"Chancellor|Host)\b"
)
_CASED = rf"(?P<cased>(?:{_CASED_TITLE})(?:\s(?:[A-Z][\w.'’-]*|of|the|for)){{0,6}}){_BRACKET}{_COLON}"

# "Mr. Holt. Thank you.", as hearings of Congress are printed.
_NAMED = r"(?:Van\s|van\s|de\s|De\s)?[A-Z][\w'’-]+"
_STOPPED_LABEL = (
    r"(?P<stopped>(?:(?:Mr|Ms|Mrs|Dr|Gen|Adm|Amb|Sen|Rep|Gov)\.|Senator|Representative|Secretary|Ambassador|General|"
    r"Admiral|Chairman|Chairwoman|Chair|Governor|Director|Under\sSecretary|Assistant\sSecretary|Deputy\sSecretary)"
    rf"\s{_NAMED}(?:\s{_NAMED})?(?:\sof\s[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)?"
    r"|The\s(?:Chairman|Chairwoman|Chair|President|Vice\sPresident|Moderator|Clerk))"
    r"(?:\s[(\[][^()\[\]\n]{1,60}[)\]])?\.\s+(?=[A-Z\"“(\[])"
)

NAME_LABEL = re.compile(
    rf"(?P<named>(?!(?i:{_TOPICS})\s*:)[A-Z][\w.'’-]*(?:[ \t][A-Z][\w.'’-]*){{0,4}}){_BRACKET}{_COLON}"
)
"""What may be a label without a title: "Zhao Wei:", "Yonhap News Agency:"; it counts if `has_named_turns`."""

# So often one name stands before a colon in a transcript.
_TURNS_OF_ONE = 3
# A heading in capitals has more words than the name of a speaker, initials not counted.
_LONGEST_NAME = 2
_A_HEAD, _A_BODY = re.compile(_HEADS), re.compile(_BODIES)
_TITLED_NAME = re.compile(rf"{_TITLE}|.*\b{_OFFICE}")
_SURELY_TITLED = re.compile(rf"(?:MR|MS|MRS|DR|PROF|GEN|ADM|COL|AMB|SEN|REP|GOV)\b|.*\b{_OFFICE}")

_SURE = re.compile(rf"{_TITLED}|{_QUESTION}")
_ANY = re.compile(rf"{_TITLED}|{_QUESTION}|{_REPLY}|{_PLAIN}|{_CASED}")
_LINE_LABEL = re.compile(rf"^[ \t>*_]{{0,8}}(?:{_TITLED}|{_QUESTION}|{_PLAIN}|{_CASED})", re.MULTILINE)
_NAME_LINE = re.compile(rf"^[ \t>*_]{{0,8}}{NAME_LABEL.pattern}", re.MULTILINE)
_INNER = re.compile(
    rf"(?<=[.?!)\"”\]])\s{{1,4}}(?=(?:{_TITLE})(?:\s{_CAPITALS}){{0,6}}{_BRACKET}:\s|Q[ \t]{{2}})"
)
_STOPPED = re.compile(_STOPPED_LABEL)
_STOPPED_LINE = re.compile(rf"(?:\A|[.?!)\]\"”’:]|\n)[ \t]*(?:\n|(?<![^\n]))[ \t]*{_STOPPED_LABEL}")
# What is put into the record is nobody's turn.
_INSERTED = re.compile(
    r"\[The\s(?:prepared\s|written\s|opening\s)?(?:statement|information|article|letter|report|document)s?\s"
    r"[^\[\]]{0,300}\]"
)
OPENS_TURN = re.compile(rf"[*_]{{0,3}}(?:{_TITLED}|{_QUESTION}|{_REPLY}|{_PLAIN}|{_CASED})")

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE = rf"(?:(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s\d{{4}})?)"
_AGENCY = r"\((?:[A-Z][\w.&’' /-]{1,40})\)"
# Old news of agencies has "_" for a dash.
_DASH = r"(?:\s{0,3}(?:--+|[—–―-])(?=[\s\"“'‘A-Z])|\s_(?=\s))"
_TOWN = r"[A-Z][\w.’'/-]*(?:\s[A-Z][\w.’'/-]*){0,3}"
_CITY = r"[A-Z][A-Z.’'/-]{2,}(?:\s[A-Z][A-Z.’'/-]+){0,3}"
_REGION = rf",\s(?!{_MONTH})(?:{_TOWN})"
_NAMED_CITY = "(?:SEOUL|BEIJING|PYONGYANG|WASHINGTON|TOKYO|MOSCOW|NEW YORK|UNITED NATIONS|SHANGHAI|HONG KONG)"
_CAPITAL = "(?:Seoul|Beijing|Pyongyang|Washington|Tokyo|Moscow)"
DATELINE = re.compile(
    rf"{_NO_TOPIC}(?:"
    rf"{_CITY}(?:{_REGION}){{0,2}}(?:,\s{_DATE})?(?:\s{_AGENCY}|\s\({_DATE}\))?{_DASH}(?=\s*[A-Z\d\"“'‘(])"
    rf"|{_TOWN}(?:{_REGION})?(?:,\s{_DATE})?\s{_AGENCY}{_DASH}"
    rf"|{_TOWN}(?:{_REGION})?,\s{_DATE}\s{_AGENCY}:?(?=\s)"
    rf"|{_TOWN}(?:{_REGION})?,\s{_DATE}\.?\s/[A-Z][\w ]{{1,30}}/\.?(?:{_DASH}|(?=\s))"
    rf"|{_CAPITAL},\s{_DATE}{_DASH}(?=\s*[A-Z\d\"“'‘(])"
    r"|\((?:AP|AFP|Reuters|UPI|Yonhap|Xinhua|KCNA|Kyodo|Jiji|TASS|Bloomberg|CNN|VOA)\)\s{0,2}(?:--|[—–-])(?=\s)"
    rf"|{_NAMED_CITY}(?:\s{_AGENCY})?:(?=\s)"
    r")\s*"
)
"""A dateline at the head of a passage: town, date and agency, up to the dash."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says within a passage: `text[start:end]`, the label left out."""

    start: int
    end: int
    opens_passage: bool


def is_heading(label: str, times: int) -> bool:
    """Tell whether a label in capitals that opens so many lines of its document is a heading.

    A speaker speaks again, and "PEACE THROUGH STRENGTH:" stands once, as "CHINA:" does over news of it. "LIVE:" never
    names who speaks.
    """
    if _A_HEAD.fullmatch(label) or (times == 1 and _A_BODY.fullmatch(label)):
        return True
    words = [word for word in label.split() if len(word.rstrip(".")) > 1]
    if times > 1 or len(words) <= _LONGEST_NAME or _TITLED_NAME.match(label):
        return False
    # KIM YO JONG and WANG YI MIN are names of three words.
    return len(words) > 3 or not is_family_name(words[0])


def is_titled(label: str) -> bool:
    """Tell whether a label in capitals has a title or an office: "MR PRICE", "SECRETARY BLINKEN", not "PARIS"."""
    return _SURELY_TITLED.match(label) is not None


def has_stopped_turns(labels: Iterable[str]) -> bool:
    """Tell whether labels that a full stop ends ("Mr. Holt") are those of a transcript: two, and one comes back."""
    times = Counter(labels)
    return len(times) > 1 and max(times.values()) > 1


def has_named_turns(labels: Iterable[str]) -> bool:
    """Tell whether these labels, one for each line that has one, are those of speakers named without a title.

    One name of two or three words has to come back, as who replies does, and somebody else has to speak.
    """
    times = Counter(labels)
    comes_back = any(
        often >= _TURNS_OF_ONE and len(label.split()) in (2, 3) and not label.isupper()
        for label, often in times.items()
    )
    return comes_back and len(times) > 1


class SpeakerLabels:
    """Follows the speakers through one document, given its passages in order; `speaker` is the current one.

    A label in capitals that opens with a title ("MR. EARNEST:", "THE PRESIDENT:") or "Q" counts anywhere;
    other labels ("SIEGEL:", "Mr. Earnest:") only if the document has two lines or more with a label, and names
    without a title ("Zhao Wei:", "Reuters:") only if it `has_named_turns`. What `is_heading` is no label. Korean
    and Chinese labels count in a document that `is_east_asian_transcript`.
    """

    def __init__(self, document: str) -> None:
        plain = [_folded(label["plain"] or "") for label in _LINE_LABEL.finditer(document)]
        times = Counter(plain)
        self._headings = frozenset(label for label in times if is_heading(label, times[label]))
        self._is_transcript = sum(label not in self._headings for label in plain) > 1
        self._has_names = has_named_turns(_folded(label["named"]) for label in _NAME_LINE.finditer(document))
        self._is_hearing = has_stopped_turns(
            _folded(label["stopped"]) for label in _STOPPED_LINE.finditer(document)
        )
        self._is_east_asian = is_east_asian_transcript(document)
        self.speaker: str | None = None
        self._asked = False

    def end_turn(self) -> None:
        """Forget the speaker: what follows is nobody's turn."""
        self.speaker = None

    def turns(self, text: str) -> Iterator[Turn]:
        """Yield the turns in a passage, with `speaker` set to that of the turn just yielded."""
        start = 0
        for inner in _INNER.finditer(text):
            yield self._turn(text, start, inner.start())
            start = inner.end()
        yield self._turn(text, start, len(text))
        if self._is_hearing and _INSERTED.match(text):
            self.end_turn()

    def _turn(self, text: str, start: int, end: int) -> Turn:
        label = EAST_ASIAN_LABEL.match(text, start, end) if self._is_east_asian else None
        label = label or self._latin_label(text, start, end)
        if not label or (label.lastgroup == "reply" and not self._asked):
            return Turn(start, end, opens_passage=start == 0)
        self.speaker = _folded(label[label.lastgroup or 0])
        self._asked = self._asked or self.speaker == "Q"
        return Turn(label.end(), end, opens_passage=False)

    def _latin_label(self, text: str, start: int, end: int) -> re.Match[str] | None:
        label = (_ANY if self._is_transcript or self._asked else _SURE).match(text, start, end)
        if label is None and self._has_names and start == 0:
            label = NAME_LABEL.match(text, start, end)
        if label is None and self._is_hearing and start == 0:
            label = _STOPPED.match(text, start, end)
        return None if label is None or _folded(label[label.lastgroup or 0]) in self._headings else label


def _folded(label: str) -> str:
    return " ".join(label.split())
