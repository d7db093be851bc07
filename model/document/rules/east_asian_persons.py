"""The persons that a Korean or a Chinese document introduces: so that a name alone, or with a title, is known."""

import re
from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Final

from detente.model.document.persons import Person, PersonMention
from detente.model.text.actor_finder import Mention
from detente.model.text.east_asian import fold_signs
from detente.model.text.offices import Offices

__all__ = ["ChinesePersons", "KoreanPersons"]

_FAMILY_FIRST: Final = frozenset(("CN", "KP", "KR"))
# Signs between the name of a state and that of its person.
_NEAR: Final = 24
_KOREAN_TITLES: Final = (
    "대통령|총리|수상|국가주석|주석|총서기|총비서|국무위원장|위원장|외교부장|국방부장|상무부장|부장|부부장|국무장관|국방장관|재무장관|상무장관|외교장관|통일장관|장관"
    "|부장관|차관보|차관|외무상|국방상|부상|비서|대변인|부대변인|대사|특사|대표|의원|상원의원|하원의원|사령관|제독|장군|대장|상장|중장|소장|실장|보좌관|국장|참사관|총참모장|서기"
)
# A name, up to three words for whom its bearer works, and a title; it may begin within another.
_KOREAN_NAME: Final = re.compile(
    rf"(?<![가-힣])(?=(?P<written>(?P<name>[가-힣]{{2,5}})\s(?:[가-힣]{{1,8}}\s){{0,3}}?(?:{_KOREAN_TITLES})))"
)
_NO_NAME: Final = re.compile(
    r"(?:부|성|국|처|청|원|실|당|군|회|위|사|단|측|관|의|은|는|을|를|와|과|전|현|신임|신|각|동|양|두|대변인|장관|담당|주재|외교|국무|국방|통일)$|^(?:북한|남한|조선|북조선|남조선|서울|평양|베이징|워싱턴|일본|주한|주중|주미|주북)$"
)
_CHINESE_TITLES: Final = (
    "总统|总理|首相|国家主席|主席|总书记|委员长|外交部长|外长|国防部长|防长|部长|副部长|国务卿|副国务卿|长官|外务相|外相|副相|书记"
    "|发言人|大使|特使|代表|议员|参议员|众议员|司令|上将|将军|助理|顾问|局长|总参谋长|团长"
)
_HAN: Final = "[\u4e00-\u9fff·]"
_BEHIND_TITLE: Final = re.compile(
    rf"(?P<written>(?:{_CHINESE_TITLES})(?P<name>{_HAN}{{2,6}}?))(?=说|表示|在|与|会|和|对|称|指出|强调|将|同|于|就|今|昨|当|\d|，|、|。|：|主持|访|应|发|宣|的|率|抵|回|答|出|重|认|警|批|谴|举|向|则|也|还|已|日|及|通)"
)
_BEFORE_TITLE: Final = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<written>(?P<name>{_HAN}{{2,4}})(?:{_CHINESE_TITLES}))"
)
_NO_HAN_NAME: Final = re.compile("[国部社省军党会院方办府]|^(?:朝鲜|北京|首尔|汉城|平壤|华盛顿|日本|台湾|驻)")


class _EastAsianPersons:
    """The persons of one document, given its statements in order; the form of a name is the language's."""

    _names: ClassVar[tuple[re.Pattern[str], ...]]
    _no_name: ClassVar[re.Pattern[str]]
    # What stands before a surname, and behind it where it is one.
    _before_surname: ClassVar[str]
    _titles: ClassVar[str]

    def __init__(self, _offices: Offices, _day: date | None) -> None:
        """Take what `Persons` takes; the offices are listed in Latin letters, so that they are not used."""
        self._known: dict[str, Person] = {}
        self._surnames: dict[str, Person] = {}
        self._pattern: re.Pattern[str] | None = None

    def take(self, text: str, mentions: Sequence[Mention]) -> None:
        """Remember the persons whom a statement introduces by name and title, beside the name of their state."""
        folded = fold_signs(text)
        for form in self._names:
            for match in form.finditer(folded):
                name = match["name"]
                if self._no_name.search(name) or name in self._known or _begins_with_another(match, mentions):
                    continue
                state = _state_near(match, mentions)
                if state is not None:
                    start, end = match.span("written")
                    self._add(name, Person(name, state, text[start:end]))

    def find(self, text: str) -> list[PersonMention]:
        """Return where a statement names one of them, by position."""
        if not self._known:
            return []
        if self._pattern is None:
            names = "|".join(sorted(map(re.escape, self._known), key=len, reverse=True))
            surnames = "".join(self._surnames)
            titled = f"|{self._before_surname}(?P<surname>[{surnames}]){self._titles}" if surnames else ""
            self._pattern = re.compile(f"(?P<name>{names}){titled}")
        found: list[PersonMention] = []
        for match in self._pattern.finditer(fold_signs(text)):
            is_name = match["name"] is not None
            person = self._known[match["name"]] if is_name else self._surnames[match["surname"]]
            found.append(PersonMention(person, *match.span(), introduced=True, titled=not is_name))
        return found

    def _add(self, name: str, person: Person) -> None:
        """Know a person by the name, and by the family name before a title, where that stands first."""
        self._known[name] = person
        self._pattern = None
        if person.state in _FAMILY_FIRST and len(name) in (2, 3):
            self._surnames[name[0]] = person


def _state_near(match: re.Match[str], mentions: Sequence[Mention]) -> str | None:
    """The actor named within a name with its title, or closely before."""
    start, end = match.span("written")
    inside = [one.target for one in mentions if start <= one.start < end]
    # 中国外交部 ends within the title of 外交部长.
    before = [one.target for one in mentions if one.start < start <= one.end + _NEAR]
    found = inside[:1] or before[-1:]
    return found[0] if found else None


def _begins_with_another(match: re.Match[str], mentions: Sequence[Mention]) -> bool:
    """Whether what looks like a name begins with that of a state: "북한이"."""
    start, end = match.span("name")
    return any(one.start == start and one.end < end for one in mentions)


class KoreanPersons(_EastAsianPersons):
    """The persons of a Korean document: "왕이 외교부장", then "왕 부장"."""

    _names = (_KOREAN_NAME,)
    _no_name = _NO_NAME
    _before_surname = "(?<![가-힣])"
    _titles = rf"\s(?:{_KOREAN_TITLES})"


class ChinesePersons(_EastAsianPersons):
    """The persons of a Chinese document: "外交部长王毅" or "王毅外长", then "王毅" and "王外长"."""

    _names = (_BEHIND_TITLE, _BEFORE_TITLE)
    _no_name = _NO_HAN_NAME
    _before_surname = ""
    _titles = rf"(?:{_CHINESE_TITLES})"
