"""Where an English text has the full name of a person, told by its form: words with a capital that are no others."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from detente.model.document.holders import holder_words
from detente.model.splitting.family_names import is_family_name

__all__ = ["full_names", "is_function_word", "is_name_word", "is_title_case", "state_before"]

_MOST_WORDS: Final = 4
_TOKEN: Final = re.compile(r"\S+")
_MARKS_BEFORE: Final = "\"'“‘(["
_MARKS_BEHIND: Final = "\"'”’)].,;:!?…"
_POSSESSIVE: Final = ("'s", "’s", "'S", "’S")
# "J.", "H.R.", but no state.
_INITIALS: Final = re.compile(r"(?!(?:U\.[SKN]|E\.U|D\.C|R\.O|D\.P|P\.R)\.)(?:[A-Z]\.)+")
_PARTICLES: Final = frozenset(("de", "von", "van", "bin", "al", "der", "del", "la", "da", "ul", "ibn"))
# "Chicago-based", "President-elect": no given name of a Korean.
_ADJECTIVE: Final = re.compile(
    r"-(?:based|backed|born|built|bound|controlled|elect|era|led|linked|made|run|style)$"
)
_ARTICLES: Final = frozenset(("the", "a", "an", "this", "its"))
_FEWEST_CAPITALS: Final = 4
# Characters before a surname in which a state and a title may stand, and words of both.
_BEFORE: Final = 60
_MOST_TITLES: Final = 6
_IN: Final = frozenset(("In", "in", "At", "at", "Near", "near"))


@dataclass(frozen=True)
class _Words:
    titles: frozenset[str]
    others: frozenset[str]
    function_words: frozenset[str]
    behind: frozenset[str]
    small: frozenset[str]


@cache
def _words() -> _Words:
    path = Path(__file__).with_suffix(".toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    listed = {key: frozenset(words) for key, words in tables.items()}
    others = holder_words().capitalised | listed["titles"] | listed["words"]
    return _Words(listed["titles"], others, listed["function_words"], listed["behind"], listed["small"])


@dataclass(slots=True)
class _Run:
    """Words of a name in a row, each with its place; `after_article` says that "the" opens the phrase."""

    words: list[tuple[str, int]] = field(default_factory=list)
    after_article: bool = False

    def span(self) -> Iterator[tuple[int, int]]:
        """The span of the run, if it has as many words as a name; particles at its end are none of it."""
        words = self.words
        while words and words[-1][0] in _PARTICLES:
            words.pop()
        if not self.after_article and 2 <= len(words) <= _MOST_WORDS and len(words[-1][0].rstrip(".")) > 1:
            last, start = words[-1]
            yield words[0][1], start + len(last)


def is_name_word(word: str) -> bool:
    """Tell whether a word with a capital may stand in the name of a person: no title, abbreviation or adjective."""
    if _INITIALS.fullmatch(word):
        return True
    others = _words().others
    if word in others or any(letter.isdigit() or letter == "." for letter in word):
        return False
    if "-" in word and (_ADJECTIVE.search(word) or not others.isdisjoint(word.split("-"))):
        return False
    # "CHO Hyun" is written so, "APEC Economic" is not.
    return not (len(word) > 1 and word.isupper()) or is_family_name(word)


def is_function_word(surname: str) -> bool:
    """Tell whether a surname is also a word that begins sentences: "To" of To Lam, "He" of He Lifeng."""
    return surname in _words().function_words


def state_before(text: str, start: int, states: Mapping[str, str]) -> str | None:
    """Return whose title stands before the surname at `start`: "U.S. Special Representative Kim".

    `states` are the codes of names. Returns None where no state stands before a title, or no title before the surname.
    """
    words = text[max(0, start - _BEFORE) : start].split()
    if not words or words[-1] not in _words().titles:
        return None
    for at in range(len(words) - 2, max(0, len(words) - _MOST_TITLES) - 1, -1):
        code = states.get(" ".join(words[max(0, at - 1) : at + 1])) or states.get(words[at])
        if code is not None or not words[at][0].isupper() or words[at].endswith(","):
            # "In Seoul President Roe said".
            return None if _IN.intersection(words[max(0, at - 2) : at]) else code
    return None


def is_title_case(text: str) -> bool:
    """Tell whether all words of a text but small ones have a capital, as in many headlines."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", text) if not word[0].isupper()]
    capitals = sum(token[0][0].isupper() for token in _TOKEN.finditer(text))
    return capitals >= _FEWEST_CAPITALS and all(word in _words().small for word in words)


def full_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text has a name of two to four words; titles and other words with a capital end a name.

    There is none in a line that gives every word a capital, none within "the Joint Blue Panel", and none that goes on
    with another such word, as in "Ream Coral Base".
    """
    if is_title_case(text):
        return
    run = _Run()
    before = "", ""
    for token in _TOKEN.finditer(text):
        word = token[0].lstrip(_MARKS_BEFORE)
        start = token.end() - len(word)
        bare = word if _INITIALS.fullmatch(word) else word.rstrip(_MARKS_BEHIND)
        name = bare[:-2] if bare.endswith(_POSSESSIVE) else bare
        if len(word) < len(token[0]):
            yield from run.span()
            run = _Run()
        if name in _PARTICLES and run.words:
            run.words.append((name, start))
        elif not name[:1].isupper():
            yield from run.span()
            # "The ambassador to the United States Li Ren" is a person all the same.
            run = _Run(after_article=name in _ARTICLES and before[0].capitalize() not in _words().titles)
        elif is_name_word(name):
            run.words.append((name, start))
        else:
            # What goes on with another word of a thing is a thing too, but for a day.
            if name in _words().behind:
                yield from run.span()
            opens = name.lower() in _ARTICLES
            run = _Run(after_article=opens or (run.after_article and name not in _words().titles))
        if len(name) < len(word):
            # "The Leaders' Meeting" names nobody.
            if word[len(name) :] not in ("'", "’"):
                yield from run.span()
            run = _Run()
        before = before[1], name
    yield from run.span()
