"""Which words a prediction rests on, by occlusion: each word is left out once, and the rest predicted again."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from detente.model.prediction import Prediction, PredictLocated
from detente.model.splitting.spans import Span
from detente.model.text.actor_finder import ActorFinder, Mention
from detente.model.text.east_asian import particles_end
from detente.model.text.words import CONTENT_HAN, UNSPACED_LETTER, UNSPACED_LETTERS
from detente.model.wording import LocatedPair, read_window

# Statements with a word left out that are predicted together, roughly.
_PAIRS_TOGETHER: Final = 512

# Stands for each character of an actor's name: no word holds it.
_NAMED: Final = "\0"
# The "s" of "Seoul's" is no word.
_WORD: Final = re.compile(
    rf"(?<!\w['’])(?<!{_NAMED}['’])"
    rf"(?:\d+(?:[.,]\d+)+|[{UNSPACED_LETTERS}]|[^\W{UNSPACED_LETTERS}]+(?:['’]\w+)*)"
)

# Splits a text into the network's tokens: their places in characters, in order.
FindTokens = Callable[[str], list[Span]]


@dataclass(frozen=True, slots=True)
class WordEffect:
    """A word of a statement, or another actor's name: `statement[start:end]`, and what it does to the prediction.

    `change` is how far the probability of the predicted stance falls when the word is left out, from -1 to 1;
    below 0 it rises.
    """

    word: str
    start: int
    end: int
    change: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A prediction and the effect of each word of its statement, in the statement's order.

    The target's mentions are never left out. A prediction with an error has no words. Approximate: words that
    only count together, as in "not bad", share an effect that neither shows alone.
    """

    prediction: Prediction
    words: tuple[WordEffect, ...]

    def strongest(self, count: int = 2, *, least: float = 0.0) -> tuple[WordEffect, ...]:
        """Return the words that speak most for the predicted stance, strongest first.

        At most `count` of them, each with a change above `least`.
        """
        found = sorted((word for word in self.words if word.change > least), key=lambda word: -word.change)
        return tuple(found[:count])


def explain(
    predictions: Iterable[Prediction],
    predict: PredictLocated,
    *,
    finder: ActorFinder,
    max_tokens: int,
    tokens: FindTokens,
) -> Iterator[Explanation]:
    """Explain predictions, in order, as they are asked for; `predict` is what made them, of statements by themselves.

    A prediction of a document may rest on more than its statement: leaving out a word is no fair comparison with it.
    `finder` names the targets, and finds other actors, whose names are left out as one word. Where a language writes
    no spaces between words, `tokens`, the tokens of the network, stand for them, and two neighbouring ones of one
    Han letter for a word. Words beyond what
    the network reads in `max_tokens` tokens are passed over, so a statement costs at most a few hundred
    predictions; one of thirty words costs about thirty. Leaving a word out did as well as masking it on half of
    `data/minimal_pairs.jsonl`, and needs no mask token. Source: occlusion, Zeiler and Fergus 2014; of words,
    Li, Monroe and Jurafsky 2016.
    """
    waiting: list[tuple[Prediction, list[Span]]] = []
    pairs: list[LocatedPair] = []
    for prediction in predictions:
        spans, without = _occluded(prediction, finder, max_tokens, tokens)
        waiting.append((prediction, spans))
        pairs += without
        if len(pairs) >= _PAIRS_TOGETHER:
            yield from _explained(waiting, predict(pairs))
            waiting, pairs = [], []
    yield from _explained(waiting, predict(pairs) if pairs else [])


def pair_of(prediction: Prediction, finder: ActorFinder) -> LocatedPair:
    """Return the pair of a prediction as the network reads it without a document, with the mentions that it has."""
    code = prediction.target
    name = finder.actors[code].name if code in finder.actors else code
    return LocatedPair(prediction.statement or "", code, name, prediction.mentions)


