"""Speaker labels of transcripts: what precedes a statement without belonging to it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from detente.model.splitting.east_asian_labels import EastAsianLabels
from detente.model.splitting.family_names import is_family_name

__all__ = [
    "ASKS",
    "BRACKETS",
    "NAME_LABEL",
    "NO_TOPIC",
    "OPENS_TURN",
    "QUESTION_LABEL",
    "STOPPED_LABEL",
    "SpeakerLabels",
    "Turn",
    "has_named_turns",
    "has_stopped_turns",
    "is_heading",
    "is_titled",
    "who_replies",
    "with_brackets",
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
NO_TOPIC = rf"(?!{_TOPICS}\s*(?:[:(]|--|[—–-]))"
"""Stands before a pattern for what may be a label or a town, and must be neither heading nor state."""

_CAPITALS = r"(?:Mc|Mac|O['’])?[A-Z][A-Z.'’-]*"
_OFFICE = (
    r"(?:PRESIDENT|VICE|PRIME|FIRST|SECRETARY|"
    r"MINISTER|AMBASSADOR|SENATOR|GENERAL|ADMIRAL|CHAIRMAN|CHAIRWOMAN|CHAIR|SPEAKER|DIRECTOR|DEPUTY|UNDER|"
    r"ASSISTANT|SENIOR|ADMINISTRATION|STAFF|MODERATOR|REPORTER|QUESTION|ANSWER|INTERPRETER|PARTICIPANT|"
    r"SPOKESPERSON|SPOKESMAN|SPOKESWOMAN|GOVERNOR|REPRESENTATIVE|MAYOR|PREMIER|CHANCELLOR|HOST|OPERATOR)\b"
)
_TITLE = rf"(?:MR|MS|MRS|DR|PROF|GEN|ADM|COL|AMB|SEN|REP|GOV)\.|THE\b|{_OFFICE}"
BRACKETS = r"(?:\s?\([^()\n]{1,60}\)){0,3}"
"""What may stand behind the name of a label: "Mr. Roe (Malta) (spoke in French):"."""

_ONE_BRACKET = re.compile(r"\([^()]+\)")
# Who speaks so is not told by it.
_TELLS_HOW = re.compile(r"\((?:spoke|speaking|as|via)\b", re.IGNORECASE)
_COLON = r"[ \t]?:(?=\s|$)\s*"
_TITLED = rf"(?P<titled>(?:{_TITLE})(?:\s{_CAPITALS}){{0,6}}){BRACKETS}{_COLON}"
_QUESTION = r"(?P<question>Q)(?:[ \t]{2,}|\t|[:.]\s+(?=[A-Z\"“‘(])|[ \t](?=[A-Z\"“(]))\s*"
_REPLY = r"(?P<reply>A)(?:[ \t]{2,}|\t|[:.]\s+)\s*"
# These count only in a document that is evidently a transcript, for headlines have the same form.
_PLAIN = rf"(?P<plain>{NO_TOPIC}{_CAPITALS}(?:\s{_CAPITALS}){{0,6}}){BRACKETS}{_COLON}"
_CASED_TITLE = (
    r"(?:Mr|Ms|Mrs|Dr|Prof|Gen|Adm|Amb|Sen|Rep|Gov)\.|(?:The|President|Vice|Prime|Secretary|Minister|Foreign|"
    r"Ambassador|Senator|General|Admiral|Chairman|Chairwoman|Speaker|Director|Deputy|Assistant|Senior|"
    r"Moderator|Reporter|Question|Answer|Interpreter|Interviewer|Spokesperson|Spokesman|Spokeswoman|Premier|"
    r"Chancellor|Host)\b"
)
_CASED = rf"(?P<cased>(?:{_CASED_TITLE})(?:\s(?:[A-Z][\w.'’-]*|of|the|for)){{0,6}}){BRACKETS}{_COLON}"

# "Mr. Holt. Thank you.", as hearings of Congress are printed.
_NAMED = r"(?:Van\s|van\s|de\s|De\s)?[A-Z][\w'’-]+"
_STOPPED_LABEL = (
    r"(?P<stopped>(?:(?:Mr|Ms|Mrs|Dr|Gen|Adm|Amb|Sen|Rep|Gov)\.|Senator|Representative|Secretary|Ambassador|General|"
    r"Admiral|Chairman|Chairwoman|Chair|Governor|Director|Under\sSecretary|Assistant\sSecretary|Deputy\sSecretary)"
    rf"\s{_NAMED}(?:\s{_NAMED})?(?:\sof\s[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)?"
    r"|The\s(?i:Chairman|Chairwoman|Chair|President|Vice\sPresident|Moderator|Clerk))"
    r"(?:\s[(\[][^()\[\]\n]{1,60}[)\]])?\.\s+(?=[A-Z\"“(\[])"
)

NAME_LABEL = re.compile(
    rf"(?P<named>(?!(?i:{_TOPICS})\s*:)[A-Z][\w.'’-]*(?:[ \t][A-Z][\w.'’-]*){{0,4}}){BRACKETS}{_COLON}"
)
"""What may be a label without a title: "Zhao Wei:", "Yonhap News Agency:"; it counts if `has_named_turns`."""

ASKS = re.compile(
    r"question|^q$|reporter|moderator|operator|participant|\bhosts?\b|interviewer|follow-up|"
    r"\b(?:reuters|afp|agence france-presse|ap|associated press|upi|bloomberg|kyodo|jiji|yonhap|xinhua|tass|interfax|"
    r"dpa|efe|ansa|sputnik|ria novosti|press trust of india|pti|antara|bernama|anadolu|irna|newsis|"
    r"cctv|cgtn|cri|nhk|ntv|tbs|bbc|itv|cnn|nbc|msnbc|cbs|abc|pbs|cbc|ctv|npr|voa|rfi|france 24|deutsche welle|"
    r"kbs|mbc|sbs|ytn|jtbc|mbn|al jazeera|channel newsasia|phoenix|the paper|global times|"
    r"(?:financial|straits|new york|japan|korea|hindustan|economic|los angeles) times|times of india|"
    r"(?:washington|morning|jakarta|bangkok) post|hankyoreh|kyunghyang|nikkei|"
    r"\w+ (?:ilbo|shimbun|sinmun|herald|tribune)|politico|axios|the guardian|le monde|der spiegel|"
    r"news|news agency|daily|media|tv|television|radio|broadcasting|journal)\b",
    re.IGNORECASE,
)
"""Finds in a label who asks in a transcript: agencies and broadcasters too, which speak for nobody there."""

# So often one name stands before a colon in a transcript; fewer times do where others surely ask.
_TURNS_OF_ONE, _REPLIES_OF_ONE = 3, 2
# The head of a transcript: "Spokesperson Bai Yulan's Press Conference", "Interview with Ann Roe".
_OF_PRESS = re.compile(r"\b(?:spokes|press\b|brief|interview|questions|answers|remarks)", re.IGNORECASE)
_HEAD_LINE = re.compile(r"\s{0,20}(\S[^\n]{0,300})")
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
    rf"(?<=[.?!)\"”\]])\s{{1,4}}(?=(?:{_TITLE})(?:\s{_CAPITALS}){{0,6}}{BRACKETS}:\s|Q[ \t]{{2}})"
)
QUESTION_LABEL = re.compile(_QUESTION)
"""Finds at the head of a statement the "Q" of who asks."""
STOPPED_LABEL = re.compile(_STOPPED_LABEL)
"""Finds a label that a full stop ends; it counts if `has_stopped_turns`."""
_STOPPED_LINE = re.compile(rf"(?:\A|[.?!)\]\"”’:]|\n)[ \t]*(?:\n|(?<![^\n]))[ \t]*{_STOPPED_LABEL}")
# What is put into the record is nobody's turn.
_INSERTED = re.compile(
    r"\[The\s(?:prepared\s|written\s|opening\s)?(?:statement|information|article|letter|report|document)s?\s"
    r"[^\[\]]{0,300}\]"
)
OPENS_TURN = re.compile(rf"[*_]{{0,3}}(?:{_TITLED}|{_QUESTION}|{_REPLY}|{_PLAIN}|{_CASED})")


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


def has_named_turns(labels: Iterable[str], head: str = "") -> bool:
    """Tell whether these labels, one for each line that has one, are those of speakers named without a title.

    One name of two or three words has to come back, as who replies does, and somebody else has to speak. Two replies
    are enough for who replies to somebody that surely asks, and one for whom the `head` of the document names.
    """
    turns = list(labels)
    times = Counter(turns)
    if len(times) < 2:
        return False
    if any(often >= _TURNS_OF_ONE and _is_name(label) for label, often in times.items()):
        return True
    replies = who_replies(turns, head)
    if replies is None or not _is_name(replies):
        return False
    return _is_named_in(head, replies) or any(ASKS.search(label) for label in times)


def who_replies(turns: Iterable[str], head: str = "") -> str | None:
    """Return the label of the one who replies to all others: None where no one does, or several may.

    `turns` are the labels in order, the same perhaps several times for one turn. It is the one whom the `head` of the
    document names, or who has every second turn.
    """
    in_turn = [label for label, _ in groupby(turns)]
    times = Counter(in_turn)
    named = [label for label in times if _is_named_in(head, label)]
    if len(times) > 1 and len(named) == 1:
        return named[0]
    # Who has every second turn has the first or the second.
    alternate = [
        label
        for label in in_turn[:2]
        if times[label] >= _REPLIES_OF_ONE
        and not ASKS.search(label)
        and all((one == label) != (other == label) for one, other in pairwise(in_turn))
    ]
    is_one = len(alternate) == 1 and (len(times) > 2 or any(ASKS.search(label) for label in times))
    return alternate[0] if is_one else None


def _is_name(label: str) -> bool:
    return len(label.split()) in (2, 3) and not label.isupper()


def _is_named_in(head: str, label: str) -> bool:
    """Whether the head of what may be a transcript names the person of a label."""
    return (
        label in head
        and _is_name(label)
        and _OF_PRESS.search(head) is not None
        and re.search(rf"(?<!\w){re.escape(label)}(?!\w)", head) is not None
    )


class SpeakerLabels:
    """Follows the speakers through one document, given its passages in order; `speaker` is the current one.

    A label in capitals that opens with a title ("MR. EARNEST:", "THE PRESIDENT:") or "Q" counts anywhere;
    other labels ("SIEGEL:", "Mr. Earnest:") only if the document has two lines or more with a label, and names
    without a title ("Zhao Wei:", "Reuters:") only if it `has_named_turns`. What `is_heading` is no label. Korean
    and Chinese labels are those of `EastAsianLabels`.
    """

    def __init__(self, document: str) -> None:
        plain = [_folded(label["plain"] or "") for label in _LINE_LABEL.finditer(document)]
        times = Counter(plain)
        self._headings = frozenset(label for label in times if is_heading(label, times[label]))
        self._is_transcript = sum(label not in self._headings for label in plain) > 1
        head = _HEAD_LINE.match(document)
        self._has_names = has_named_turns(
            (_folded(label["named"]) for label in _NAME_LINE.finditer(document)), head[1] if head else ""
        )
        self._is_hearing = has_stopped_turns(
            _folded(label["stopped"]) for label in _STOPPED_LINE.finditer(document)
        )
        self._east_asian = EastAsianLabels(document.splitlines())
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
        label = self._east_asian.match(text, start, end) or self._latin_label(text, start, end)
        if not label or (label.lastgroup == "reply" and not self._asked):
            return Turn(start, end, opens_passage=start == 0)
        self.speaker = with_brackets(label)
        self._asked = self._asked or self.speaker == "Q"
        return Turn(label.end(), end, opens_passage=False)

    def _latin_label(self, text: str, start: int, end: int) -> re.Match[str] | None:
        label = (_ANY if self._is_transcript or self._asked else _SURE).match(text, start, end)
        if label is None and self._has_names and start == 0:
            label = NAME_LABEL.match(text, start, end)
        if label is None and self._is_hearing and start == 0:
            label = STOPPED_LABEL.match(text, start, end)
        return None if label is None or _folded(label[label.lastgroup or 0]) in self._headings else label


def with_brackets(label: re.Match[str]) -> str:
    """Return the label with the brackets that tell for whom somebody speaks: "Mr. Roe (Malta)".

    The group of `label` that matched last is the name.
    """
    name = label.lastgroup or 0
    brackets = _ONE_BRACKET.findall(label.string, label.end(name), label.end())
    return _folded(" ".join([label[name], *(one for one in brackets if not _TELLS_HOW.match(one))]))


def _folded(label: str) -> str:
    return " ".join(label.split())
