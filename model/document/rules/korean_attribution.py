"""Finds in a Korean statement to whom its words are attributed: "대변인은 …라고 밝혔다", "…에 따르면"."""

import re
from dataclasses import replace
from typing import Final

from detente.model.document.attribution import Attribution, without_quotations
from detente.model.document.quotations import Quoted
from detente.model.splitting.datelines import dateline_end

__all__ = ["find_korean_attribution"]

# Saying, behind the ending of what is said: 라고 말했다, 다고 밝혔다, 자고 호소했다; or behind "이렇게".
_VERBS: Final = (
    r"말(?!할|하는|하기|이다)|밝|전하|전했|전한|강조|지적|주장(?![은이을도에과의])|비난|경고|덧붙|설명|보도|언급|반박|촉구|규탄|선언|발표|표명|피력|평가"
    r"|물었|물음|답|언명|까밝|단죄|폭로|역설|력설|호소|당부|적었|썼|했|하였|회답|성토|토로|요구|통고|반발|비판|항의|제안|약속|다짐|확인|소개"
    r"|예고|시사|일축|부인|인정|진단|우려|환영|론평|논평|질타|천명|다그|재확인|꼬집|맞받|되물|못\s?박|잘라|내다|조롱|위협|불렀|부르|따졌|몰아세|외쳤|외치"
    r"|해명|공지|알리|알렸|내다봤|하소연|요청|응수|권고|분석(?![은이을도에과의])|전망(?![은이을도에과의])|귀띔|반문|단언|장담|조언|자평|증언|진술|시인했|일갈|개탄"
)
# Thinking and telling, behind "것으로" and "뜻을"; what nobody thinks, as in "것으로 추정된다", is not said.
_THOUGHT: Final = "것으로|[는은한]\\s(?:뜻|입장|립장|방침|의사|견해|의지|우려|유감)[을를]"
_THINKS: Final = (
    r"밝|전했|전하|표명|표시|피력|재확인|보고\s?있|보았|봤"
    r"|(?:파악|판단|추정|분석|평가|전망|관측|확인|예상)(?:하|했|한다)"
)
_SAYS: Final = re.compile(
    rf"(?:(?<!그렇)(?<!그러하)(?<!뭐)(?<!무어)[라다자냐]고(?:도|까지|는|만)?|(?P<thought>{_THOUGHT}))"
    rf"[\s,]+(?P<between>(?:[^\s“”\"]{{1,12}}\s){{0,6}}?)(?(thought)(?:{_THINKS})|(?:{_VERBS}))"
    r"|[”\"’』」》](?:이?라고(?:만|도|까지|는)?|고(?:만|도)?|며|면서|이?라며|이?라면서)\s"
    r"|(?:이렇게|다음과 같이|이같이|이와 같이)\s(?:말|밝|전|언명|강조)"
)
# "…" 외교부 대변인의 말이다.
_HIS_WORDS: Final = re.compile(
    r"(?:^|[”\"’』」.!?])\s*(?P<subject>[^“”\".!?]{1,40}?)의\s(?:말|설명|주장|지적)(?:이다|이었다|이였다|입니다)"
)
# A holder and the particle of a subject: 대변인은, 외무성이, 그는.
_NOUN: Final = (
    r"(?:국|한|선|측|부|성|관|령|석|장|인|자|원|사|실|청|군|당|회|보|문|신|방송|매체|녀|들|씨|왕|총리|총비서|비서|교수|대사"
    r"|서기|미|본|야|엔|든|프|핑|은|틴|상|리|수|위|단|대표|합참|명|전문가|작가|역사가|활동가|평론가|정치가|사업가)"
)
# The name of a paper, alone and behind a noun: "중국신문 《…》은".
_PAPER: Final = "[《『「][^《》『』「」]{1,30}[》』」]"
_BEHIND: Final = rf"(?:\([^()]{{1,30}}\)|\s?{_PAPER})?"
_TOPIC: Final = re.compile(
    rf"(?P<subject>(?:[^,“”\"‘’「」『』.]{{0,60}}?{_NOUN}|(?<![가-힣])그){_BEHIND}|{_PAPER})(?:께서는|에서는|측은|은|는|(?<!인)도)(?=[\s,])"
)
_SUBJECT: Final = re.compile(
    rf"(?P<subject>(?:[^,“”\"‘’「」『』.]{{0,60}}?{_NOUN}|(?<![가-힣])그){_BEHIND}|{_PAPER})(?:께서|에서|이|가)(?=[\s,])"
)
_ACCORDING: Final = re.compile(r"(?P<subject>[^,.“”\"]{1,60}?)(?:에 따르면|에 의하면)")
_COLON: Final = re.compile(r"[\s“”\"]*(?P<subject>[^“”\":：.!?]{1,40})[:：]\s?[“\"]")
# What closes a quotation, before its subject: "…”고 외무성은".
_ENDING: Final = re.compile(r"\s*(?:이?라?고|라며|이라며|며|면서)\s+")
# A topic or a subject that is none of the list: a name, or what tells nothing of who speaks.
_ANY_TOPIC: Final = re.compile(r"(?<![가-힣])(?P<subject>[가-힣]{2,})(?:은|는)(?=\s)")
_ANY_SUBJECT: Final = re.compile(r"(?<![가-힣])(?P<subject>[가-힣]{2,})(?:이|가|께서)(?=\s)")
# Characters of a statement that are looked at.
_LONGEST: Final = 1000
# Before these endings a noun of the list is none: 있는, 하는, 같은.
_NO_NOUN: Final = re.compile(
    r"(?:있|없|하|되|같|많|보이|나오|받|맺|늘|지나|않|위한|통한|대한|관한|비롯한|향한|포함한)$"
)


