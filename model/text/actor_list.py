"""Reads and checks the actor lists: TOML in the form of `actors.toml`, later files extending earlier ones."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from string import ascii_letters

from detente.model.errors import ActorsError
from detente.model.text.east_asian import EAST_ASIAN_LETTER, Language, fold_signs
from detente.model.text.list_file import check_keys, check_tables, read_tables, read_texts

SHIPPED_LIST = Path(__file__).parent / "actors.toml"
# What each adds to the shipped list, for statements in its language alone.
LANGUAGE_LISTS: Mapping[Language, Path] = {
    "ko": SHIPPED_LIST.with_name("actors_ko.toml"),
    "zh": SHIPPED_LIST.with_name("actors_zh.toml"),
}

NAME_KINDS = ("names", "demonyms", "capitals")
KINDS = (*NAME_KINDS, "leaders", "ministries", "forces", "parties", "media", "firms", "nicknames", "exact")
# `surname` and `office` are for `offices.py`, which reads the same files.
ACTOR_KEYS = ("name", "default", *KINDS, "not", "exact_not", "when", "surname", "office")
WHEN_KEYS = ("phrases", "exact", "words", "unless")
SHARED_KEYS = ("actors", *WHEN_KEYS)

# Whose a phrase is, by its folded text and its spellings as in `Phrase`.
_Owners = dict[tuple[str, frozenset[str] | None], str]

# Hyphens and white space as spaces, straight apostrophes, plain letters for full-width ones: one character each, so
# that no offset moves.
SPACED = str.maketrans(
    dict.fromkeys("-\n\r\t\u00a0\u2010\u2011", " ")
    | {"\u2018": "'", "\u2019": "'"}
    | {chr(ord(letter) + 0xFEE0): letter for letter in ascii_letters}
)


def fold_case(text: str) -> str:
    """Return `text` in lower case and equally long: a letter whose lower case is longer stays as it is."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def fold(text: str) -> str:
    """Return `text` as it is searched, equally long: in lower case, hyphens as spaces, straight apostrophes."""
    return fold_case(text.translate(SPACED))


def fold_name(name: str) -> str:
    """Return the form under which an actor's name or code is looked up.

    Marks, case, the Chinese script and a leading "the" do not count.
    """
    return fold(fold_signs(name)).removeprefix("the ").strip()


@dataclass(frozen=True, slots=True)
class Actor:
    """A state or body that a statement may mention; `default` actors are the targets when none are named."""

    code: str
    name: str
    default: bool = True


def _starts(words: tuple[str, ...]) -> re.Pattern[str]:
    # Korean and Chinese words count anywhere: there a word need not stand apart.
    within = [fold_signs(word) for word in words if EAST_ASIAN_LETTER.match(word)]
    starts = [fold(word) for word in words if not EAST_ASIAN_LETTER.match(word)]
    either = [re.escape(word) for word in within]
    if starts:
        either.append(rf"\b(?:{'|'.join(map(re.escape, starts))})")
    return re.compile("|".join(either))


@dataclass(frozen=True)
class Context:
    """What the statement must hold, one of `words`, and must not, any of `unless`: as the start of a word, in any case.

    Without `words` only `unless` counts.
    """

    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    @cached_property
    def _wanted(self) -> re.Pattern[str]:
        # Compiled at first use: most runs need few of them.
        return _starts(self.words)

    @cached_property
    def _unwanted(self) -> re.Pattern[str]:
        return _starts(self.unless)

    def holds(self, folded: str) -> bool:
        """Whether one of the words is in the folded statement, and none of those under `unless`."""
        if self.words and not self._wanted.search(folded):
            return False
        return not (self.unless and self._unwanted.search(folded))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of a list: whom it mentions, in which case, and in which context.

    A false friend mentions nobody, and `hides` is the actor whose list it is in. `spellings` are the
    accepted spellings with marks folded, or None if the phrase counts in any case. A Korean or Chinese phrase
    with spellings counts only as a whole word.
    """

    folded: str
    codes: tuple[str, ...]
    hides: str | None = None
    spellings: frozenset[str] | None = None
    context: Context | None = None


@dataclass(slots=True)
class ActorList:
    """The content of the files: actors by code in file order, all phrases, and the code for each actor's names."""

    actors: dict[str, Actor] = field(default_factory=dict)
    phrases: list[Phrase] = field(default_factory=list)
    codes_by_name: dict[str, str] = field(default_factory=dict)


