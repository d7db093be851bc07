"""Splits a document into statements, each with its span in the document and its speaker."""

import re
from dataclasses import dataclass, replace

from detente.model.letters.syllables import whole_syllables
from detente.model.letters.writing_systems import is_east_asian
from detente.model.splitting.boilerplate import is_boilerplate
from detente.model.splitting.boundaries import statement_spans
from detente.model.splitting.datelines import dateline_end
from detente.model.splitting.east_asian import east_asian_spans
from detente.model.splitting.passages import Passage, split_passages
from detente.model.splitting.speaker_labels import SpeakerLabels

__all__ = ["Statement", "split_statements"]

# NUL and the byte order mark are no letters of any text; they count as white space here.
_BLANK = re.compile(r"[\s\0\ufeff]+")
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a document, with its span there.

    `document[start:end]` is the statement as written, Markdown marks included. `text` is the same with every run of
    white space folded to one space, with Hangul syllables put together that were taken apart (NFD), and without such
    marks. `speaker` is the label of the turn in a transcript ("MR. EARNEST"), or None, and `dateline` the dateline
    that stood before the statement.
    """

    text: str
    start: int
    end: int
    speaker: str | None = None
    dateline: str | None = None


def split_statements(document: str) -> list[Statement]:
    """Split a document into its statements, in order and without overlap.

    A statement is a sentence, or a line of its own: a headline, a list item, a label. Lines
    that were wrapped at a fixed width are one paragraph; a blank line ends it. Further rules:

    - A quotation of several sentences is split into them. An attribution stays with the last words it
      attributes ("Is it over?" he asked.), and so does a lone bracket ("(Applause.)"), hashtag or link.
      A quotation or bracket in the middle of a sentence is not split.
    - A semicolon splits only where both sides have eight words or more and a finite verb of a closed
      list, and the right side opens like a main clause; anything shorter is a list.
    - A headline (title case, no final stop) ends before its line does only at a question or exclamation
      mark, for its full stops are those of abbreviations.
    - A statement has at most 2,000 characters; a longer one is cut at its last white space before that.

    Left out of the statements are: the speaker label, which goes to `speaker` and holds until the next
    label, heading, rule or dateline (Korean and Chinese labels count in transcripts alone); the dateline
    ("SEOUL (AP) --"), so that its town is no mention: it goes to `dateline` of the statement behind it; credits and
    notices of copyright ("(Reporting by A. Roe)"); marks of lists, headings, emphasis and quoting, the addresses of
    Markdown links; what `unread_lines` and `line_numbers` find; hyphens that only divide a word at the end of a
    line; and lines with neither letter nor digit. A document with nothing else gives an empty list. Raises nothing
    for any text: NUL bytes and lone surrogates pass. Time is linear in the length of the document.

    Sentence boundaries within a paragraph are those of the library sentencex, with the corrections that
    `boundaries` lists. A paragraph in Korean, Chinese or Japanese follows `east_asian`: a quotation that its
    sentence carries on behind stays whole, and a semicolon splits nothing.
    """
    text, offsets = whole_syllables(document)
    labels = SpeakerLabels(text)
    found: list[Statement] = []
    dateline: str | None = None
    for passage in split_passages(text):
        own, dateline = _read(passage, labels, dateline)
        found += own
    if offsets is None:
        return found
    return [replace(one, start=offsets[one.start], end=offsets[one.end]) for one in found]


def _read(
    passage: Passage, labels: SpeakerLabels, dateline: str | None
) -> tuple[list[Statement], str | None]:
    """The statements of a passage, and the dateline that none of them took: it may stand on a line of its own."""
    found: list[Statement] = []
    if passage.ends_turn:
        labels.end_turn()
    for turn in labels.turns(passage.text):
        start = turn.start
        if turn.opens_passage and (end := dateline_end(passage.text, start)):
            labels.end_turn()
            dateline = _BLANK.sub(" ", passage.text[start:end]).strip(" ")
            start = end
        speaker = labels.speaker
        stretch = passage.text[start : turn.end]
        for first, last in east_asian_spans(stretch) if is_east_asian(stretch) else statement_spans(stretch):
            statement = _statement(passage, start + first, start + last, speaker, dateline)
            if statement is not None and not is_boilerplate(statement.text):
                found.append(statement)
                dateline = None
    return found, dateline


def _statement(
    passage: Passage, first: int, last: int, speaker: str | None, dateline: str | None
) -> Statement | None:
    raw = passage.text[first:last]
    if not _WORD.search(raw):
        return None
    text = _BLANK.sub(" ", raw)
    # What was stripped is a run of blanks, each one character in the passage.
    if text.startswith(" "):
        blank = _BLANK.match(raw)
        first += blank.end() if blank else 0
    while _BLANK.fullmatch(passage.text[last - 1]):
        last -= 1
    return Statement(
        text.strip(" "), passage.offsets[first], passage.offsets[last - 1] + 1, speaker, dateline
    )
