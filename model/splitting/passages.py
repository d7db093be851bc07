"""The passages of a document: paragraphs, headings, list items and lines that stand for themselves."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.model.letters.writing_systems import is_east_asian
from detente.model.splitting.broken_words import SOFT_HYPHEN, BrokenWords
from detente.model.splitting.east_asian_labels import EAST_ASIAN_LABEL
from detente.model.splitting.line_marks import STAMP, counted_lines, line_numbers
from detente.model.splitting.spans import Span
from detente.model.splitting.speaker_labels import OPENS_TURN
from detente.model.splitting.unread_lines import is_subtitled, unread_lines

__all__ = ["Passage", "split_passages"]

# Narrower text is verse or a list, wider text has one paragraph on a line.
_WRAP_WIDTHS = range(40, 101)
# Of Korean and Chinese text, whose signs take two columns; two lines narrower than the second may be headlines.
_WIDE_WRAP_WIDTHS = range(40, 131)
_WIDE_PARAGRAPH = 66
# Some editors wrap early to even out the lines.
_SLACK = 6
_RAGGED = 0.6

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+|\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_WORD = re.compile(r"[^\W_]")
# What shows nothing at either end of a line: white space, signs without width, marks of the direction of writing.
_UNSEEN = (
    " \t\x1f\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\0\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
)
_QUOTING = re.compile(r"(?:>[ \t]?)+")
_BULLET = re.compile(r"[-*+•‣▪◦●■·–—][ \t]+(?:\[[ xX]\][ \t]+)?|\[\^[^\[\]\s]{1,40}\]:[ \t]+")
# "(c) 2025" is no item of a list.
_NUMBER = re.compile(r"(?:\(?\d{1,3}[.)]|(?!\(c\)[ \t]+(?:19|20)\d\d\b)\(?[a-z]\))[ \t]+")
# What text editors make of a hollow dot.
_HOLLOW_DOT = re.compile(r"o[ \t]+(?=[\"“]?[A-Z])")
_EAST_ASIAN_MARK = re.compile(
    r"(?:[○◇◆▲△▶▷■□●◎★☆※ㅇㆍ①-⑳]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}、"
    r"|[가나다라마바사아자차카타파하][.)](?=\s))\s*"
)
# Signs that take two columns of a line, and those between which no white space stands.
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]"
)
_UNSPACED = re.compile("[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]")
_HEADING = re.compile(r"#{1,6}[ \t]+(?:(?:\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,4}\.?)[ \t]+)?")
_CLOSING_HASHES = re.compile(r"[ \t]#+$")
_DIVIDED = re.compile(r"[^\W\d_][-\u2010\xad]$")
_STOPPED = re.compile(r"[.!?:;…。！？][\"'”’)\]*_]*$")
_LINK = re.compile(
    r"!?\[([^\[\]]{1,400})\]\((?:[^()\s]|\([^()\s]{0,200}\)){1,2000}(?:\s+\"[^\"]{0,200}\")?\)"
)
# The mark of a note, how a subtitle is set, and a hyphen that shows at the end of a line alone.
_SIGN = re.compile(
    rf"\[\^[^\[\]\s]{{1,40}}\](?!:)|</?(?:[ibuv]|c|font|lang)(?:[.\s][^<>]{{0,100}})?>|{SOFT_HYPHEN}"
)
_EMPHASIS = re.compile(r"(?<![\w*\\/])(\*{1,3}|_{1,3})(?=[^\s*_])|(?<=[^\s*_\\])(\*{1,3}|_{1,3})(?![\w*/])")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that is read as one: `text` without marks, and the offset of each character.

    `offsets[i]` is the offset in the document of `text[i]`. `ends_turn` says that a heading or a rule
    stands before the passage, or that it is a heading: what follows is nobody's turn.
    """

    text: str
    offsets: Sequence[int]
    ends_turn: bool = False


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str
    indent: int
    listed: bool = False
    heading: bool = False
    wide: int = 0
    # May open with the number of a list, whatever stands before.
    counted: bool = False
    subtitle: bool = False

    def columns(self) -> int:
        """How wide the line is, its indent included: a Korean or Chinese sign takes two columns."""
        return self.indent + len(self.text) + self.wide


