"""Codes of states in event data: ISO 3166-1 and the Correlates of War."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class StateCodes(NamedTuple):
    """What a state is called elsewhere.

    `iso3` is ISO 3166-1 alpha-3. `ccode` and `stateabb` are the number and the abbreviation of the Correlates of War
    Project, State System Membership List, v2016.
    """

    iso3: str
    ccode: int
    stateabb: str


# By ISO 3166-1 alpha-2, which is what rows hold. Sources that are no state (UN, other, author) have none.
STATE_CODES: Final[Mapping[str, StateCodes]] = MappingProxyType(
    {
        "US": StateCodes("USA", 2, "USA"),
        "CN": StateCodes("CHN", 710, "CHN"),
        "KP": StateCodes("PRK", 731, "PRK"),
        "KR": StateCodes("KOR", 732, "ROK"),
        "JP": StateCodes("JPN", 740, "JPN"),
        "RU": StateCodes("RUS", 365, "RUS"),
    }
)
