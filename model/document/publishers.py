"""Which publishers speak for a state, and what at the head of a document shows that it is theirs."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, Self

from detente.model.document.facts import SPEAKERS
from detente.model.document.holders import holder_words
from detente.model.errors import ActorsError
from detente.model.suggestion import perhaps_meant
from detente.model.text.actor_finder import FindActors
from detente.model.text.east_asian import fold_signs
from detente.model.text.letterhead import agencies, head_of, undated
from detente.model.text.list_file import read_tables

__all__ = ["SHIPPED_PUBLISHERS", "Publishers"]

SHIPPED_PUBLISHERS: Final = Path(__file__).parent / "publishers.toml"
_VOICE: Final = "voice"
_LETTERHEAD: Final = "letterhead"
# An office that speaks for its state; newspapers and parliaments do not.
_OFFICE: Final = re.compile(
    r"\b(?:Ministry|Ministries|Embassy|Consulate|Government|Cabinet|Prime\sMinister|President\sof|Presidential\sOffice|"
    r"Office\sof\sthe\s(?:President|Prime\sMinister)|Joint\sChiefs\sof\sStaff|Permanent\sMission)\b"
)
# Records of speeches name the state alone ("Republic of Korea"), or behind the body: "UN General Assembly (Japan)".
_STATE: Final = re.compile(
    r"(?:the\s)?(?:(?:Democratic\sPeople['’]s\s)?Republic\sof\sKorea|DPR\sKorea|North\sKorea|South\sKorea|"
    r"People['’]s\sRepublic\sof\sChina|China|United\sStates(?:\sof\sAmerica)?|Japan|Russia|Russian\sFederation)",
    re.IGNORECASE,
)
_SPEECH: Final = re.compile(
    r"[^()]*\b(?:UN|U\.N\.|United\sNations|Security\sCouncil|General\sAssembly)\b[^()]*\((?P<state>[^()]+)\)"
)
_FORM: Final = f'a table with {_VOICE} = ["NAME", …], {_LETTERHEAD} = ["LINE", …] or both'


class Publishers:
    """Tells in which state's voice a publisher writes; build it with `from_files`."""

    def __init__(self, codes: Mapping[str, str], lines: Mapping[str, str] | None = None) -> None:
        """Take the states by the names of their publishers, and by the lines of their letterheads."""
        self._codes = {_folded(name): code for name, code in codes.items()}
        names = "|".join(map(re.escape, sorted(self._codes, key=len, reverse=True)))
        self._pattern = re.compile(rf"(?:the\s)?({names})(?!\w)")
        self._agency = re.compile(rf"(?:the\s)?({names})(?:\snews\sagency)?")
        # Chinese has no blank between an agency and its town: 新华社北京1月1日电.
        joined = "|".join(
            re.escape(name) for name in sorted(self._codes, key=len, reverse=True) if not name.isascii()
        )
        self._joined = re.compile(joined or r"(?!)")
        self._lines = _Lines(lines or {})

    @classmethod
    def from_files(cls, *paths: Path) -> Self:
        """Read the shipped list and the files at `paths`; a later file may give a publisher to another state.

        Raises ActorsError, naming file and key, if a file cannot be read, does not follow the form of
        `publishers.toml`, or gives a publisher to anything but one of SPEAKERS.
        """
        found: dict[str, dict[str, str]] = {_VOICE: {}, _LETTERHEAD: {}}
        for path in (SHIPPED_PUBLISHERS, *paths):
            for key, name, code in _read(path):
                found[key][name] = code
        return cls(found[_VOICE], found[_LETTERHEAD])

    def voice_of(self, publisher: str | None, find: FindActors | None = None) -> str | None:
        """Return the code of the state for which `publisher` speaks; None where it speaks for none or is unknown.

        With `find`, which finds actors in a text, an office that names its state ("Ministry of Commerce, Japan") speaks
        for it without being listed, and so does a state alone, as records of speeches name it.
        """
        if not publisher:
            return None
        # A whole line says more than how a name begins: "Ministry of National Defense of the People's Republic".
        if (code := self._lines.code_of(publisher.strip())) is not None:
            return code
        match = self._pattern.match(_folded(publisher.strip()))
        if match is not None:
            return self._codes[match[1]]
        return None if find is None else _state_of_office(publisher, find)

    def inferred_from(
        self, statements: Sequence[str], datelines: Sequence[str | None] | None = None
    ) -> str | None:
        """Return the publisher that the head of a document shows, as written there; None where none speaks for a state.

        It is the agency of the dateline, else a line of a letterhead. A line under which a reporter is named is none:
        newspapers print names of offices above their news. `datelines` are those that were cut off the statements.
        Where a dateline of the document names another agency, nothing is inferred.
        """
        head = head_of(statements, datelines)
        lines = () if head.has_byline else head.lines
        name = self._agency_in(head.agency) or next(filter(self._lines.code_of, lines), None)
        if name is None:
            return None
        codes = {self.voice_of(self._agency_in(agency)) for agency in agencies(statements, datelines)}
        return name if codes <= {self.voice_of(name)} else None

    def _agency_in(self, written: str | None) -> str | None:
        """The publisher whom the agency of a dateline names and nothing beside it: "KCNA via Newswire" is another."""
        if written is None:
            return None
        folded = _folded(written)
        match = self._agency.fullmatch(folded) or self._joined.match(folded)
        return None if match is None else written[: match.end()]


