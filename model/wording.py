"""From a (statement, target) pair to the two texts the network reads: target located, marked and named."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from operator import index
from typing import Any, NamedTuple

from detente.model.errors import ActorsError, InputError, number_of
from detente.model.letters.syllables import whole_syllables
from detente.model.splitting.spans import Span
from detente.model.text.actor_finder import ActorFinder, Mention

# No English text needs more than this many characters a token on average, so a statement cut to
# this width still fills the network's input.
CHARACTERS_A_TOKEN = 8

# The context end of a checkpoint that has not learnt from documents.
PLAIN_CONTEXT_END = " "


class LocatedPair(NamedTuple):
    """A statement, the code of its target, the name the network is told, and the target's mentions."""

    statement: str
    target: str
    name: str
    mentions: tuple[Mention, ...]


class WordedPair(NamedTuple):
    """The two texts the tokenizer reads, whether the statement was cut, and where the first mention starts."""

    text: str
    text_pair: str
    cut: bool
    first_mention: int | None


def locate(finder: ActorFinder, statement: str, target: str, *, span: Span | None = None) -> LocatedPair:
    """Find the target in the statement, or take the caller's `span` as its one mention.

    With a `span`, a target that is not a code of the finder's is a name of the caller's own, of any length.
    Raises ActorsError if the span is none, or lies outside the statement, or, without one, if `ActorFinder.resolve`
    refuses the target.
    """
    if span is None:
        actor = finder.resolve(target)
        return LocatedPair(statement, actor.code, actor.name, tuple(finder.find(statement, [actor.code])))
    try:
        start, end = map(index, span)
    except (TypeError, ValueError) as error:
        raise ActorsError(
            f"span {repr(span)[:100]} is no pair of whole numbers: accepted are start and end in characters, or None"
        ) from error
    if not 0 <= start < end <= len(statement):
        raise ActorsError(
            f"span {start}-{end} lies outside the statement, which has {number_of(len(statement), 'character')}"
        )
    name = finder.actors[target].name if target in finder.actors else target
    return LocatedPair(statement, target, name, (Mention(target, start, end),))


def checked_pairs(pairs: Iterable[tuple[str | None, str]]) -> Iterator[tuple[str | None, str]]:
    """Yield (statement, target) pairs, which may be rows of an array or a frame.

    Raises InputError, with the number from 1, for what is no pair: a text of two letters or a table of two keys would
    pass for one.
    """
    for number, pair in enumerate(pairs, start=1):
        is_row = isinstance(pair, Iterable) and not isinstance(pair, str | bytes | Mapping | Set)
        values: tuple[Any, ...] = tuple(pair) if is_row else ()
        if len(values) != 2:
            raise InputError(
                f"pair {number} is {repr(pair)[:100]}; accepted are pairs of a statement and a target, such as "
                '("Beijing thanked Seoul.", "KR"), and of a frame zip(frame["text"], frame["target"])'
            )
        yield values[0], values[1]


def with_spans(
    pairs: Iterable[tuple[str | None, str]], spans: Iterable[Span | None] | None
) -> list[tuple[tuple[str | None, str], Span | None]]:
    """Return each (statement, target) pair with its span, None for all where no spans are given.

    Raises InputError for what is no pair, and if there is not one span a pair.
    """
    pairs = list(checked_pairs(pairs))
    given = [None] * len(pairs) if spans is None else list(spans)
    if len(given) != len(pairs):
        raise InputError(
            f"{number_of(len(given), 'span was', 'spans were')} given for {number_of(len(pairs), 'pair')}"
        )
    return list(zip(pairs, given, strict=True))


@dataclass(frozen=True, slots=True)
class Wording:
    """The marks around a mention and the phrase that names the target; each checkpoint keeps its own.

    `opening` and `closing` go before and after each mention of the target. `target` is the phrase of
    the second text, with `{name}` for the actor's name. `context_end` stands between what came before in a document and
    the statement. `question` opens the text in which a network is asked whether a statement means the target at all;
    it is empty where the network has not learnt to answer.
    """

    opening: str = "[ "
    closing: str = " ]"
    target: str = "{name}"
    context_end: str = PLAIN_CONTEXT_END
    question: str = ""

    def mark(self, statement: str, mentions: Sequence[Mention]) -> str:
        """Put the marks around each mention; `mentions` are sorted and do not overlap. Returns the marked text."""
        marked: list[str] = []
        end = 0
        for mention in mentions:
            marked += [
                statement[end : mention.start],
                self.opening,
                statement[mention.start : mention.end],
                self.closing,
            ]
            end = mention.end
        marked.append(statement[end:])
        return "".join(marked)

    def word(
        self, statement: str, name: str, *, mentions: Sequence[Mention] = (), max_tokens: int
    ) -> WordedPair:
        """Word one pair for the tokenizer.

        `name` is the target's name in English. A statement longer than `max_tokens` tokens can hold is
        cut to a window that starts shortly before the first mention, so that the target stays in view;
        `cut` says so.
        """
        window = read_window(statement, mentions, max_tokens=max_tokens)
        cut = window != (0, len(statement))
        if cut:
            statement, mentions = _within(window, statement, mentions)
        text = self.mark(statement, mentions)
        first = mentions[0].start if mentions else None
        if not text.isascii():
            # Tokenizers know whole syllables alone.
            text, offsets = whole_syllables(text)
            if first is not None and offsets is not None:
                first = bisect_left(offsets, first)
        return WordedPair(text, self.target.format(name=name), cut, first)

    def word_all(self, pairs: Iterable[LocatedPair], *, max_tokens: int) -> list[WordedPair]:
        """Word located pairs, in order; see `word`."""
        return [
            self.word(pair.statement, pair.name, mentions=pair.mentions, max_tokens=max_tokens)
            for pair in pairs
        ]


def read_window(statement: str, mentions: Sequence[Mention], *, max_tokens: int) -> Span:
    """The stretch of a statement that can matter to a network of `max_tokens` tokens; of most, the whole."""
    width = max_tokens * CHARACTERS_A_TOKEN
    if len(statement) <= width:
        return 0, len(statement)
    first = mentions[0].start if mentions else 0
    # An eighth of the width stays before the mention: who speaks or acts usually stands there.
    start = max(0, first - width // 8)
    return start, min(start + width, len(statement))


def _within(window: Span, statement: str, mentions: Sequence[Mention]) -> tuple[str, list[Mention]]:
    start, end = window
    inside = [
        Mention(mention.target, mention.start - start, mention.end - start)
        for mention in mentions
        if mention.start >= start and mention.end <= end
    ]
    return statement[start:end], inside
