"""Where a dateline ends, in any language, and the agency that it names."""

import re
from typing import Final

from detente.model.splitting.east_asian_datelines import EAST_ASIAN_DATELINE
from detente.model.splitting.speaker_labels import DATELINE

__all__ = ["agency_of", "dateline_end"]

# "Pyongyang, May 3 (KCNA) --": the last bracket, for a town may have one too.
_IN_BRACKETS: Final = re.compile(r"\(([^()]+)\)[^()]*$")
# "(서울=연합뉴스)": the agency is behind the sign. Whose photo it is may stand before: "(평양 조선중앙통신=연합뉴스)".
_BEHIND_SIGN: Final = re.compile(r"^[(\[【〔（][^=]*=\s*([^)\]】〕）=]+)")
_SENT: Final = re.compile(r"일\s?발\s?([가-힣]+)")
_OPENS: Final = "（(【[〔 "


def dateline_end(text: str, start: int = 0) -> int:
    """Return where the dateline at `start` ends, with the white space behind it; 0 where there is none."""
    dateline = DATELINE.match(text, start)
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
