"""Constructed labelled pairs: templates filled by a seeded draw, each with the labels that follow from it."""

import re
from collections.abc import Collection, Sequence
from random import Random
from typing import Final, TypeVar

from detente.model.actors import ActorFinder
from detente.model.labels import NEUTRAL, TARGETS
from detente.train.pairs import LabelledPair, statement_id
from detente.train.templates import STANCE_CODES, Act, Outsider, Template, Templates

CORPUS: Final = "constructed"
# Words in a row that a constructed statement may share with no statement that it is kept apart from.
RUN_OF_WORDS: Final = 7
# How often a role that anyone may play goes to one of the four.
_FOUR_SHARE: Final = 0.62
# How many statements are written with slips of spelling.
_SLIP_SHARE: Final = 0.05
_ATTEMPTS: Final = 12

_PLACE: Final = re.compile(r"\{([a-z0-9_>:.]+)\}")
_ACT: Final = re.compile(
    r"(hw|hd|kw|kd|h|k|n|d|s|t)(?::([a-d]|o1|o2))?(?:>([a-d]|o1|o2))?\.(base|past|pres|perf|ing|pass|passperf|headpass)"
)
_ROLE: Final = re.compile(r"([a-d]|o1|o2)(?:\.([a-z]+))?")
_PREPOSITION: Final = re.compile(
    r"(of|for|over|as|with|on|to|about|from|in|at|near|off|against|after|among|out)\b|$"
)
_VOWEL: Final = re.compile(r"\b([Aa]) (?=(?!US\b|U\.S|UN\b|[Uu]ni|[Uu]se|[Ee]u|[Uu]kr|one)[aeiouAEIOU])")

_CODES: Final = tuple(code.lower() for code in TARGETS)
_WHO: Final = (
    ("name",) * 4 + ("capital",) * 2 + ("office",) * 4 + ("official",) * 5 + ("leader",) * 3 + ("groups",) * 2
)
Player = str | Outsider
Item = TypeVar("Item")


class _Unfit(Exception):
    """This draw gives no sentence: a place asks a player for what it lacks."""


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
                    pairs.setdefault((text, target), _pair(text, target, label, source))
    return list(pairs.values())


