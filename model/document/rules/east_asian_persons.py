"""The persons that a Korean or a Chinese document introduces: so that a name alone, or with a title, is known."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from operator import itemgetter
from typing import ClassVar, Final

from detente.model.document.holders import HolderWords
from detente.model.document.persons import Person, PersonMention
from detente.model.splitting.family_names import FAMILY_NAME_FIRST
from detente.model.text.actor_finder import Mention
from detente.model.text.east_asian import fold_signs
from detente.model.text.offices import Offices

__all__ = ["ChinesePersons", "KoreanPersons", "is_host"]

# Persons of a document that are remembered, so that a long list of names takes no longer than other documents.
_MOST: Final = 300
# Signs between the name of a state and that of its person, and states that one name may mean.
_NEAR: Final = 24
_SHARED: Final = 4
# Start and end of the name of a state, and its code.
NamedSpan = tuple[int, int, str]
# To whom an envoy is sent, by the sign behind 주 and 驻.
_HOSTS: Final = dict(zip("한미중북韩美华朝", ("KR", "US", "CN", "KP", "KR", "US", "CN", "KP"), strict=True))
_POST: Final = re.compile("(?:(?<![가-힣])주(?=[한미중북])|驻)(?P<host>.)")
_KOREAN_TITLES: Final = (
    "대통령|상임위원장|총리|수상|국가주석|주석|총서기|총비서|국무위원장|위원장|외교부장|국방부장|상무부장|부장|부부장|국무장관|국방장관|재무장관|상무장관|외교장관|통일장관|장관"
    "|부장관|차관보|제?[12]?차관|외무상|국방상|부상(?!자)|비서|대변인|부대변인|대사(?!관)|특사|대표단장|대표(?![단부적팀])|의원|상원의원|하원의원|사령관|제독|장군|대장|상장|중장|소장"
    "|실장|보좌관|국장|참사관|총참모장|(?:통상교섭)?본부장|서기"
)
# A name, up to three words for whom its bearer works, and a title; it may begin within another.
_KOREAN_NAME: Final = re.compile(
    r"(?<![가-힣])(?=(?P<written>(?P<name>[가-힣]{2,5})\s(?:[가-힣]{1,8}\s){0,3}?"
    rf"(?:주[가-힣]{{1,3}}\s?)?(?:{_KOREAN_TITLES})))"
)
_KOREAN_SURNAMES: Final = (
    "김이리박최정강조윤장임림한오서신권황안송류유홍전고문양손배백허남심노로하곽성차주우구민진나라지채원"
    "천방공현함변염추도석설마길연표왕맹탁량려"
)
# A title and a name of three syllables, with a particle or an address: the order of the North.
_KOREAN_BEHIND: Final = re.compile(
    rf"(?P<written>(?:{_KOREAN_TITLES})\s(?P<name>[{_KOREAN_SURNAMES}][가-힣]{{2}}))"
    r"(?=\s?(?:동지|동무|선생|각하|대장|상장)|(?:은|는|이|가|의|과|와|을|를|에게|께서|도)(?![가-힣])|[(,·])"
)
_NO_NAME_BEHIND: Final = re.compile(
    "이야기|이임식|전용기|신년사|지지율|지명자|임명[안식장]|연설문|안보실|공동체|기자[단실]|.{2}급$|주재관|한마디|성명서|담화문|.문단$|정치[인가]|한국인|전문가|하나하|여러분|민간인"
    "|민주당|공산당|유가족|남조선|조선인|고위층|공화국|주변국|주석단|유엔군|한반도|한미일|한중일|조중[로러]"
)
# Other words stand there too: bodies and states, words with an ending, adverbs that begin like a family name.
_NO_NAME: Final = re.compile(
    r"(?:부|성|국|처|청|원|실|당|군|회|위|사|단|측|관|의|는|을|를|와|과|고|여|에|면|며|던|될|할|된|해|로|듯|대변인|장관|담당|주재|외교|국무|국방|통일)$"
    r"|^(?:북한|남한|조선|한국|미국|중국|북조선|남조선|서울|평양|베이징|워싱턴|일본|주한|주중|주미|주북|양국|양측|남측|북측|유엔|유럽|서방"
    r"|한편|최근|이날|이번|이어|이미|이후|이전|이달|한때|한층|최대|최고|최초|전날|전후|전혀|전임|전직|현지|현재|현장|현직|지난|지금|지역|주로|우리|우선|오늘"
    r"|오전|오후|어제|내일|정상|정식|정말|정례|안보|양자|여러|연합|하지만|그러나|반면|반드시|방문|신임|신속|원래|공동|공식|고위|구체|특히|또한|앞서|다만|당시"
    r"|중인|강력|기자|마침|모두|민간|서로|선임|추가|함께|홍콩|따라|통해|대한|위한|관련|담화|성명|상임|수석|차기|새로운|같은|모든|어느|다른|이른바)$"
    # Titles and other words with a particle, verbs that stand before a name, and two states in one word.
    r"|(?:에서|에게|께서|들은|들이|들도|면서|이던|요일이)$|.{3}은$"
    r"|^(?:대통령|총리|주석|위원장|부장|장관|차관|비서|대변인|대사|특사|대표|의원|사령관|실장|보좌관|국장|의장|조정관|당국자|관리|정상)(?:은|이|가|도)$"
    r"|^(?:관한|관련한|않은|잃은|찾은|찾아|맞은|받은|가진|숨진|들른|만난|만나|넓은|젊은|올린|따른|것은|것이|명은|명이|일이|사이|시간|차례|방문한|도착한|참석한|순방한"
    r"|초청한|동행한|배석한|회복한|강한|복잡한|오늘은|신문은|통신은|방송은|은행은|사람은)$"
    r"|^(?:한미일?|한중일?|한일|한러|미중|미일|미러|중미|중일|중러|북미|북중|북러|북일|남북|북남|조미|조중|조로|조러|북중러)$"
)
# Chinese family names that have two syllables in Korean.
_LONG_SURNAME: Final = re.compile("자오|마오|차이|추이|샤오|랴오|야오|라오|러우")
_CHINESE_TITLES: Final = (
    "(?:外交|国防|统一|法务|企划财政)?部长官|行政长官|总参谋长|国家主席|参议员|众议员|副国务卿|副总统|副总理|副主席|副部长|副相|总书记|委员长"
    "|外交部长|国防部长|财政部长|商务部长|外务相|国务卿|部长|发言人|总领事|总统|总理|首相|主席|外长|防长|长官|外相|书记|大使(?!馆)|特使|代表(?!团)"
    "|议员|议长|司令|上将|中将|少将|大校|将军|助理|顾问|局长|团长"
)
_FAMILY_NAMES: Final = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金丘夏谭韦贾邹石熊孟秦阎薛侯雷白龙"
    "段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚朴文卞安权柳申成车具禹元池南宫玄咸慎鲁表琴吉太耿华俞翁裴裘古区麦欧刁穆凌霍向关齐尚邢骆聂倪滕"
)
# Signs by which the names of foreigners are written.
_FOREIGN: Final = (
    "阿埃艾安奥巴班鲍贝本比彼宾波伯博布查达戴丹德迪蒂杜多厄恩尔法菲费弗福盖戈格根哈海汉赫亨霍基吉加杰金卡凯坎考科克肯库拉莱兰雷里利丽列林卢鲁伦罗洛麦曼梅米莫姆纳内尼宁诺努"
    "帕佩皮普奇乔琼萨塞森桑沙舍史斯索苏塔泰特提汤图托瓦万威韦维温沃伍西希谢辛休雅亚扬耶伊英尤约泽詹珍朱卓顿逊茨兹勒夫柯什娅娃豪默贾朗普妮琳琪翰伯格廷登顿什冈贡古圭瑟莎娜黛蕾约翰密治历山大森川拜登切纽蓬迈昂丝迦达瓦甘莉"
)
# What follows a name: a verb, a preposition, an adverb or a mark.
_BEHIND: Final = (
    "说|表示|在|与|会|和|对|称|指出|强调|将|同|于|就|今|昨|当|\\d|，|、|。|：|；|主持|访|应|发|宣|的|率|抵|回|答|出|重|认|警|批|谴|举|向|则|也|还|又|已|日|及|通|欢迎|感谢|到"
    "|此前|随后|随即|上周|本周|周[一二三四五六日]|曾|很|从|是|未|不|没|离|呼|敦|透|补|坦|直|解|介|反|驳|严|要|拒|签|见|主|告诉|指责|指控|声称|次日|近日|日前|承认|否认|担心"
)
# No third sign of a name before what follows it: 王毅则, 王毅在.
_NO_LAST: Final = "[则还也又已曾将在对与和会就于向今昨当说称同及的]"
_HAN_NAME: Final = (
    rf"(?:[{_FAMILY_NAMES}][\u4e00-\u9fff](?!{_NO_LAST})[\u4e00-\u9fff]|[{_FAMILY_NAMES}][\u4e00-\u9fff]"
    rf"|[{_FOREIGN}]{{2,6}}(?:·[{_FOREIGN}]{{1,7}})*)"
)
# The head of an association or a firm speaks for no state.
_PRIVATE: Final = "".join(
    f"(?<!{body})" for body in ("协会", "协会副", "商会", "商会副", "公司", "公司副", "大学", "集团")
)
_BEHIND_TITLE: Final = re.compile(
    rf"{_PRIVATE}(?P<written>(?:{_CHINESE_TITLES})(?P<name>{_HAN_NAME}))(?={_BEHIND}|$)"
)
_BEFORE_TITLE: Final = re.compile(
    rf"(?<![\u4e00-\u9fff·])(?P<written>(?P<name>{_HAN_NAME})(?:{_CHINESE_TITLES}))"
)
_NO_HAN_NAME: Final = re.compile(
    "[国部社省军党会院方办府馆]|朝鲜|北京|首尔|汉城|平壤|华盛顿|日本|台湾|欧洲|俄罗斯|于是|何时|高级|副$"
    # Words that begin like a family name, and states that are written like the names of foreigners.
    "|^(?:周[一二三四五六日末围]|表示|尚未|曾[在被任受应是]|向|权问|关于|于第|任[内期]|根本|金[砖融]|常[说务驻]|成为|文化|安[全排坐]|白宫|许多|南[韩非]|齐声|元首"
    "|韩[美中]|苏[联美]|巴西|古巴|沙特|丹麦|波兰|荷兰|芬兰|约旦|肯尼亚|利比亚|尼日利亚|伊朗|伊拉克|阿曼|巴林|科威特|卡塔尔|苏丹|马里|阿根廷|塞尔维亚|加纳|贝宁|卢旺达"
    "|[基吉]里巴斯|格鲁吉亚|巴巴多斯|西德|密克罗尼西亚|纳米比亚|尚比亚|斯里兰卡|塞拉利昂|阿尔巴尼亚|吉布提|莱索托|塞内加尔|格林纳达|图瓦卢|汤加|纽西兰|布基纳法索"
    "|安哥拉|巴拉圭|马[尔耳]他|苏里南|欧盟|莫斯科|马尼拉|德里|万那杜|辛巴威|塔利班|法塔赫|库尔德|沈阳|成都|华为|夏威夷|江南区)"
)


class _EastAsianPersons:
    """The persons of one document, given its statements in order; the form of a name is the language's."""

    # The forms of a name with a title, each with the words that stand there too and are no name.
    _names: ClassVar[tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]]
    # Names of which the first sign may be the family name.
    _has_family_first: ClassVar[re.Pattern[str]] = re.compile(".{2,3}")
    # What stands before a surname, and behind it where it is one.
    _before_surname: ClassVar[str]
    _titles: ClassVar[str]

    def __init__(self, holders: HolderWords, _offices: Offices, _day: date | None, own: str | None) -> None:
        """Begin with nobody; offices are listed in Latin letters, so that they are not used.

        `holders` are the words for states beside the four actors. `own` is the state in whose voice the document is
        written: its ministers need no name of their state.
        """
        self._holders = holders
        self._own = own
        self._known: dict[str, Person] = {}
        self._surnames: dict[str, Person] = {}
        self._pattern: re.Pattern[str] | None = None

    def look_ahead(self, statements: Sequence[str], mentions: Sequence[Sequence[Mention]]) -> None:
        """Learn nothing: headlines in these languages are not read ahead."""

    def take(self, text: str, mentions: Sequence[Mention]) -> None:
        """Remember the persons whom a statement introduces by name and title, beside the name of their state."""
        folded = fold_signs(text)
        named: list[NamedSpan] | None = None
        for form, no_name in self._names:
            for match in form.finditer(folded):
                name = match["name"]
                if no_name.search(name) or name in self._known:
                    continue
                if len(self._known) >= _MOST:
                    return
                if named is None:
                    named = self._named_in(folded, mentions)
                if _begins_with_another(match, named):
                    continue
                state = _state_near(match, named) or self._own
                if state is not None:
                    start, end = match.span("written")
                    self._add(name, Person(name, state, text[start:end]))

    def find(self, text: str) -> list[PersonMention]:
        """Return where a statement names one of them, by position."""
        if not self._known:
            return []
        if self._pattern is None:
            names = "|".join(sorted(map(re.escape, self._known), key=len, reverse=True))
            surnames = "|".join(sorted(self._surnames, key=len, reverse=True))
            titled = f"|{self._before_surname}(?P<surname>{surnames}){self._titles}" if surnames else ""
            self._pattern = re.compile(f"{self._before_surname}(?P<name>{names}){titled}")
        found: list[PersonMention] = []
        for match in self._pattern.finditer(fold_signs(text)):
            is_name = match["name"] is not None
            person = self._known[match["name"]] if is_name else self._surnames[match["surname"]]
            found.append(PersonMention(person, *match.span(), introduced=True, titled=not is_name))
        return found

    def _named_in(self, folded: str, mentions: Sequence[Mention]) -> list[NamedSpan]:
        """Return the spans of the states that a statement names and does not only post an envoy to, and their codes."""
        spans = [(one.start, one.end, one.target) for one in mentions]
        both = sorted([*spans, *self._holders.spans_in(folded)], key=itemgetter(0))
        return [one for one in both if not is_host(folded, *one)]

    def _add(self, name: str, person: Person) -> None:
        """Know a person by the name, and by the family name before a title, where that stands first."""
        self._known[name] = person
        # Of 约翰·史密斯 the last part is the short name.
        self._known.setdefault(name.rpartition("·")[2], person)
        self._pattern = None
        if person.state in FAMILY_NAME_FIRST and self._has_family_first.fullmatch(name):
            self._surnames[name[0]] = person
            if person.state == "CN" and _LONG_SURNAME.match(name):
                self._surnames[name[:2]] = person


