"""One constructed statement in the making: a template's slots filled with actors, acts and phrases."""

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import Final, TypeVar

from detente.train.labels.templates import ACT_SLOT, OWNER_SLOT, ROLE_SLOT, SLOT, Act, Outsider, Templates

# How many statements are written with slips of spelling, and how many words of one have them.
_SLIP_SHARE: Final = 0.05
_SLIPS: Final = 3

# What a passive puts behind "by ...", and not before it.
_BEHIND: Final = re.compile(
    r"(of|for|over|as|with|on|to|about|from|in|at|near|off|against|after|among|out)\b|$"
)
# The article before a vowel that is heard as one.
_VOWEL: Final = re.compile(r"\b([Aa]) (?=(?!US\b|U\.S|UN\b|[Uu]ni|[Uu]se|[Ee]u|[Uu]kr|one)[aeiouAEIOU])")

# The first letter of the statement, and of a quotation behind a colon.
_FIRST_LETTER: Final = re.compile(r'^"?[a-z]|(?<=: ")[a-z]')

_WHO: Final = (
    ("name",) * 4 + ("capital",) * 2 + ("office",) * 4 + ("official",) * 5 + ("leader",) * 3 + ("groups",) * 2
)
_KINDS: Final = {
    "who": _WHO,
    "state": ("name",) * 3 + ("capital",) * 2,
    "whom": ("name",) * 3 + ("capital",) * 2 + ("office",) * 2,
}
_OWNERS: Final = {"leader": "his country's", "official": "his country's", "groups": "their country's"}

Player = str | Outsider
Item = TypeVar("Item")


class UnfitError(Exception):
    """A slot asks a player for what it lacks: no sentence comes of this draw."""


def pick(items: Sequence[Item], rng: Random) -> Item:
    """Draw one of `items` with one number, however many there are: swapped roles then meet the same choices."""
    return items[int(rng.random() * len(items))]


class Filling:
    """Fills the slots of one template, and remembers which roles it mentioned and what two did jointly.

    `players` gives a code of the four or an outsider to every role, `stances` the stances drawn for `s`
    and `t`. After `fill`, `mentioned` holds the roles named in the text, and `joint` the doer and the
    other side of each act that takes two.
    """

    def __init__(
        self, templates: Templates, players: Mapping[str, Player], stances: Mapping[str, str], rng: Random
    ) -> None:
        self.players = players
        self.stances = stances
        self.mentioned: set[str] = set()
        self.joint: list[tuple[str, str]] = []
        self._templates = templates
        self._rng = rng
        self._owner = OWNER_SLOT

    def fill(self, text: str) -> str:
        """Fill the slots of a text from left to right, those of what fills them as well.

        Raises UnfitError where a slot asks a player for what it lacks.
        """
        while match := SLOT.search(text):
            text = text[: match.start()] + self._slot(match.group(1)) + text[match.end() :]
        return _finish(text, self._rng)

    def _slot(self, name: str) -> str:
        if name == OWNER_SLOT:
            return self._owner
        if act := ACT_SLOT.fullmatch(name):
            return self._act(*act.groups())
        if role := ROLE_SLOT.fullmatch(name):
            return self._mention(role.group(1), role.group(2) or "state")
        return pick(self._templates.fillers[name], self._rng)

    def _act(self, code: str, subject: str | None, target: str | None, form: str) -> str:
        subject, target = subject or "a", target or "b"
        code = self.stances.get(code, code)
        if self._is_body(subject):
            if code in ("hd", "kd"):
                raise UnfitError
            code = {"h": "hw", "k": "kw"}.get(code, code)
        acts = self._templates.acts[code]
        if "pass" in form:
            acts = [act for act in acts if act.object]
        if form in ("base", "ing"):
            # What is planned or refused is not done jointly yet.
            acts = [act for act in acts if not act.joint]
        act = pick(acts, self._rng)
        if act.joint:
            self.joint.append((subject, target))
        worded = word_act(act, form).replace("{doer}", f"{{{subject}.who}}")
        return re.sub(r"\{b(?=[.}])", "{" + target, worded)

    def _is_body(self, role: str) -> bool:
        player = self.players[role]
        return isinstance(player, Outsider) and player.adjective is None

    def _mention(self, role: str, kind: str) -> str:
        self.mentioned.add(role)
        if kind in _KINDS:
            kind = pick(_KINDS[kind], self._rng)
        if kind != "adj":
            self._owner = _OWNERS.get(kind, OWNER_SLOT)
        player = self.players[role]
        drawn = self._rng.random()
        if isinstance(player, str):
            forms = self._templates.actors[player]["adjective" if kind == "adj" else kind]
            return forms[int(drawn * len(forms))]
        return self._name_outsider(player, kind, drawn)

    def _name_outsider(self, player: Outsider, kind: str, drawn: float) -> str:
        if kind in ("media", "army", "troops", "people"):
            raise UnfitError
        if player.adjective is None or player.capital is None:
            if kind in ("adj", "capital"):
                raise UnfitError
            return player.name
        if kind in ("adj", "capital", "name"):
            return {"adj": player.adjective, "capital": player.capital, "name": player.name}[kind]
        forms = self._templates.offices if kind == "office" else self._templates.officials
        form = forms[int(drawn * len(forms))]
        return form.replace("{adjective}", player.adjective).replace("{name}", player.name)


def word_act(act: Act, form: str) -> str:
    """Put an act into a form: base, past, pres, perf, ing, or a clause in the passive with `{doer}` in it."""
    rest = f" {act.rest}" if act.rest else ""
    if "pass" in form:
        be = {"pass": ("was", "were"), "passperf": ("has been", "have been")}.get(form, ("", ""))[act.plural]
        done = " ".join(word for word in (act.object, be, act.participle) if word)
        return f"{done} by {{doer}}{rest}" if _BEHIND.match(act.rest) else f"{done}{rest} by {{doer}}"
    verbs = {"base": act.base, "past": act.past, "perf": act.participle, "ing": act.ing}
    verb = verbs[form] if form in verbs else _present(act.base)
    return " ".join(word for word in (verb, act.object) if word) + rest


def _present(base: str) -> str:
    first, *particle = base.split(" ", 1)
    if first.endswith("y") and first[-2] not in "aeiou":
        first = f"{first[:-1]}ies"
    else:
        first += "es" if first.endswith(("s", "sh", "ch", "x")) else "s"
    return " ".join([first, *particle])


def _finish(text: str, rng: Random) -> str:
    text = _VOWEL.sub(r"\1n ", text).replace("States's", "States'").replace("Philippines's", "Philippines'")
    text = text.replace("..", ".").replace('.".', '."')
    text = _FIRST_LETTER.sub(lambda match: match.group().upper(), text)
    return _slip(text, rng) if rng.random() < _SLIP_SHARE else text


def _slip(text: str, rng: Random) -> str:
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) > 5 and word.isalpha() and word.islower()]
    for i in rng.sample(long, min(_SLIPS, len(long))):
        word, at = words[i], rng.randrange(1, len(words[i]) - 2)
        lost = word[:at] + word[at + 1 :]
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        doubled = word[:at] + word[at] + word[at:]
        words[i] = pick((lost, swapped, doubled), rng)
    return " ".join(words)
