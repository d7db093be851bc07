"""Statements, names and values, most of them sound and some of them as bad as files in the wild hold."""

from random import Random
from typing import Final

# Stands in every row of a table, so that a row that is lost is noticed whatever happened to its neighbours.
TOKEN: Final = r"zq\d{6}qz"

_ACTORS = (
    "Washington",
    "Beijing",
    "Pyongyang",
    "Seoul",
    "China",
    "the North",
    "Tokyo",
    "Mr. Lee",
    "中国",
    "北韓",
)
_VERBS = ("thanked", "condemned", "waited for", "met", "warned", "said nothing about", "will visit")
_ENDS = (".", "!", "?", "", "...", "。", '."', " -")

_ODD: Final = (
    "",
    " ",
    "\t",
    "\n",
    "\u3000",
    "\ufeff",
    "\u2028",
    "\x85",
    "\0",
    "\x1a",
    "\x1b[31mred\x1b[0m",
    "\r",
    "\u202eBeijing",
    "e\u0301\u0301\u0301",
    "👩‍👩‍👧‍👦🇰🇷",
    "\U0010ffff",
    "'",
    '"',
    '""',
    '","',
    ";",
    "=1+1",
    "+China",
    "-Beijing",
    "@Seoul",
    "'=cmd|' /c calc'!A1",
    "＝1",
    "-0.5",
    "[bold]China[/bold]",
    "[/]",
    "{name}",
    "%s %d",
    "<script>alert(1)</script>",
    "</script>",
    "&amp;&#0;&lt;",
    "null",
    "NaN",
    "[ Beijing ]",
    "[SEP]",
    "\\",
    "\\ud800",
    "a/b/../c",
    "(((((((((",
    "SEOUL, Aug. 3 (Wire) -- ",
)

_PLANES: Final = (
    (0x20, 0x7F),
    (0, 0x20),
    (0x80, 0x2FF),
    (0x600, 0x6FF),
    (0x2000, 0x206F),
    (0x4E00, 0x9FFF),
    (0x1F300, 0x1FAFF),
)
_DATES: Final = ("2011-08-03", "2011", "2011-13-45", "0000-00-00", "9999-12-31", "Aug. 3", "99999999-01-01")

COLUMN_NAMES: Final = (
    "id", "date", "publisher", "target", "statement", "error", "raw", "input_text", "input_input_error",
    "document", "position", "stance", "score", "", " ", "text ", "Text", "label", "source", "_x", "x y",
    "'=x", "=x", "é", "column_1", "x", "x", "x_2", "\ufefftext", "a\nb", "[red]", "checkpoint", "0",
)  # fmt: skip

FILE_STEMS: Final = (
    "in", "wire", "a b", "é", "日本", "[bold]x[/]", "2011-08-03", "x.y.z", "%s", "{0}", "-o", "new\nline", "'", '"',
    "$HOME", "~", "\u202egnp", "n" * 200, "\udcff\udcfe", "*", "?", "#", "con", "tab\t", "in.jsonl", "x.gz",
)  # fmt: skip


def statement(draw: Random) -> str:
    """One statement, mostly a plain sentence with an actor or two, sometimes with something odd in it."""
    kind = draw.random()
    if kind < 0.05:
        return draw.choice(_ODD)
    if kind < 0.08:
        return odd_text(draw)
    if kind < 0.09:
        return "Beijing waited " * draw.choice((10, 100, 1000))
    sentence = f"{draw.choice(_ACTORS)} {draw.choice(_VERBS)} {draw.choice(_ACTORS)}{draw.choice(_ENDS)}"
    if kind < 0.25:
        place = draw.randrange(len(sentence))
        sentence = sentence[:place] + draw.choice(_ODD) + sentence[place:]
    return sentence


def odd_text(draw: Random) -> str:
    """A few odd pieces and random characters, one after the other; holds no lone surrogate."""
    pieces = [draw.choice(_ODD), statement_tail(draw), draw.choice(_ODD), _characters(draw)]
    draw.shuffle(pieces)
    return "".join(pieces[: draw.randint(1, 4)])


def statement_tail(draw: Random) -> str:
    """The end of a sentence that mentions an actor."""
    return f"{draw.choice(_VERBS)} {draw.choice(_ACTORS)}{draw.choice(_ENDS)}"


def _characters(draw: Random) -> str:
    first, last = draw.choice(_PLANES)
    return "".join(chr(draw.randint(first, last)) for _ in range(draw.randint(1, 20)))


def document_text(draw: Random) -> str:
    """Several paragraphs of statements."""
    paragraphs = [
        " ".join(statement(draw) for _ in range(draw.randint(1, 5))) for _ in range(draw.randint(0, 8))
    ]
    return draw.choice(("\n\n", "\n", "\r\n\r\n", "\r", "\n\n\n\n")).join(paragraphs)


def value(draw: Random, depth: int = 0) -> object:
    """A value that a JSON object may hold, as Python has it; NaN and numbers beyond all types among them."""
    kind = draw.randrange(14)
    match kind:
        case 0:
            return None
        case 1:
            return draw.choice((True, False))
        case 2:
            return draw.choice((0, 1, -1, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 10**400))
        case 3:
            return draw.choice((0.5, -0.0, 1e300, 1e-320, float("nan"), float("inf"), float("-inf")))
        case 4 if depth < 3:
            return [value(draw, depth + 1) for _ in range(draw.randint(0, 3))]
        case 5 if depth < 3:
            return {draw.choice(COLUMN_NAMES): value(draw, depth + 1) for _ in range(draw.randint(0, 3))}
        case 6:
            return odd_text(draw)
        case 7:
            return draw.choice(_DATES)
        case _:
            return statement(draw)


def targets(draw: Random) -> object:
    """What a target column may hold: codes, names, several, and what is none."""
    return draw.choice(
        (
            "CN", "US", "kr", "KP", "China", "CN;US", "CN; ;US;;", ";", "", " ", None, "XX", "x", "JP", "Ruritania",
            "CN;CN;China", "a" * 300, "\0", "[bold]", 5, ["CN", "US"], [1], {}, True, float("nan"), "=CN",
        )
    )  # fmt: skip
