"""Finds in a Chinese statement to whom its words are attributed: "发言人表示", "据…报道", "“…”，他说"."""

import re
from dataclasses import replace
from typing import Final

from detente.model.document.attribution import Attribution, without_quotations
from detente.model.document.quotations import Quoted
from detente.model.splitting.datelines import dateline_end

__all__ = ["find_chinese_attribution"]

_VERBS: Final = (
    "表示|表明|形容|指出|强调|宣布|认为|警告|批评|谴责|写道|回应|回答|透露(?!姓名|身份)|声明|重申|呼吁|补充|说道|声称|宣称|承认|否认"
    "|主张|敦促|反驳|抨击|披露|介绍|坦言|直言|断言|解释|告诉|驳斥|揭露|斥责|怒斥|痛斥|誓言|发表谈话|发表声明|发表评论|发文|称赞|感谢|提醒|质问|痛批|怒批|炮轰|直斥"
    "|[又则并更还]指(?!出|责|控)"
)
_SAYS: Final = re.compile(
    # What is condemned is not said: 受到谴责.
    rf"(?<![受遭]到)(?<!予以)(?<!被)(?<!能否)(?<!可否)(?:{_VERBS})(?:说|道|称|指)?(?!的|了一份)"
    # 道 in 报道 and 一道, 问 in 请问, 称 in 称为 and 职称, 说 in 说法 and 口口声声说 say nothing.
    r"|(?:(?<![报一知难轨渠频管通人霸街正航铁隧赛])道|(?<![请访慰疑顾学过])问|(?<![^出回后本过起话门下]来)说|称|答)(?=[，：:“”\"「『,。])"
    r"|(?<![名职著宣据堪号简])称(?![为呼号赞霸作职得])|(?<=[他她])说|(?<![^出回后本过起话门下]来)(?<![小传据听胡评解声话言])说(?![法明服话客])(?=[^的]{4})"
)
_ENDS_CLAUSE: Final = re.compile(r"[，。；：！？”“\"」』「『,;]")
_ACCORDING: Final = re.compile(
    r"据(?P<subject>[^，。“”]{2,30}?)(?:报道|报导|消息|透露|介绍|披露|称|说|公布|发布)"
)
_COLON: Final = re.compile(r"[\s“”]*(?P<subject>[^“”：:，。！？]{2,20})[：:]\s?[“「]")
# Clauses that only tell when or how: the subject stands before them.
_BEGINS: Final = re.compile(
    r"\s*(?:(?:但是?|而)(?:$|[仍却未没不拒再已只均都坚多是且则迅始即立为取]|一[再直向]|可能|能否|(?=[在就对当并还也又同随此]))"
    r"|另(?!一|有|外一)|在|就|对(?!方)|针对|当|谈到|被问|同时|并|还|也|又|随后|此外|对此|为此|最后|\d(?!\d*多?[名位]))"
)
# Between a subject and its verb: when, where and toward whom.
_ADVERBIAL: Final = re.compile(
    r"此前|随后|随即|同时|日前|近日|上周|本周|在(?!野党|寅|镕|明(?![年天日]))|就|(?!(?<=反)对[党派])对|针对|向|于|当[天日晚]|今[天日晨晚]|昨[天日晚]"
    r"|则|还|也|再次|曾|已|又|周[一二三四五六日]|\d{1,2}[日月号]|通过|接受|主持|举行|发表|致[电函]|回答|答[记问]"
)
_LONGEST: Final = 60
_CLAUSES_BACK: Final = 3


def find_chinese_attribution(text: str, quoted: Quoted) -> Attribution | None:
    """Return the attribution of a statement, or None; what stands within quotation marks is no attribution."""
    head = dateline_end(text)
    found = _find(" " * head + without_quotations(text, quoted)[head:])
    return None if found is None else replace(found, start=max(head, found.start))


def _find(plain: str) -> Attribution | None:
    for verb in _SAYS.finditer(plain):
        if (found := _before_verb(plain, verb.start())) is not None:
            return found
    if (match := _ACCORDING.search(plain)) is not None:
        return Attribution(*match.span("subject"), "according")
    match = _COLON.match(plain)
    return None if match is None else Attribution(*match.span("subject"), "according")


def _before_verb(plain: str, verb: int) -> Attribution | None:
    """The clause before the verb that names somebody: clauses that only tell when or to what are passed over."""
    end = verb
    for _ in range(_CLAUSES_BACK):
        ends = [one.end() for one in _ENDS_CLAUSE.finditer(plain, max(0, end - _LONGEST), end)]
        start = ends[-1] if ends else max(0, end - _LONGEST)
        clause = plain[start:end]
        if clause.strip() and not _BEGINS.match(clause):
            return Attribution(start, _end_of_subject(plain, start, end), "according")
        if start == 0 or not ends or plain[start - 1] not in "，,":
            return None
        end = start - 1
    return None


def _end_of_subject(plain: str, start: int, end: int) -> int:
    """Where the subject ends: adverbials between it and the verb name others ("林剑就美方言论表示")."""
    # The second sign may be one of a name: 文在寅.
    match = _ADVERBIAL.search(plain, start + 2, end)
    return end if match is None else match.start()
