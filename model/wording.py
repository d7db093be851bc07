"""How a (statement, target) pair is put to the network: mentions marked, target named, long texts cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from detente.model.text.actor_finder import Mention

# No English text needs more than this many characters a token on average, so a statement cut to
# this width still fills the network's input.
CHARACTERS_A_TOKEN = 8


class WordedPair(NamedTuple):
    """The two texts the tokenizer sees, whether the statement was cut, and where in `text` a mention begins first."""

    text: str
    text_pair: str
    cut: bool
    first_mention: int | None


@dataclass(frozen=True, slots=True)
class Wording:
    """The marks around a mention and the phrase that names the target; a checkpoint keeps its own.

    `opening` and `closing` go before and after each mention of the target. `target` is the phrase of
    the second text, with `{name}` for the actor's name.
    """

    opening: str = "[ "
    closing: str = " ]"
    target: str = "{name}"

    def mark(self, statement: str, mentions: Sequence[Mention]) -> str:
        """Put the marks around each mention; `mentions` are sorted and do not overlap. Returns the marked text."""
        parts: list[str] = []
        position = 0
        for mention in mentions:
            parts += [
                statement[position : mention.start],
                self.opening,
                statement[mention.start : mention.end],
                self.closing,
            ]
            position = mention.end
        parts.append(statement[position:])
        return "".join(parts)

    def word(
        self, statement: str, name: str, *, mentions: Sequence[Mention] = (), max_tokens: int
    ) -> WordedPair:
        """Word one pair for the tokenizer.

        `name` is the target's name in English. A statement wider than `max_tokens` tokens can hold is
        cut to a window that begins shortly before the first mention, so that the target stays in view;
        the result says so.
        """
        width = max_tokens * CHARACTERS_A_TOKEN
        cut = len(statement) > width
        if cut:
            statement, mentions = _window(statement, mentions, width)
        first = mentions[0].start if mentions else None
        return WordedPair(self.mark(statement, mentions), self.target.format(name=name), cut, first)


def _window(statement: str, mentions: Sequence[Mention], width: int) -> tuple[str, list[Mention]]:
    first = mentions[0].start if mentions else 0
    # An eighth of the width stays before the mention: who speaks or acts usually stands there.
    start = max(0, first - width // 8)
    inside = [
        Mention(mention.target, mention.start - start, mention.end - start)
        for mention in mentions
        if mention.start >= start and mention.end <= start + width
    ]
    return statement[start : start + width], inside
