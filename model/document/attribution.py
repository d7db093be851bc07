"""Finds in a statement to whom its words are attributed: "he said", "according to the ministry", "MR PRICE:"."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from detente.model.document.quotations import Quoted

__all__ = ["Attribution", "find_attribution", "turn_label"]

# Saying, and what one does by saying; "said", "branded", "made public".
_SPEECH: Final = (
    r"said|says|told|tells|added|adds|stated|noted|stressed|warned|wrote|argued|insisted|declared|asked|replied|"
    r"explained|continued|tweeted"
)
_VERBS: Final = (
    rf"(?:{_SPEECH}|say|states|notes|stresses|warns|writes|argues|claimed|claims|insists|accused|accuses|declares|"
    r"announced|announces|asks|responded|commented|posted|demanded|demands|urged|urges|explains|underlined|"
    r"underscored|emphasi[sz]ed|reiterated|reaffirmed|contended|acknowledged|admitted|denied|condemned|denounced|"
    r"blasted|slammed|criticized|criticised|called|vowed|pledged|charged|alleged|suggested|remarked|went on|goes on|"
    r"recalled|observed|testified|predicted|described|pointed out|hit out|lashed out|expressed|branded|dismissed|"
    r"reported|quoted|supported|hailed|praised|welcomed|protested|opposed|rejected|exposed|disclosed|termed|asserted|"
    r"censured|called upon|appealed|released|issued|made public|rebuked|refuted|decried|lauded|thanked|"
    r"congratulated)"
)
_VERB: Final = re.compile(
    rf"(?:\s(?:also|later|further|\w+ly|had|has|have|in a statement|on \w+day))?\s{_VERBS}\b"
)
_ENDS_CLAUSE: Final = re.compile(r"[“”\";:]")
_LONGEST_SUBJECT: Final = 160
# "The drills help nobody, she said": behind the last comma, where the clause before it would be the subject.
_HE_SAID: Final = re.compile(r",\s(?=(?:he|she)$)")
# "In a report on Cuba, the ministry said": the subject begins behind the last comma.
_AFTER_COMMA: Final = re.compile(
    r",\s*(?=(?:(?:he|she|it|they|the|a|an|one|some|many|several|other)\b|[A-Z])[^,]*$)"
)
_BEHIND: Final = re.compile(
    rf"[,”\"’]\s?(?:{_SPEECH})\s(?P<subject>(?:[A-Z]|the\s|a\s|an\s|one\s)[^“”\";:.]{{1,140}})"
)
_ACCORDING: Final = re.compile(r"\b[Aa]ccording\sto\s(?P<subject>[^“”\";:]{2,120}?)(?:,|\.|$)")
_LABEL: Final = re.compile(
    r"^(?P<label>[A-Z][A-Z.'’-]+(?:\s[A-Z][A-Z.'’-]*){0,5}|Q|A)(?:\s?\([^()]{1,60}\))?:\s"
    r"|^(?P<cased>(?:Mr|Ms|Mrs|Dr|President|Secretary|Minister|Senator|Reporter|Question|Moderator)\.?"
    r"(?:\s[A-Z][\w.'’-]*){0,3}):\s"
)
_NO_LABEL: Final = frozenset(
    (
        "BREAKING",
        "PHOTO",
        "PHOTOS",
        "VIDEO",
        "OPINION",
        "WATCH",
        "UPDATE",
        "EXCLUSIVE",
        "EDITORIAL",
        "ANALYSIS",
        "READ",
    )
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The span in a statement that names whose words it gives, and where it stands to the verb."""

    start: int
    end: int
    form: Literal["before", "behind", "according"]


def turn_label(text: str) -> str | None:
    """Return the speaker label that opens a turn of a transcript, None where there is none."""
    match = _LABEL.match(text)
    label = None if match is None else match["label"] or match["cased"]
    return None if label in _NO_LABEL else label


def find_attribution(text: str, quoted: Quoted) -> Attribution | None:
    """Return the attribution of a statement, or None; what stands within quotation marks is no attribution."""
    plain = _without_quotations(text, quoted)
    forms: tuple[tuple[Literal["behind", "according"], re.Pattern[str]], ...] = (
        ("behind", _BEHIND),
        ("according", _ACCORDING),
    )
    for form, pattern in forms:
        if (match := pattern.search(plain)) is not None:
            return Attribution(*match.span("subject"), form)
    return _before_verb(plain)


def _before_verb(text: str) -> Attribution | None:
    """Return what stands before the first verb of saying, within its clause."""
    for verb in _VERB.finditer(text):
        first = max(0, verb.start() - _LONGEST_SUBJECT)
        ends = [end.end() for end in _ENDS_CLAUSE.finditer(text, first, verb.start())]
        start = ends[-1] if ends else first
        if (alone := _HE_SAID.search(text, start, verb.start())) is not None:
            start = alone.end()
        if (inserted := _AFTER_COMMA.search(text, start, verb.start())) is not None:
            start = inserted.end()
        if text[start : verb.start()].strip():
            return Attribution(start, verb.start(), "before")
    return None


def _without_quotations(text: str, quoted: Quoted) -> str:
    """The statement with spaces for what is quoted, equally long; the marks stay."""
    kept = list(text)
    for start, end in quoted.spans:
        first = start if quoted.continued and start == 0 else start + 1
        kept[first : end - 1] = " " * max(0, end - 1 - first)
    return "".join(kept)
