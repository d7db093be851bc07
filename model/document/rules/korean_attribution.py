"""Finds in a Korean statement to whom its words are attributed: "대변인은 …라고 밝혔다", "…에 따르면"."""

import re
from typing import Final

from detente.model.document.attribution import Attribution, without_quotations
from detente.model.document.quotations import Quoted

__all__ = ["find_korean_attribution"]

# Saying, behind the ending of what is said: 라고 말했다, 다고 밝혔다, 자고 호소했다.
_SAYS: Final = re.compile(
    r"[라다자냐]고(?:도|까지|는)?[\s,]+(?:\S{1,12}\s){0,2}?(?:말|밝|전하|전했|전한|강조|지적|주장|비난|경고|덧붙|설명|보도|언급|반박|촉구|규탄|선언|발표|표명"
    r"|피력|평가|물었|물음|답|언명|까밝|단죄|폭로|역설|력설|호소|당부|적었|썼|했|하였|회답|성토|토로|요구|통고|반발|비판|항의|제안|약속|다짐|확인|소개"
    r"|예고|시사|일축|부인|인정|진단|우려|환영|론평|논평|질타|천명|다그|재확인|꼬집|맞받|되물|못\s?박|잘라|내다)"
    r"|(?:[”\"’』」])(?:고|며|면서|라며|라면서|이라며)\s"
)
# A holder and the particle of a subject: 대변인은, 외무성이, 그는.
_NOUN: Final = (
    r"(?:국|한|선|측|부|성|관|령|석|장|인|자|원|사|실|청|군|당|회|보|문|신|방송|매체|녀|들|씨|왕|총리|총비서|비서|교수|대사"
    r"|서기|미|본|야|엔|든|프|핑|은|틴|상|리|수|위|단)"
)
_TOPIC: Final = re.compile(
    rf"(?P<subject>(?:[^,“”\"‘’「」『』.]{{0,60}}{_NOUN}|(?<![가-힣])그)(?:\([^()]{{1,30}}\))?)(?P<particle>께서는|에서는|측은|은|는|도)(?=[\s,])"
)
_SUBJECT: Final = re.compile(
    rf"(?P<subject>(?:[^,“”\"‘’「」『』.]{{0,60}}{_NOUN}|(?<![가-힣])그)(?:\([^()]{{1,30}}\))?)(?:께서|에서|이|가)(?=[\s,])"
)
_ACCORDING: Final = re.compile(r"(?P<subject>[^,.“”\"]{1,60}?)(?:에 따르면|에 의하면)")
_COLON: Final = re.compile(r"[\s“”\"]*(?P<subject>[^“”\":：.!?]{1,40})[:：]\s?[“\"]")
# What closes a quotation, before its subject: "…”고 외무성은".
_ENDING: Final = re.compile(r"\s*(?:이?라?고|라며|이라며|며|면서)\s+")
# Characters of a statement that are looked at.
_LONGEST: Final = 1000
# Before these endings a noun of the list is none: 있는, 하는, 같은.
_NO_NOUN: Final = re.compile(
    r"(?:있|없|하|되|같|많|보이|나오|오|가|주|받|맺|늘|지나|않|위한|통한|대한|관한|비롯한|향한|포함한)$"
)


def find_korean_attribution(text: str, quoted: Quoted) -> Attribution | None:
    """Return the attribution of a statement, or None; one without a subject has an empty span."""
    plain = without_quotations(text, quoted)[:_LONGEST]
    if (match := _ACCORDING.search(plain)) is not None:
        return Attribution(*match.span("subject"), "before")
    if _SAYS.search(plain) is not None:
        return _subject(plain) or Attribution(0, 0, "before")
    if (match := _COLON.match(plain)) is not None:
        return Attribution(*match.span("subject"), "according")
    if quoted.open and not quoted.continued:
        # The verb stands behind the end of the quotation, in a later statement.
        return _subject(plain[: quoted.spans[-1][0]])
    return None


def _subject(plain: str) -> Attribution | None:
    """The first topic, else the first subject, that may be a holder."""
    for pattern in (_TOPIC, _SUBJECT):
        for match in pattern.finditer(plain):
            if not _NO_NOUN.search(match["subject"]):
                start, end = match.span("subject")
                ending = _ENDING.match(plain, start, end)
                return Attribution(start if ending is None else ending.end(), end, "before")
    return None
