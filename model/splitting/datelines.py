"""Where a dateline ends, in any language, and the agency that it names."""

import re
from typing import Final

from detente.model.splitting.east_asian_datelines import EAST_ASIAN_DATELINE
from detente.model.splitting.speaker_labels import NO_TOPIC

__all__ = ["agency_of", "dateline_end"]

_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE: Final = rf"(?:(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s\d{{4}})?)"
_AGENCY: Final = r"\((?:[A-Z][\w.&’' /-]{1,40})\)"
# Old news of agencies has "_" for a dash.
_DASH: Final = r"(?:\s{0,3}(?:--+|[—–―-])(?=[\s\"“'‘A-Z])|\s_(?=\s))"
_TOWN: Final = r"[A-Z][\w.’'/-]*(?:\s[A-Z][\w.’'/-]*){0,3}"
_CITY: Final = r"[A-Z][A-Z.’'/-]{2,}(?:\s[A-Z][A-Z.’'/-]+){0,3}"
_REGION: Final = rf",\s(?!{_MONTH})(?:{_TOWN})"
_NAMED_CITY: Final = (
    "(?:SEOUL|BEIJING|PYONGYANG|WASHINGTON|TOKYO|MOSCOW|NEW YORK|UNITED NATIONS|SHANGHAI|HONG KONG)"
)
_CAPITAL: Final = "(?:Seoul|Beijing|Pyongyang|Washington|Tokyo|Moscow)"
# At the head of a passage: town, date and agency, up to the dash.
_DATELINE: Final = re.compile(
    rf"{NO_TOPIC}(?:"
    rf"{_CITY}(?:{_REGION}){{0,2}}(?:,\s{_DATE})?(?:\s{_AGENCY}|\s\({_DATE}\))?{_DASH}(?=\s*[A-Z\d\"“'‘(])"
    rf"|{_TOWN}(?:{_REGION})?(?:,\s{_DATE})?\s{_AGENCY}{_DASH}"
    rf"|{_TOWN}(?:{_REGION})?,\s{_DATE}\s{_AGENCY}:?(?=\s)"
    rf"|{_TOWN}(?:{_REGION})?,\s{_DATE}\.?\s/[A-Z][\w ]{{1,30}}/\.?(?:{_DASH}|(?=\s))"
    rf"|{_CAPITAL},\s{_DATE}{_DASH}(?=\s*[A-Z\d\"“'‘(])"
    r"|\((?:AP|AFP|Reuters|UPI|Yonhap|Xinhua|KCNA|Kyodo|Jiji|TASS|Bloomberg|CNN|VOA)\)\s{0,2}(?:--|[—–-])(?=\s)"
    rf"|{_NAMED_CITY}(?:\s{_AGENCY})?:(?=\s)"
    r")\s*"
)

# "Pyongyang, May 3 (KCNA) --": the last bracket, for a town may have one too.
_IN_BRACKETS: Final = re.compile(r"\(([^()]+)\)[^()]*$")
# "(서울=연합뉴스)": the agency is behind the sign. Whose photo it is may stand before: "(평양 조선중앙통신=연합뉴스)".
_BEHIND_SIGN: Final = re.compile(r"^[(\[【〔（][^=]*=\s*([^)\]】〕）=]+)")
_SENT: Final = re.compile(r"일\s?발\s?([가-힣]+)")
_OPENS: Final = "（(【[〔 "


def dateline_end(text: str, start: int = 0) -> int:
    """Return where the dateline at `start` ends, with the white space behind it; 0 where there is none."""
    dateline = _DATELINE.match(text, start)
    if not dateline and not text.isascii():
        dateline = EAST_ASIAN_DATELINE.match(text, start)
    return dateline.end() if dateline else 0


def agency_of(dateline: str) -> str | None:
    """Return the agency of a dateline, as written; None where it names none.

    A Chinese dateline begins with its agency and joins town and date to it ("新华社北京1月1日电"): all is returned.
    """
    if dateline.isascii() or not EAST_ASIAN_DATELINE.match(f"{dateline}."):
        found = _IN_BRACKETS.search(dateline)
        return found[1].strip() if found else None
    found = _BEHIND_SIGN.match(dateline) or _SENT.search(dateline)
    return found[1].strip() if found else dateline.lstrip(_OPENS)