def find_korean_attribution(text: str, quoted: Quoted) -> Attribution | None:
    """Return the attribution of a statement, or None; one without a subject has an empty span."""
    head = dateline_end(text)
    plain = " " * head + without_quotations(text, quoted)[head:_LONGEST]
    found = _find(plain, quoted)
    return found if found is None or not found.end else replace(found, start=max(head, found.start))


def _find(plain: str, quoted: Quoted) -> Attribution | None:
    if (match := _ACCORDING.search(plain)) is not None:
        return Attribution(*match.span("subject"), "before")
    if (match := _HIS_WORDS.search(plain)) is not None:
        return Attribution(*match.span("subject"), "before")
    says = list(_SAYS.finditer(plain))
    if says:
        return _subject_behind(plain, says[-1]) or _subject(plain) or _any_subject(plain)
    if (match := _COLON.match(plain)) is not None:
        return Attribution(*match.span("subject"), "according")
    if quoted.open and not quoted.continued and quoted.spans:
        # The verb stands behind the end of the quotation, in a later statement.
        return _subject(plain[: quoted.spans[-1][0]])
    return None


def _subject_behind(plain: str, says: re.Match[str]) -> Attribution | None:
    """What stands between the words and their verb of saying, up to its subject: "북한이 쐈다고 합참이 밝혔다"."""
    start, end = says.span("between")
    ends = [
        match.end("subject")
        for pattern in (_TOPIC, _SUBJECT)
        for match in pattern.finditer(plain, max(start, 0), max(end, 0))
        if not _NO_NOUN.search(match["subject"])
    ]
    return Attribution(start, max(ends), "before") if ends else None


def _any_subject(plain: str) -> Attribution:
    """The first topic, else the first subject, whatever it is; an empty span where there is none."""
    match = _ANY_TOPIC.search(plain) or _ANY_SUBJECT.search(plain)
    return Attribution(*((0, 0) if match is None else match.span("subject")), "before")


def _subject(plain: str) -> Attribution | None:
    """The first topic, else the first subject, that may be a holder."""
    for pattern in (_TOPIC, _SUBJECT):
        for match in pattern.finditer(plain):
            if not _NO_NOUN.search(match["subject"]):
                start, end = match.span("subject")
                ending = _ENDING.match(plain, start, end)
                return Attribution(start if ending is None else ending.end(), end, "before")
    return None