def _occluded(
    prediction: Prediction, finder: ActorFinder, max_tokens: int, tokens: FindTokens
) -> tuple[list[Span], list[LocatedPair]]:
    """The words of a prediction's statement, and for each the pair without it."""
    if prediction.stance is None or prediction.statement is None:
        return [], []
    whole = pair_of(prediction, finder)
    others = [(one.start, one.end) for one in finder.find(whole.statement) if one.target != whole.target]
    spans = _words(whole, others, max_tokens, tokens)
    return spans, [_without(whole, span) for span in spans]


def _words(pair: LocatedPair, others: Iterable[Span], max_tokens: int, tokens: FindTokens) -> list[Span]:
    """The words that the network reads, and the `others`, without the target's mentions."""
    start, end = read_window(pair.statement, pair.mentions, max_tokens=max_tokens)
    mentioned = [(one.start, one.end) for one in pair.mentions]
    kept = {
        other
        for other in others
        if start <= other[0] and other[1] <= end and not any(_overlap(other, span) for span in mentioned)
    }
    text = pair.statement
    for first, last in (*mentioned, *kept):
        # What a Korean name carries ("은" of "북한은") is no word either.
        last = particles_end(text, last)
        text = text[:first] + _NAMED * (last - first) + text[last:]
    found = [match.span() for match in _WORD.finditer(text, start, end)]
    return sorted({*kept, *_joined(text, found, tokens)})


def _joined(text: str, words: Sequence[Span], tokens: FindTokens) -> list[Span]:
    """Join the signs that follow each other within one token of the network; other words stay."""
    unspaced = {start for start, _ in words if UNSPACED_LETTER.match(text, start)}
    if not unspaced:
        return list(words)
    # Without the names, which are words already: a token may reach into one.
    token_of = {
        character: number
        for number, (first, last) in enumerate(tokens(text))
        for character in range(first, last)
    }
    joined: list[Span] = []
    for start, end in words:
        before = joined[-1] if joined else (0, 0)
        if (
            {before[0], start} <= unspaced
            and before[1] == start
            and start in token_of
            and token_of.get(start - 1) == token_of[start]
        ):
            joined[-1] = (before[0], end)
        else:
            joined.append((start, end))
    return _paired(text, joined)


def _paired(text: str, words: Sequence[Span]) -> list[Span]:
    """Join two Han letters that stand next to each other, each alone: a rarer word has a token for each of them.

    Most Chinese words have two letters. Particles and the like stay words of their own.
    """
    paired: list[Span] = []
    half = None  # where a letter stands that may be the first half of a word
    for start, end in words:
        alone = end == start + 1 and CONTENT_HAN.match(text, start) is not None
        if alone and half is not None and half + 1 == start:
            paired[-1] = (half, end)
            half = None
        else:
            paired.append((start, end))
            half = start if alone else None
    return paired


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _without(pair: LocatedPair, span: Span) -> LocatedPair:
    """Leave out a word and one space beside it; the mentions move with the text."""
    text, (start, end) = pair.statement, span
    if text[end : end + 1] == " " and (start == 0 or text[start - 1] == " "):
        end += 1
    elif start and text[start - 1] == " ":
        start -= 1
    removed = end - start
    mentions = tuple(
        Mention(one.target, one.start - removed, one.end - removed) if one.start >= end else one
        for one in pair.mentions
    )
    return pair._replace(statement=text[:start] + text[end:], mentions=mentions)


def _explained(
    waiting: Sequence[tuple[Prediction, list[Span]]], without: Sequence[Prediction]
) -> Iterator[Explanation]:
    following = iter(without)
    for prediction, spans in waiting:
        yield Explanation(prediction, tuple(_effect(prediction, span, next(following)) for span in spans))


def _effect(prediction: Prediction, span: Span, without: Prediction) -> WordEffect:
    stance, (start, end) = str(prediction.stance), span
    change = prediction.probabilities[stance] - without.probabilities[stance]
    return WordEffect(str(prediction.statement)[start:end], start, end, change)
