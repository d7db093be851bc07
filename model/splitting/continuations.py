"""What continues the statement before it, although there is a stop between the two."""

import re

__all__ = ["TAIL", "continues"]

TAIL = 40  # characters of the statement before; no pattern needs more

_SPEECH = (
    r"(?:said|says|asked|asks|told|tells|added|adds|warned|wrote|writes|replied|declared|insisted|shouted|"
    r"tweeted|posted|continued|demanded|wondered)"
)
_STATE_CONTINUES = (
    r"(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|[\"“]?One[ -]China)\b"
    r"|(?:Is|Are|Was|Were|Has|Had|Have|Should|Must|Can|Could|Will|Would|May|Might|Does|Did|And|To|Of)\b"
    r"(?!.*\?$)"
)
_CLOCK_CONTINUES = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[A-Z]{1,2}[SD]?T\b|GMT\b|UTC\b|[A-Z][a-z]+ time\b"
)
# "(Reporting by A. Roe)" is a lone bracket too, but belongs to no statement.
_CREDIT = r"[(\[](?:[Aa]dditional |[Ff]urther )?(?:[Rr]eporting|[Ww]riting|[Ee]diting) by "

# How the statement before ends, and how the text that continues it starts.
_JUNCTIONS = [
    (re.compile(tail), re.compile(head, re.DOTALL))
    for tail, head in (
        # Titles and shortened words: "Amb. Roe", "est. 5,000".
        (r"\b(?:M[rs]s?|Amb|Brig|Spc|Secy|Atty|Gens|Cpt|Lieut|Mx|Messrs|Vol|Sect|approx|est)\.$", r""),
        # Nothing but links, hashtags, handles and signs; a lone bracket: "(Applause.)".
        (r"", r"(?:(?:https?://|www\.|pic\.|t\.co/)\S++|[#@]\w++|[^\w\s]|_|\s)++$"),
        (r"", rf"(?!{_CREDIT})[(\[][\w.'’-]{{1,20}}(?:\s[\w.'’-]{{1,20}}){{0,3}}[)\]][.!?]?$"),
        # "the U.S. Seventh Fleet", "U.S. Should Take Notice", but "in the U.S. Is it so?"
        (r"\b(?:[A-Z]\.){2,6}$", _STATE_CONTINUES),
        (r"\b[SN]\.$", r"Korea"),
        # A stray full stop of scanned text.
        (r"\b(?:and|or|the|of|a|an|with|from|by)\.$", r"[a-z]"),
        (r"\b[ap]\.?m\.$", _CLOCK_CONTINUES),
        # "Is it over?" he asked. "Enough!" Foreign Minister Doe said.
        (r"[\"”’»)]$", r"[a-z]"),
        (r"(?:[?!…—]|--|\.\.)[\"”’»]$", rf"(?:[\w.'’-]+,? ){{1,6}}{_SPEECH}\b(?: [\w.'’-]+){{0,4}}[.!?:,]?$"),
        # "only four states -- right? -- are on the list"
        (r"\?$", r"(?:--|—)\s"),
    )
]
_INITIAL = re.compile(r"\b[A-Z]\.$")


def continues(before: str, text: str, *, touching: bool) -> bool:
    """Tell whether `text` continues the statement `before`.

    `touching` says that there is no white space between the two, as in "U.S.-R.O.K.".
    """
    if touching and _INITIAL.search(before):
        return True
    return any(end.search(before) and start.match(text) for end, start in _JUNCTIONS)