def is_host(text: str, start: int, end: int, code: str) -> bool:
    """Whether a folded text names a state at a span only as the one to which an envoy is sent: 주미대사, 驻华大使."""
    post = _POST.search(text, max(0, start - 1), end)
    is_sent = post is not None and _HOSTS.get(post["host"], code) == code
    return is_sent or text[end : end + 5].lstrip().startswith("주재")


def _state_near(match: re.Match[str], named: Sequence[NamedSpan]) -> str | None:
    """The state named within a name with its title, or closely before; `named` are by position."""
    start, end = match.span("written")
    first, last = (bisect_left(named, at, key=itemgetter(0)) for at in (start, end))
    if first < last:
        return named[last - 1][2]
    # 中国外交部 ends within the title of 外交部长.
    before = [code for _, stop, code in named[max(0, first - _SHARED) : first] if start <= stop + _NEAR]
    return before[-1] if before else None


def _begins_with_another(match: re.Match[str], named: Sequence[NamedSpan]) -> bool:
    """Whether what looks like a name begins with that of a state: "북한이"."""
    start, end = match.span("name")
    first = bisect_left(named, start, key=itemgetter(0))
    return any(at == start and stop < end for at, stop, _ in named[first : first + _SHARED])


class KoreanPersons(_EastAsianPersons):
    """The persons of a Korean document: "왕이 외교부장" or "외교부장 왕이", then "왕 부장"."""

    _names = ((_KOREAN_NAME, _NO_NAME), (_KOREAN_BEHIND, _NO_NAME_BEHIND))
    # 천웨이궈 is Chinese.
    _has_family_first = re.compile(".{2,4}")
    _before_surname = "(?<![가-힣])"
    # In the North the long ones stand without a space.
    _titles = (
        rf"(?:\s(?:{_KOREAN_TITLES})|부부장|외무상|국방상|총비서|위원장|대변인|총참모장|국무장관|외교부장)"
    )


class ChinesePersons(_EastAsianPersons):
    """The persons of a Chinese document: "外交部长王毅" or "王毅外长", then "王毅" and "王外长"."""

    _names = ((_BEHIND_TITLE, _NO_HAN_NAME), (_BEFORE_TITLE, _NO_HAN_NAME))
    _before_surname = ""
    _titles = rf"(?:{_CHINESE_TITLES})"