class _Lines:
    """The lines of letterheads, with or without a date; they may be in capitals, else as they are written."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self._codes = {_plain(line): code for line, code in codes.items()}
        self._codes |= {line.upper(): code for line, code in self._codes.items()}
        self._patterns = [(_pattern(line), code) for line, code in self._codes.items() if "*" in line]

    def code_of(self, line: str) -> str | None:
        plain = _plain(undated(line))
        if (code := self._codes.get(plain)) is not None:
            return code
        return next((code for pattern, code in self._patterns if pattern.fullmatch(plain)), None)


def _state_of_office(publisher: str, find: FindActors) -> str | None:
    """The code of the one state that an office or a record of speeches names; of the UN it says where it sits."""
    speech = _SPEECH.fullmatch(publisher.strip())
    named = publisher.strip() if speech is None else speech["state"].strip()
    spans = [(one.start, one.end, one.target) for one in find(named)] + holder_words().spans_in(named)
    if not _STATE.fullmatch(named):
        if speech is not None:
            spans = [one for one in spans if named.removeprefix("the ") == named[one[0] : one[1]]]
        elif not _OFFICE.search(publisher):
            return None
    codes = {code for _, _, code in spans}
    states = (codes - {"UN"}) & set(SPEAKERS)
    return states.pop() if len(states) == 1 else None


def _folded(name: str) -> str:
    # The list has most Chinese names in one of the two scripts.
    return fold_signs(name).casefold()


def _plain(line: str) -> str:
    return fold_signs(line).replace("’", "'")


def _pattern(line: str) -> re.Pattern[str]:
    # At the end the sign stands for any words, elsewhere for a name.
    escaped = re.escape(line)
    ending = re.escape("*")
    escaped = f"{escaped.removesuffix(ending)}.+" if escaped.endswith(ending) else escaped
    return re.compile(escaped.replace(ending, r"\S+(?:\s\S+){0,3}?"))


def _read(path: Path) -> Iterable[tuple[str, str, str]]:
    for code, table in read_tables(path, "the publishers").items():
        if not isinstance(table, Mapping) or not _has_form(table):
            raise ActorsError(f"{path}: {code}: not in the right form; accepted is {_FORM}")
        if code not in SPEAKERS:
            raise ActorsError(
                f"{path}: {code}: no state for which a publisher can speak; accepted are {', '.join(SPEAKERS)}"
                f"{perhaps_meant(code, SPEAKERS)}"
            )
        for key, names in table.items():
            for name in names:
                if not isinstance(name, str) or not name.strip(" *"):
                    kind = "name of a publisher" if key == _VOICE else "line of a letterhead"
                    raise ActorsError(f"{path}: {code}.{key}: {name!r} is not the {kind}")
                yield key, name.strip(), code


def _has_form(table: Mapping[str, object]) -> bool:
    if not table or not set(table) <= {_VOICE, _LETTERHEAD}:
        return False
    return all(isinstance(names, list) for names in table.values())
