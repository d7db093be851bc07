"""The English verbs of saying, and where a word of that form says nothing: "China's claims", "was accused"."""

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["SPEECH", "VERB", "find_verbs"]

# Saying, and what one does by saying; "said", "branded", "made public".
SPEECH: Final = (
    r"said|says|told|tells|added|adds|stated|noted|stressed|warned|wrote|argued|insisted|declared|asked|replied|"
    r"explained|continued|tweeted"
)
_VERBS: Final = (
    rf"(?:{SPEECH}|say|states|notes|stresses|warns|writes|argues|claimed|claims|insists|accused|accuses|declares|"
    r"announced|announces|asks|responded|commented|posted|demanded|demands|urged|urges|explains|underlined|"
    r"underscored|emphasi[sz]ed|reiterated|reaffirmed|contended|acknowledged|admitted|denied|condemned|denounced|"
    r"blasted|slammed|criticized|criticised|called|vowed|pledged|charged|alleged|suggested|remarked|went on|goes on|"
    r"recalled|observed|testified|predicted|described|pointed out|hit out|lashed out|expressed|branded|dismissed|"
    r"reported|quoted|supported|hailed|praised|welcomed|protested|opposed|rejected|exposed|disclosed|termed|asserted|"
    r"censured|called upon|appealed|released|issued|made public|rebuked|refuted|decried|lauded|thanked|"
    r"congratulated|brushed aside|brushed off|shrugged off|voiced|cited|looks forward|looked forward|"
    # "The paper carried an article": what follows is said there.
    r"(?:carried|ran|printed|published|posted)\s(?:an?\s|its\s)?(?:[a-z-]+\s){0,2}?"
    r"(?:articles?|commentary|commentaries|editorials?|essays?|op-eds?))"
)
# "The National Assembly condemned it" and "the ally said so" have no adverb.
_ADVERB: Final = r"(?!(?:ally|rally|family|supply)\b)[a-z]+ly"
VERB: Final = re.compile(
    rf"(?:\s(?:also|later|further|{_ADVERB}|had|has|have|in a statement|on \w+day))?\s(?P<verb>{_VERBS})\b"
)
# "Seoul has been accused", "every reason to say no": another is meant, or nobody speaks. But "was quoted as saying".
_PASSIVE: Final = re.compile(
    r"\b(?:to|be|been|being|was|were|is|are|get|got)(?:\s(?:not|also|later|further|\w+ly))?$"
)
# "China's baseless claims", "these notes".
_POSSESSIVE: Final = re.compile(
    r"(?:['’]s|s['’]|\b(?:its|his|her|their|our|your|my|these|those))(?:\s[\w-]+)?$"
)
# "Its stated aim", "the announced cuts": no more than an adjective.
_OWNED: Final = re.compile(r"\b(?:its|his|her|their|our|your|my|the|an?|these|those|such)$", re.IGNORECASE)
# "Plans announced in Manila to build it", "exposed to risk": the verb describes a noun too, but "said in May that".
_AT: Final = re.compile(r"\s(?:in|at|to|from)\s(?!(?:[\w.]+\s){1,5}(?:that|it|he|she|they)\b)")
_DESCRIBES: Final = frozenset(
    ("announced", "disclosed", "exposed", "published", "released", "issued", "reported")
)
# "Waters claimed by Beijing", "the report released on Monday": the verb only describes a noun.
_BY: Final = re.compile(r"\sby\b(?!\s(?:phone|telephone|e-?mail|[a-z]+ing)\b)")
_TAKE_BY: Final = frozenset(("responded", "replied", "said", "commented", "protested"))
_PUBLISHED: Final = frozenset(("issued", "released", "posted", "reported", "disclosed", "called"))
_TEXT: Final = re.compile(
    r"\b(?:statement|report|commentary|letter|video|article|communiqu[eé]|editorial|data|figures|footage|photos?|remarks)$"
)
_NOUNS: Final = frozenset(("claims", "demands", "notes", "states", "stresses"))
# "Beijing claims that", "he notes, ", "Seoul demands an end"; but "rival claims to the reef".
_OF_A_VERB: Final = re.compile(
    r"\s(?:that|the|an?|its|his|her|their|it|he|she|they|there|this|these|those|no|all|any)\b|\s?[,:“\"‘]|\s[A-Z]"
)
_ADDS: Final = frozenset(("added", "adds"))
# "Washington added 20 firms to its list" enlarges it.
_ENLARGES: Final = re.compile(
    r"\s(?:\d|(?:to|up|more|another|new|several|some|dozens|hundreds|two|three|four|five|six|seven|eight|nine|ten|fuel|"
    r"pressure|weight|momentum|urgency|insult)\b|(?!that\b|[A-Za-z]+\sthat\b)[^.,;:“”\"]{1,80}?\sto\s(?:its|the|an?|their|his|her)\s"
    r"(?:[\w-]+\s){0,3}(?:list|lists|blacklist|agenda|arsenal|pressure|tensions?|concerns?)\b)"
)


def find_verbs(text: str) -> Iterator[re.Match[str]]:
    """Yield where a text has a verb of saying with a subject of its own, by position."""
    for verb in VERB.finditer(text):
        if _says(text, verb):
            yield verb


def _says(text: str, verb: re.Match[str]) -> bool:
    word, (start, end) = verb["verb"], verb.span()
    if word in _DESCRIBES and _AT.match(text, end):
        return False
    if _OWNED.search(text, max(0, start - 8), start):
        return False
    if word != "quoted" and _PASSIVE.search(text, max(0, start - 30), start):
        return False
    if _BY.match(text, end) and word not in _TAKE_BY:
        return False
    if word in _PUBLISHED and _TEXT.search(text, max(0, start - 20), start):
        return False
    if word in _NOUNS:
        noun = _POSSESSIVE.search(text, max(0, start - 40), start) is not None
        return not noun and _OF_A_VERB.match(text, end) is not None
    return word not in _ADDS or _ENLARGES.match(text, end) is None