def split_passages(document: str) -> Iterator[Passage]:
    """Yield the passages of the document in order, without the marks of lists, headings and Markdown."""
    lines: list[_Line] = []
    words = BrokenWords(document)
    after_rule = is_apart = ruled = False
    for line in _lines(document):
        if not line.text:
            is_apart, ruled = True, ruled or line.end > line.start
            continue
        if is_apart:
            if not (lines and _is_continued(document, lines[-1], line)):
                yield from _passages_of(document, lines, words, after_rule=after_rule)
                lines, after_rule = [], ruled
            is_apart = ruled = False
        lines.append(line)
    yield from _passages_of(document, lines, words, after_rule=after_rule)


def _lines(document: str) -> Iterator[_Line]:
    """The lines without white space around; one without letter or digit, or that is unread, has an empty text."""
    starts: dict[int, int | None] = {**line_numbers(document), **unread_lines(document)}
    subtitled = is_subtitled(document)
    ended = True
    for found in _LINE.finditer(document):
        raw = found[0]
        if raw[0] in "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029":
            if ended:
                yield _Line(found.start(), found.start(), "", 0)
            ended = True
            continue
        ended = False
        begins = starts.get(found.start(), found.start())
        if begins is None:
            yield _Line(found.start(), found.start(), "", 0)
            continue
        raw = document[begins : found.end()]
        text = raw.strip(_UNSEEN)
        start = begins + raw.index(text)
        indent = start - begins
        if not _WORD.search(text):
            yield _Line(start, start + len(text), "", indent)
            continue
        quoting = _QUOTING.match(text)
        if quoting:
            start, text = start + quoting.end(), text[quoting.end() :]
        yield _Line(start, start + len(text), text, indent, subtitle=subtitled)


def _is_continued(document: str, line: _Line, following: _Line) -> bool:
    """Tell whether a sentence continues behind the end of a page, or in the next subtitle."""
    if _STOPPED.search(line.text):
        return False
    between = document[line.end : following.start]
    return (following.subtitle and "-->" in between) or ("\f" in between and following.text[:1].islower())


def _passages_of(
    document: str, lines: list[_Line], words: BrokenWords, *, after_rule: bool
) -> Iterator[Passage]:
    """The passages among lines with no blank line between them."""
    if is_east_asian("".join(line.text for line in lines)):
        for line in lines:
            line.wide = len(_WIDE.findall(line.text))
    width = max((line.columns() for line in lines), default=0)
    wrapped = _is_wrapped(lines, width)
    for number in counted_lines([line.text for line in lines]) if wrapped else range(len(lines)):
        lines[number].counted = True
    group: list[_Line] = []
    for line in lines:
        marked = _take_mark(line, group)
        follows = group and not (marked or _opens_turn(line)) and not group[-1].heading
        if follows and _continues(group, line, width=width if wrapped else None):
            group.append(line)
            continue
        if group:
            yield _passage(document, group, words, ends_turn=after_rule or group[0].heading)
            after_rule = group[0].heading
        group = [line]
    if group:
        yield _passage(document, group, words, ends_turn=after_rule or group[0].heading)


def _opens_turn(line: _Line) -> bool:
    """Whether the line may begin with the label of a speaker, or with the time of a message."""
    return any(label.match(line.text) for label in (OPENS_TURN, EAST_ASIAN_LABEL, STAMP))


def _take_mark(line: _Line, group: list[_Line]) -> bool:
    """Take the mark of a list item or heading off the line; tell whether it had one."""
    heading = _HEADING.match(line.text)
    mark = heading or _BULLET.match(line.text)
    # A number at the head of a wrapped line may belong to the sentence: "on Jan.\n5. The".
    is_apart = not group or group[0].listed or _STOPPED.search(group[-1].text) is not None
    if not mark and (is_apart or line.counted):
        mark = _NUMBER.match(line.text)
    if not mark and is_apart:
        mark = (_EAST_ASIAN_MARK if is_east_asian(line.text) else _HOLLOW_DOT).match(line.text)
    if not mark or not _WORD.search(line.text, mark.end()):
        return False
    line.heading, line.listed = heading is not None, heading is None
    line.start, line.text = line.start + mark.end(), line.text[mark.end() :]
    if heading and (closing := _CLOSING_HASHES.search(line.text)):
        line.text = line.text[: closing.start()].rstrip()
        line.end = line.start + len(line.text)
    return True