def read_actor_lists(paths: Iterable[Path], *, onto: ActorList | None = None) -> ActorList:
    """Read the lists at `paths` into one, in order; `onto` is a list that they extend, and stays as it is.

    Raises ActorsError, naming file and key, for a file that cannot be read, bad TOML, an unknown key, a
    value of the wrong kind, an actor without a name, or one phrase for two actors that is not shared.
    """
    found = ActorList()
    if onto is not None:
        found = ActorList(dict(onto.actors), list(onto.phrases), dict(onto.codes_by_name))
    owners: _Owners = {
        (phrase.folded, phrase.spellings): phrase.codes[0]
        for phrase in found.phrases
        if len(phrase.codes) == 1
    }
    for path in paths:
        tables = read_tables(path)
        shared = tables.pop("shared", [])
        for code, content in tables.items():
            where = f"{path}: {code}"
            table = check_keys(content, ACTOR_KEYS, where)
            found.actors[code] = _read_actor(code, table, found.actors.get(code), where)
            for key, phrase in _read_phrases(code, table, found, owners, where):
                _claim(phrase, owners, f"{where}.{key}")
                found.phrases.append(phrase)
        for number, table in enumerate(check_tables(shared, f"{path}: shared"), start=1):
            found.phrases += _read_shared(table, found.actors, f"{path}: shared {number}")
    return found


def _read_actor(code: str, table: Mapping[str, object], known: Actor | None, where: str) -> Actor:
    name = table.get("name", known.name if known else "")
    default = table.get("default", known.default if known else False)
    if not isinstance(name, str) or not name.strip():
        raise ActorsError(f"{where}.name: an actor needs a name, a text that is not empty")
    if not code.strip():
        raise ActorsError(f"{where}: an actor needs a code, a text that is not empty")
    if not isinstance(default, bool):
        raise ActorsError(f"{where}.default: {default!r} is not true or false")
    return Actor(code, name.strip(), default)


def _read_phrases(
    code: str, table: Mapping[str, object], found: ActorList, owners: _Owners, where: str
) -> Iterator[tuple[str, Phrase]]:
    found.codes_by_name.setdefault(fold_name(code), code)
    for name in (found.actors[code].name, *read_texts(table, "names", where)):
        found.codes_by_name.setdefault(fold_name(name), code)
        yield "names", _phrase(name, (code,), named=True)
    for kind in KINDS[1:]:
        for text in read_texts(table, kind, where):
            yield kind, _phrase(text, (code,), named=kind in NAME_KINDS, exact=kind == "exact")
    for text in read_texts(table, "not", where):
        # What counts in any case has to be hidden in any case.
        any_case = (fold(text), None) in owners or fold_name(text) in found.codes_by_name
        yield "not", _phrase(text, (), hides=code, named=any_case)
    for text in read_texts(table, "exact_not", where):
        yield "exact_not", _phrase(text, (), hides=code, exact=True)
    for number, rule in enumerate(check_tables(table.get("when", []), f"{where}.when"), start=1):
        rule_key = f"{where}.when {number}"
        check_keys(rule, WHEN_KEYS, rule_key)
        if not (rule.get("words") or rule.get("unless")):
            raise ActorsError(
                f"{rule_key}.words: a rule needs `words` (one of them must be in the statement) "
                "or `unless` (none of them may be in it)"
            )
        for phrase in _ruled(rule, (code,), rule_key):
            yield f"when {number}", phrase


def _read_shared(table: Mapping[str, object], actors: Mapping[str, Actor], where: str) -> list[Phrase]:
    check_keys(table, SHARED_KEYS, where)
    codes = tuple(read_texts(table, "actors", where))
    if not codes:
        raise ActorsError(f"{where}.actors: shared phrases need the codes of the actors they mention")
    for code in codes:
        if code not in actors:
            raise ActorsError(f"{where}.actors: unknown actor {code!r}; known: {', '.join(actors)}")
    return list(_ruled(table, codes, where))


def _ruled(rule: Mapping[str, object], codes: tuple[str, ...], where: str) -> Iterator[Phrase]:
    words = tuple(read_texts(rule, "words", where))
    unless = tuple(read_texts(rule, "unless", where))
    context = Context(words, unless) if words or unless else None
    for key in ("phrases", "exact"):
        for text in read_texts(rule, key, where):
            yield _phrase(text, codes, exact=key == "exact", context=context)


def _phrase(
    text: str,
    codes: tuple[str, ...],
    *,
    hides: str | None = None,
    named: bool = False,
    exact: bool = False,
    context: Context | None = None,
) -> Phrase:
    marked = text.translate(SPACED)
    spellings = None
    if EAST_ASIAN_LETTER.search(marked):
        # Nothing has a case here: spellings mark what counts only as a whole word, as a single letter does.
        spellings = frozenset({marked}) if exact or len(marked) == 1 else None
    elif marked.isupper():
        spellings = frozenset({marked})
    elif exact or not (named or " " in marked):
        spellings = frozenset({marked, marked[0].upper() + marked[1:], marked.upper()})
    return Phrase(fold_case(marked), codes, hides, spellings, context)


def _claim(phrase: Phrase, owners: _Owners, where: str) -> None:
    for code in phrase.codes:
        owner = owners.setdefault((phrase.folded, phrase.spellings), code)
        if owner != code:
            raise ActorsError(
                f"{where}: {phrase.folded!r} already mentions {owner}; "
                "a phrase that mentions two actors goes under [[shared]]"
            )
