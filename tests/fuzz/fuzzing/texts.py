"""Strategies for statements, names and values: mostly plain, some as odd as in files found in the wild."""

from typing import Any

from hypothesis import strategies as st

ACTORS = ("Beijing", "Washington", "Pyongyang", "Seoul", "the North", "Tokyo", "Mr. Lee", "中国", "北韓")
VERBS = ("thanked", "condemned", "waited for", "met", "said nothing about", "will visit")
ENDS = (".", "!", "?", "", "...", "。", '."', " -")
ODD = (
    "", " ", "\t", "\n", "\u3000", "\ufeff", "\u2028", "\x85", "\0", "\x1a", "\x1b[31mred\x1b[0m", "\r",
    "\u202eBeijing", "e\u0301\u0301\u0301", "👩‍👩‍👧‍👦🇰🇷", "\U0010ffff", "'", '"', '""', '","', ";", "=1+1", "+China",
    "-Beijing", "@Seoul", "'=cmd|' /c calc'!A1", "＝1", "-0.5", "[bold]China[/bold]", "[/]", "{name}", "%s %d",
    "<script>alert(1)</script>", "</script>", "&amp;&#0;&lt;", "null", "NaN", "[ Beijing ]", "[SEP]", "\\", "\\ud800",
    "a/b/../c", "(((((((((", "SEOUL, Aug. 3 (Wire) -- ",
)  # fmt: skip
COLUMN_NAMES = (
    "id", "date", "publisher", "target", "statement", "error", "raw", "input_text", "input_input_error", "document",
    "position", "stance", "score", "", " ", "text ", "Text", "label", "source", "_x", "x y", "'=x", "=x", "é",
    "column_1", "x", "x", "x_2", "\ufefftext", "a\nb", "[red]", "checkpoint", "0",
)  # fmt: skip
STEMS = (
    "in", "a b", "é", "日本", "[bold]x[/]", "2011-08-03", "x.y.z", "%s", "{0}", "-o", "new\nline", "'", '"',
    "$HOME", "~", "\u202egnp", "n" * 200, "\udcff\udcfe", "*", "?", "#", "con", "tab\t", "in.jsonl", "x.gz",
)  # fmt: skip
NUMBERS = (
    0, 1, -1, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 10**400,
    0.5, -0.0, 1e300, 1e-320, float("nan"), float("inf"), float("-inf"),
)  # fmt: skip
TARGETS: tuple[Any, ...] = (
    "CN", "US", "kr", "KP", "China", "CN;US", "CN; ;US;;", ";", "", " ", None, "XX", "JP", "Ruritania", "CN;CN;China",
    "a" * 300, "\0", "[bold]", 5, ["CN", "US"], [1], {}, True, float("nan"), "=CN",
)  # fmt: skip


def usually(common: Any, *rare: Any, share: int = 9) -> st.SearchStrategy[Any]:
    """`common` in about `share` of ten draws, else one of `rare`; shrinks toward `common`."""
    return st.integers(0, 9).flatmap(lambda n: st.just(common) if n < share else st.sampled_from(rare))


def _spliced(sentence: str, odd: str, at: int) -> str:
    cut = at % (len(sentence) + 1)
    return sentence[:cut] + odd + sentence[cut:]


_sentences = st.builds(
    "{} {} {}{}".format,
    st.sampled_from(ACTORS),
    st.sampled_from(VERBS),
    st.sampled_from(ACTORS),
    st.sampled_from(ENDS),
)
_characters = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
odd_texts = st.one_of(st.sampled_from(ODD), _characters)
statements = st.one_of(
    *[_sentences] * 6,
    st.builds(_spliced, _sentences, odd_texts, st.integers(0, 40)),
    odd_texts,
    st.sampled_from((10, 1000)).map(lambda times: "Beijing waited " * times),
)
# What an argument may hold: the system ends one at NUL.
arguments = statements.map(lambda text: text.replace("\0", "") or " ")
documents = st.builds(
    lambda paragraphs, between: between.join(" ".join(sentences) for sentences in paragraphs),
    st.lists(st.lists(statements, min_size=1, max_size=5), max_size=6),
    st.sampled_from(("\n\n", "\n", "\r\n\r\n", "\r", "\n\n\n\n")),
)
# What a JSON object may hold, as Python has it; NaN and numbers beyond all types among them.
values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.sampled_from(NUMBERS),
        odd_texts,
        statements,
        st.sampled_from(("2011", "2011-13-45")),
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(COLUMN_NAMES), inner, max_size=3)
    ),
    max_leaves=4,
)