def runs_of_words(text: str, *, length: int = RUN_OF_WORDS) -> set[tuple[str, ...]]:
    """Return every run of `length` words of a text, in lower case and without punctuation."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def _pair(text: str, target: str, label: str, source: str | None) -> LabelledPair:
    return LabelledPair(statement_id(text), text, target, label, source, corpus=CORPUS)


def _statements(
    templates: Templates, template: Template, key: str
) -> list[tuple[str, dict[str, tuple[str, str | None]]]]:
    for attempt in range(_ATTEMPTS):
        rng = Random(f"{key}/{attempt}")
        players = _cast(templates, template, rng)
        stances = dict(zip("st", rng.sample(("h", "h", "k", "k", "n"), 2), strict=True))
        if stances["s"] == stances["t"]:
            continue
        casts = [players]
        if (
            players["a"] in TARGETS
            and players["b"] in TARGETS
            and re.search(r"\{(a|b)[.}]|>b", template.text)
        ):
            casts.append({**players, "a": players["b"], "b": players["a"]})
        try:
            filled = [
                (text, labels)
                for cast in casts
                for filling in [_Filling(templates, cast, stances, Random(f"{key}/{attempt}/words"))]
                for text in [_finish(filling.fill(template.text), Random(f"{key}/slips"))]
                for labels in [_labels(template, filling)]
            ]
        except _Unfit:
            continue
        if filled[0][1]:
            return filled
    return []


def _cast(templates: Templates, template: Template, rng: Random) -> dict[str, Player]:
    four = rng.sample(TARGETS, len(TARGETS))
    wish = template.players.get("b", "any")
    four.sort(key=lambda code: wish == f"not{code.lower()}" or (wish in _CODES and wish != code.lower()))
    taken: set[str] = set()
    players: dict[str, Player] = {}
    for role in ("b", "a", "c", "d", "o1", "o2"):
        wish = template.players.get(role, "outside" if role.startswith("o") else "any")
        if (
            wish in ("four", "any4", *_CODES)
            or wish.startswith("not")
            or (wish in ("any", "state") and four and rng.random() < _FOUR_SHARE)
        ):
            players[role] = four.pop(0)
            continue
        of_states = wish == "state" or role != "a" or rng.random() < 0.72
        outsider = _pick(templates.states if of_states else templates.bodies, rng)
        if wish == "rule":
            outsider = _pick(
                [body for body in templates.bodies if body.code == "UN" or "Europ" in body.name], rng
            )
        while outsider.name in taken and wish != "rule":
            outsider = _pick(templates.states, rng)
        taken.add(outsider.name)
        players[role] = outsider
    return players


def _pick(items: Sequence[Item], rng: Random) -> Item:
    # One number a draw, whatever the length: swapped roles then meet the same choices.
    return items[int(rng.random() * len(items))]


class _Filling:
    """One statement in the making: the players, the stances drawn, and the roles that came to be mentioned."""

    def __init__(
        self, templates: Templates, players: dict[str, Player], stances: dict[str, str], rng: Random
    ) -> None:
        self.templates = templates
        self.players = players
        self.stances = stances
        self.rng = rng
        self.mentioned: set[str] = set()
        self.owner = "its"
        self.joint: list[tuple[str, str]] = []

    def fill(self, text: str) -> str:
        """Fill the places of a text from left to right, those of what fills them as well."""
        while match := _PLACE.search(text):
            text = text[: match.start()] + self._place(match.group(1)) + text[match.end() :]
        return text

    def _place(self, name: str) -> str:
        if name == "its":
            return self.owner
        if act := _ACT.fullmatch(name):
            return self._act(*act.groups())
        if role := _ROLE.fullmatch(name):
            return self._mention(role.group(1), role.group(2) or "state")
        return _pick(self.templates.fillers[name], self.rng)

    def _act(self, kind: str, subject: str | None, target: str | None, form: str) -> str:
        subject, target = subject or "a", target or "b"
        code = self.stances.get(kind, kind)
        if self._is_body(subject) and code in ("h", "k"):
            code += "w"
        if self._is_body(subject) and code in ("hd", "kd"):
            raise _Unfit
        acts = self.templates.acts[code]
        if form.endswith("pass") or form == "passperf":
            acts = [act for act in acts if act.object]
        if form in ("base", "ing"):
            acts = [act for act in acts if not act.joint]
        act = _pick(acts, self.rng)
        if act.joint:
            self.joint.append((subject, target))
        worded = _worded(act, form).replace("by {a.who}", f"by {{{subject}.who}}")
        return re.sub(r"\{b(?=[.}])", "{" + target, worded)

    def _is_body(self, role: str) -> bool:
        player = self.players[role]
        return isinstance(player, Outsider) and player.adjective is None

    def _mention(self, role: str, kind: str) -> str:
        player = self.players[role]
        self.mentioned.add(role)
        if kind == "who":
            kind = _pick(_WHO, self.rng)
        if kind == "state":
            kind = _pick(("name", "name", "name", "capital", "capital"), self.rng)
        if kind == "whom":
            kind = _pick(("name", "name", "name", "capital", "capital", "office", "office"), self.rng)
        if kind in ("leader", "official", "groups", "name", "capital", "office"):
            self.owner = {
                "leader": "his country's",
                "official": "his country's",
                "groups": "their country's",
            }.get(kind, "its")
        return self._of_four(player, kind) if isinstance(player, str) else self._of_outsider(player, kind)

    def _of_four(self, player: str, kind: str) -> str:
        return _pick(self.templates.actors[player]["adjective" if kind == "adj" else kind], self.rng)

    def _of_outsider(self, player: Outsider, kind: str) -> str:
        drawn = self.rng.random()
        if player.adjective is None or player.capital is None:
            if kind in ("adj", "capital", "media", "army", "troops"):
                raise _Unfit
            return player.name
        if kind in ("media", "army", "troops", "people"):
            raise _Unfit
        if kind == "adj":
            return player.adjective
        if kind == "capital":
            return player.capital
        if kind in ("leader", "official", "groups", "office"):
            forms = self.templates.offices if kind == "office" else self.templates.officials
            form = forms[int(drawn * len(forms))]
            return form.replace("{adjective}", player.adjective).replace("{name}", player.name)
        return player.name


def _worded(act: Act, form: str) -> str:
    rest = f" {act.rest}" if act.rest else ""
    if form in ("pass", "passperf", "headpass"):
        be = {"pass": ("was", "were"), "passperf": ("has been", "have been")}.get(form, ("", ""))[act.plural]
        done = " ".join(word for word in (act.object, be, act.participle) if word)
        by = " by {a.who}"
        return f"{done}{by}{rest}" if _PREPOSITION.match(act.rest) else f"{done}{rest}{by}"
    verb = {"base": act.base, "past": act.past, "perf": act.participle, "ing": act.ing}.get(form)
    return " ".join(word for word in (verb or _present(act.base), act.object) if word) + rest


def _present(base: str) -> str:
    first, *particle = base.split(" ", 1)
    if first.endswith("y") and first[-2] not in "aeiou":
        first = f"{first[:-1]}ies"
    else:
        first += "es" if first.endswith(("s", "sh", "ch", "x")) else "s"
    return " ".join([first, *particle])


def _labels(template: Template, filling: _Filling) -> dict[str, tuple[str, str | None]]:
    labels: dict[str, tuple[str, str | None]] = {}
    for role in sorted(filling.mentioned):
        player = filling.players[role]
        if isinstance(player, Outsider):
            continue
        code, source = template.stances.get(role, ("n", "null"))
        stance = STANCE_CODES[filling.stances.get(code, code)]
        labels[player] = (stance, None if stance == NEUTRAL else _source(source, filling))
    for subject, target in filling.joint:
        doer = filling.players[subject]
        if (
            isinstance(doer, str)
            and labels[doer][0] == NEUTRAL
            and template.stances.get(target) != ("n", "a")
        ):
            labels[doer] = ("cooperative", _source(target, filling))
    return labels


def _source(source: str, filling: _Filling) -> str | None:
    if source == "null":
        return None
    player = filling.players.get(source, source)
    return player.code if isinstance(player, Outsider) else player


def _finish(text: str, rng: Random) -> str:
    text = _VOWEL.sub(r"\1n ", text.strip()).replace("States's", "States'").replace("Congress's", "Congress'")
    text = re.sub(r"Philippines's", "Philippines'", text)
    text = (
        re.sub(r" +", " ", text).replace(" ,", ",").replace(" .", ".").replace("..", ".").replace('.".', '."')
    )
    start = 1 if text.startswith('"') else 0
    text = text[:start] + text[start].upper() + text[start + 1 :]
    return _slip(text, rng) if rng.random() < _SLIP_SHARE else text


def _slip(text: str, rng: Random) -> str:
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) > 5 and word.isalpha() and word.islower()]
    for i in rng.sample(long, min(3, len(long))):
        at = rng.randrange(1, len(words[i]) - 2)
        word = words[i]
        slips = (
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at : at + 1] + word[at:],
        )
        words[i] = _pick(slips, rng)
    return " ".join(words)