def _continues(group: list[_Line], line: _Line, *, width: int | None) -> bool:
    """Tell whether the line goes on with the group; `width` is None where lines are not wrapped."""
    if group[0].listed and line.indent >= group[0].indent + 2:
        return True
    if line.subtitle and not _STOPPED.search(group[-1].text):
        return True
    return width is not None and (_is_full(group[-1], line, width) or _runs_on(group[-1], line, width))


def _is_wrapped(lines: list[_Line], width: int) -> bool:
    """Tell wrapped lines from headlines: a wrapped line is full, and some line begins within a sentence."""
    if len(lines) < 2 or width not in (_WIDE_WRAP_WIDTHS if lines[0].wide else _WRAP_WIDTHS):
        return False
    pairs = list(pairwise(lines))
    if any(_runs_on(line, following, width) for line, following in pairs):
        return True
    if not _STOPPED.search(lines[-1].text) or not all(_is_full(*pair, width) for pair in pairs):
        return False
    # Headlines in these languages are often as long as each other.
    stopped = [bool(_STOPPED.search(line.text)) for line in lines]
    return not lines[0].wide or ((len(lines) > 2 or width >= _WIDE_PARAGRAPH) and not all(stopped))


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    if _UNSPACED.match(following.text):
        # A line may break before any sign, and a paragraph begins with an indent.
        return line.columns() + 2 > width - _SLACK and following.indent <= line.indent
    if following.indent > line.indent and _STOPPED.search(line.text):
        return False
    first_word = following.text.split(maxsplit=1)[0]
    return line.columns() + 1 + len(first_word) > width - _SLACK


def _runs_on(line: _Line, following: _Line, width: int) -> bool:
    runs_on = following.text[:1].islower() and not _STOPPED.search(line.text)
    return runs_on and (line.columns() >= _RAGGED * width or _DIVIDED.search(line.text) is not None)


def _passage(document: str, group: list[_Line], words: BrokenWords, *, ends_turn: bool) -> Passage:
    start, end = group[0].start, group[-1].end
    gaps = [_gap(line, following, words) for line, following in pairwise(group)]
    raw = document[start:end]
    dropped = sorted([*_markdown_marks(raw, start), *(gap for gap in gaps if gap[0] < gap[1])])
    if not dropped:
        return Passage(raw, range(start, end), ends_turn)
    kept: list[str] = []
    offsets: list[int] = []
    at = start
    for first, last in [*dropped, (end, end)]:
        if at < first:
            kept.append(document[at:first])
            offsets.extend(range(at, first))
        at = max(at, last)
    return Passage("".join(kept), offsets, ends_turn)


def _gap(line: _Line, following: _Line, words: BrokenWords) -> Span:
    """What is dropped between two lines: a line break, an indent and marks of quoting, of which one blank stays."""
    joint = words.joint(line.text, following.text)
    if joint is not None:
        return line.end - joint, following.start
    return line.end + (not _is_unspaced(line, following)), following.start


def _is_unspaced(line: _Line, following: _Line) -> bool:
    """Tell whether the two lines join without white space, as Chinese and Japanese do."""
    return bool(_UNSPACED.match(line.text[-1]) and _UNSPACED.match(following.text))


def _markdown_marks(raw: str, start: int) -> Iterator[Span]:
    """Where marks of links, notes and subtitles, soft hyphens and paired marks of emphasis stand in the document."""
    if "](" in raw:
        for link in _LINK.finditer(raw):
            yield start + link.start(), start + link.start(1)
            yield start + link.end(1), start + link.end()
    for sign in _SIGN.finditer(raw):
        yield start + sign.start(), start + sign.end()
    opened: dict[str, Span] = {}
    for mark in _EMPHASIS.finditer(raw):
        span = start + mark.start(), start + mark.end()
        if mark[1]:
            opened[mark[1]] = span
        elif mark[2] in opened:
            yield opened.pop(mark[2])
            yield span
