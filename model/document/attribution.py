"""Finds in a statement to whom its words are attributed: "he said", "according to the ministry", "MR PRICE:"."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from detente.model.document.quotations import Quoted

__all__ = ["Attribution", "find_attribution", "turn_label"]

_VERBS: Final = (
    r"(?:said|says|say|told|tells|added|adds|stated|states|noted|notes|stressed|stresses|warned|warns|wrote|writes|argued|"
    r"argues|claimed|claims|insisted|insists|accused|accuses|declared|declares|announced|announces|asked|asks|replied|"
    r"responded|commented|tweeted|posted|demanded|demands|urged|urges|explained|explains|underlined|underscored|"
    r"emphasi[sz]ed|reiterated|reaffirmed|contended|acknowledged|admitted|denied|condemned|denounced|blasted|slammed|"
    r"criticized|criticised|called|vowed|pledged|charged|alleged|suggested|remarked|continued|went on|goes on|recalled|"
    r"observed|testified|predicted|described|pointed out|hit out|lashed out|expressed|branded|dismissed|reported|quoted)"
)
_ADVERB: Final = r"(?:\s(?:also|later|further|\w+ly|had|has|have|in a statement|on \w+day))?"
_SUBJECT_FIRST: Final = re.compile(rf"(?P<subject>[^“”\";:]{{1,160}}?){_ADVERB}\s{_VERBS}\b")
_SPEECH_ONLY: Final = r"(?:said|says|told|added|adds|stated|noted|stressed|warned|wrote|argued|insisted|declared|asked|replied|explained|continued|tweeted)"
_INVERTED: Final = re.compile(rf"[,”\"’]\s?{_SPEECH_ONLY}\s(?P<subject>(?:[A-Z]|the\s|a\s|an\s|one\s)[^“”\";:.]{{1,140}})")
_ACCORDING: Final = re.compile(
    r"\b[Aa]ccording\sto\s(?P<subject>[^“”\";:]{2,120}?)(?:,|\.|$)|\bin\s(?:its|a|an)\s(?:statement|editorial|commentary)\sby\s(?P<by>[^,.]{2,90})"
)
_LABEL: Final = re.compile(
    r"^(?P<label>[A-Z][A-Z.'’-]+(?:\s[A-Z][A-Z.'’-]*){0,5}|Q|A)(?:\s?\([^()]{1,60}\))?:\s"
    r"|^(?P<cased>(?:Mr|Ms|Mrs|Dr|President|Secretary|Minister|Senator|Reporter|Question|Moderator)\.?(?:\s[A-Z][\w.'’-]*){0,3}):\s"
)
_NO_LABEL: Final = frozenset(("BREAKING", "PHOTO", "VIDEO", "OPINION", "WATCH", "UPDATE", "EXCLUSIVE", "EDITORIAL", "ANALYSIS", "READ", "NOTE"))


@dataclass(frozen=True, slots=True)
class Attribution:
    """The stretch of a statement that names whose words it gives, in characters, and where the words stand."""

    start: int
    end: int
    form: Literal["before", "behind", "according", "label"]


def turn_label(text: str) -> tuple[str, int] | None:
    """Return the speaker label that opens a turn of a transcript, and where the turn's words begin."""
    match = _LABEL.match(text)
    if match is None:
        return None
    label = match["label"] or match["cased"]
    return None if label in _NO_LABEL else (label, match.end())


def find_attribution(text: str, quoted: Quoted) -> Attribution | None:
    """Return the attribution of a statement, or None; what stands within quotation marks is no attribution."""
    plain = _without_quotes(text, quoted)
    if (match := _INVERTED.search(plain)) is not None:
        return Attribution(*match.span("subject"), "behind")
    if (match := _ACCORDING.search(plain)) is not None:
        name = "subject" if match["subject"] else "by"
        return Attribution(*match.span(name), "according")
    if (match := _SUBJECT_FIRST.search(plain)) is not None:
        start, end = match.span("subject")
        # The subject is what follows the last comma of its clause, unless that only closes an apposition.
        return Attribution(start, end, "before")
    return None


def _without_quotes(text: str, quoted: Quoted) -> str:
    """The statement with spaces for what is quoted, equally long; the closing mark stays."""
    kept = list(text)
    for start, end in quoted.spans:
        kept[start + 1 : max(start + 1, end - 1)] = " " * max(0, end - 1 - (start + 1))
        if quoted.continued and start == 0:
            kept[0] = " "
    return "".join(kept)
