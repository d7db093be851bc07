"""Constructed labelled pairs: templates filled by a seeded draw, each with the labels that follow from it."""

import re
from collections.abc import Collection, Iterator, Mapping
from random import Random
from typing import Final

from detente.model.labels import NEUTRAL, TARGETS
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statement_id import statement_id
from detente.train.labels.filling import Filling, Player, UnfitError, pick
from detente.train.labels.pairs import LabelledPair
from detente.train.labels.templates import ROLES, STANCE_CODES, Outsider, Template, Templates

CORPUS: Final = "constructed"
# Words in a row that a constructed statement may share with no statement that it is kept apart from.
_RUN: Final = 7
# How often a role that anyone may play goes to one of the four.
_FOUR_SHARE: Final = 0.65
_BODY_SHARE: Final = 0.28
_ATTEMPTS: Final = 12

Labels = dict[str, tuple[str, str | None]]


def construct(templates: Templates, *, seed: int, apart_from: Collection[str] = ()) -> list[LabelledPair]:
    """Fill every template as often as it says and label each of the four that the sentence mentions.

    Where two of the four play the first two roles, the sentence with the roles swapped is made as well. A
    sentence is left out where it shares seven words in a row with one of `apart_from`, or where the finder
    sees other actors in it than the roles say. The same `seed` gives the same pairs, in the same order.
    """
    barred = {run for text in apart_from for run in runs_of_words(text)}
    finder = ActorFinder.from_files()
    pairs: dict[tuple[str, str], LabelledPair] = {}
    for template in templates.lines:
        for draw in range(template.draws):
            key = f"{seed}/{template.skill}/{template.number}/{draw}"
            for text, labels in _statements(templates, template, key):
                mentioned = {mention.target for mention in finder.find(text)}
                if mentioned != set(labels) or runs_of_words(text) & barred:
                    continue
                for target, (label, source) in labels.items():
                    pair = LabelledPair(statement_id(text), text, target, label, source, corpus=CORPUS)
                    pairs.setdefault((text, target), pair)
    return list(pairs.values())


def runs_of_words(text: str) -> set[tuple[str, ...]]:
    """Return every run of seven words of a text, in lower case and without punctuation."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}


def _statements(templates: Templates, template: Template, key: str) -> list[tuple[str, Labels]]:
    for attempt in range(_ATTEMPTS):
        rng = Random(f"{key}/{attempt}")
        casting = _Casting(templates, template, rng)
        players = {role: casting.choose_player(role) for role in ROLES}
        first, second = rng.sample(("h", "h", "k", "k", "n"), 2)
        if first == second:
            continue
        stances = {"s": first, "t": second}
        try:
            filled = [
                _fill(templates, template, cast, stances, Random(f"{key}/{attempt}/words"))
                for cast in _both_ways(template, players)
            ]
        except UnfitError:
            continue
        if filled[0][1]:
            return filled
    return []


def _fill(
    templates: Templates,
    template: Template,
    players: Mapping[str, Player],
    stances: Mapping[str, str],
    rng: Random,
) -> tuple[str, Labels]:
    filling = Filling(templates, players, stances, rng)
    text = filling.fill(template.text)
    return text, _labels(template, filling)


def _both_ways(template: Template, players: Mapping[str, Player]) -> Iterator[Mapping[str, Player]]:
    yield players
    bound = any(wish not in ("any", "state", "four") for wish in template.players.values())
    if players["a"] in TARGETS and players["b"] in TARGETS and not bound and template.names_both:
        yield {**players, "a": players["b"], "b": players["a"]}


class _Casting:
    """Draws who plays each role of a template; nobody plays two."""

    def __init__(self, templates: Templates, template: Template, rng: Random) -> None:
        self._templates, self._template, self._rng = templates, template, rng
        self._four = [code for code in rng.sample(TARGETS, len(TARGETS)) if code not in template.stances]
        self._taken: set[str] = set()

    def choose_player(self, role: str) -> Player:
        """One of the four or an outsider, as the template wishes."""
        wish = self._template.players.get(role, "outside" if role.startswith("o") else "any")
        if wish == "four" or (wish in ("any", "state") and self._four and self._rng.random() < _FOUR_SHARE):
            return self._four.pop(0)
        free = [outsider for outsider in self._outsiders(role, wish) if outsider.name not in self._taken]
        outsider = pick(free, self._rng)
        self._taken.add(outsider.name)
        return outsider

    def _outsiders(self, role: str, wish: str) -> list[Outsider]:
        if wish == "any" and role == "a" and self._rng.random() < _BODY_SHARE:
            return self._templates.bodies
        return self._templates.rulers if wish == "ruler" else self._templates.states


def _labels(template: Template, filling: Filling) -> Labels:
    labels: Labels = {}
    for role in (*sorted(filling.mentioned), *(code for code in template.stances if code in TARGETS)):
        player = filling.players.get(role, role)
        if isinstance(player, Outsider):
            continue
        code, source = template.stances.get(role, ("n", "-"))
        stance = STANCE_CODES[filling.stances.get(code, code)]
        labels[player] = (stance, None if stance == NEUTRAL else _source(source, filling))
    for doer, other in filling.joint:
        player = filling.players[doer]
        if isinstance(player, str) and labels[player][0] == NEUTRAL:
            labels[player] = (STANCE_CODES["k"], _source(other, filling))
    return labels


def _source(source: str, filling: Filling) -> str | None:
    if source == "-":
        return None
    player = filling.players.get(source, source)
    return player.code if isinstance(player, Outsider) else player
