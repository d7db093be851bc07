"""What goes on with the statement before it, although a stop stands between the two."""

import re

__all__ = ["TAIL", "goes_on"]

TAIL = 40  # characters of the statement before; no pattern needs more

_SPEECH = (
    r"(?:said|says|asked|asks|told|tells|added|adds|warned|wrote|writes|replied|declared|insisted|shouted|"
    r"tweeted|posted|continued|demanded|wondered)"
)
_STATE_GOES_ON = (
    r"(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|[\"“]?One[ -]China)\b"
    r"|(?:Is|Are|Was|Were|Has|Had|Have|Should|Must|Can|Could|Will|Would|May|Might|Does|Did|And|To|Of)\b"
    r"(?!.*\?$)"
)
_CLOCK_GOES_ON = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[A-Z]{1,2}[SD]?T\b|GMT\b|UTC\b|[A-Z][a-z]+ time\b"
)

# How the statement before ends, and how the piece that goes on with it looks.
_JUNCTIONS = [
    (re.compile(tail), re.compile(piece, re.DOTALL))
    for tail, piece in (
        # Titles and shortened words: "Amb. Roe", "est. 5,000".
        (r"\b(?:M[rs]s?|Amb|Brig|Spc|Secy|Atty|Gens|Cpt|Lieut|Mx|Messrs|Vol|Sect|approx|est)\.$", r""),
        # Nothing but links, hashtags, handles and signs; a lone bracket: "(Applause.)".
        (r"", r"(?:(?:https?://|www\.|pic\.|t\.co/)\S++|[#@]\w++|[^\w\s]|_|\s)++$"),
        (r"", r"[(\[][\w.'’-]{1,20}(?:\s[\w.'’-]{1,20}){0,3}[)\]][.!?]?$"),
        # "the U.S. Seventh Fleet", "U.S. Should Take Notice", but "in the U.S. Is it so?"
        (r"\b(?:[A-Z]\.){2,6}$", _STATE_GOES_ON),
        (r"\b[SN]\.$", r"Korea"),
        # A stray full stop of scanned text.
        (r"\b(?:and|or|the|of|a|an|with|from|by)\.$", r"[a-z]"),
        (r"\b[ap]\.?m\.$", _CLOCK_GOES_ON),
        # "Is it over?" he asked. "Enough!" Foreign Minister Doe said.
        (r"[\"”’»)]$", r"[a-z]"),
        (r"(?:[?!…—]|--|\.\.)[\"”’»]$", rf"(?:[\w.'’-]+,? ){{1,6}}{_SPEECH}\b(?: [\w.'’-]+){{0,4}}[.!?:,]?$"),
        # "only four states -- right? -- are on the list"
        (r"\?$", r"(?:--|—)\s"),
    )
]
_INITIAL = re.compile(r"\b[A-Z]\.$")


def goes_on(before: str, piece: str, *, touching: bool) -> bool:
    """Tell whether `piece` goes on with the statement `before` that stands before it.

    `touching` says that no white space stands between the two, as in "U.S.-R.O.K.".
    """
    if touching and _INITIAL.search(before):
        return True
    return any(end.search(before) and start.match(piece) for end, start in _JUNCTIONS)
