"""Templates of constructed statements: lines with slots to fill, and the phrases that fill them."""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from detente.model.errors import InputError, missing_file
from detente.model.labels import SOURCES, TARGETS
from detente.model.suggestion import accepted_names, did_you_mean

# The stances as the templates write them; `s` and `t` are two different ones, drawn anew for each statement.
STANCE_CODES: Final = {"h": "hostile", "k": "cooperative", "n": "neutral"}
DRAWN_STANCES: Final = ("s", "t")
ROLES: Final = ("b", "a", "c", "d", "o1", "o2")
WISHES: Final = ("any", "four", "state", "outside", "ruler")
_ACT_LISTS: Final = {
    "hw": ("hostile_words",),
    "hd": ("hostile_deeds",),
    "h": ("hostile_words", "hostile_deeds"),
    "kw": ("friendly_words",),
    "kd": ("friendly_deeds",),
    "k": ("friendly_words", "friendly_deeds", "friendly_joint_deeds"),
    "n": ("neutral_acts",),
    "d": ("own_deeds",),
}

SLOT: Final = re.compile(r"\{([^{}]*)\}")
ACT_SLOT: Final = re.compile(
    r"(hw|hd|kw|kd|h|k|n|d|s|t)(?::([a-d]|o1|o2))?(?:>([a-d]|o1|o2))?"
    r"\.(base|past|pres|perf|ing|pass|passperf|headpass)"
)
ROLE_SLOT: Final = re.compile(
    r"([a-d]|o1|o2)"
    r"(?:\.(who|whom|name|capital|adj|office|leader|official|groups|army|troops|media|people))?"
)
# The owner in an act: whoever was named last.
OWNER_SLOT: Final = "its"


@dataclass(frozen=True, slots=True)
class Act:
    """A verb in its forms, whom or what it is done to (empty: no passive), and the rest of the phrase.

    `plural` says that the object is so; `joint` that both sides do it, so that it counts toward both.
    """

    base: str
    past: str
    participle: str
    ing: str
    object: str
    rest: str
    plural: bool
    joint: bool


@dataclass(frozen=True, slots=True)
class Template:
    """A line to fill: stances and sources by role, who may play a role, and the text with its slots."""

    skill: str
    number: int
    draws: int
    stances: Mapping[str, tuple[str, str]]
    players: Mapping[str, str]
    text: str

    @property
    def names_both(self) -> bool:
        """Whether the text has slots for both of the first two roles."""
        acts = re.search(r">b|\{[hks][wd]?\.", self.text) is not None
        return acts or all(re.search(rf"\{{{role}[.}}]", self.text) for role in "ab")


@dataclass(frozen=True, slots=True)
class Outsider:
    """A state, body or person beside the four: its source code and the phrases for it."""

    code: str
    name: str
    adjective: str | None = None
    capital: str | None = None


@dataclass(frozen=True, slots=True)
class Templates:
    """Everything the generator draws from."""

    lines: list[Template]
    acts: Mapping[str, list[Act]]
    fillers: Mapping[str, list[str]]
    actors: Mapping[str, Mapping[str, list[str]]]
    states: list[Outsider]
    bodies: list[Outsider]
    rulers: list[Outsider]
    officials: list[str]
    offices: list[str]


def read_templates(folder: Path) -> Templates:
    """Read the TOML files of a folder of templates.

    `actors.toml` holds the actors, `acts.toml` the acts, `fillers.toml` and `phrases.toml` what fills other
    slots, `frames_*.toml` the lines. Raises InputError, naming file and line, where a file is absent or no
    TOML, or a line has a label, a wish or a slot that is not known.
    """
    actors = _load(folder / "actors.toml")
    outside = actors.pop("outside")
    persons = actors.pop("persons")["names"]
    acts = {
        name: [_act(text, joint="joint" in name) for text in texts]
        for name, texts in _load(folder / "acts.toml").items()
    }
    fillers = {**_load(folder / "fillers.toml"), **_load(folder / "phrases.toml")}
    frames = sorted(folder.glob("frames_*.toml"))
    if not frames:
        raise InputError(f"{folder}: holds no frames_*.toml")
    lines = [line for path in frames for line in _lines(path, fillers)]
    _check_slots("acts.toml", (f"{act.object} {act.rest}" for each in acts.values() for act in each), fillers)
    _check_slots(
        "fillers.toml and phrases.toml", (text for each in fillers.values() for text in each), fillers
    )
    return Templates(
        lines=lines,
        acts={code: [act for name in names for act in acts[name]] for code, names in _ACT_LISTS.items()},
        fillers=fillers,
        actors=actors,
        states=_outsiders(outside["states"]),
        bodies=[*_outsiders(outside["bodies"]), *(Outsider("other", name) for name in persons)],
        rulers=_outsiders(outside["rulers"]),
        officials=outside["officials"],
        offices=outside["offices"],
    )


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(missing_file(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: is not TOML: {error}") from error


def _outsiders(texts: Iterable[str]) -> list[Outsider]:
    return [Outsider(*text.split("|")) for text in texts]


def _act(text: str, *, joint: bool) -> Act:
    verb, target, rest = (field.strip() for field in text.split("|"))
    base, past, participle, ing = verb.split("/") if "/" in verb else _regular(verb)
    return Act(base, past, participle, ing, target.rstrip("+"), rest, target.endswith("+"), joint)


def _regular(verb: str) -> list[str]:
    first, *particle = verb.split(" ", 1)
    stem = first.removesuffix("e")
    past = f"{first[:-1]}ied" if first.endswith("y") and first[-2] not in "aeiou" else f"{stem}ed"
    return [" ".join([form, *particle]) for form in (first, past, past, f"{stem}ing")]


def _lines(path: Path, fillers: Mapping[str, object]) -> Iterator[Template]:
    for skill, table in _load(path).items():
        for number, line in enumerate(table["lines"]):
            where = f"{path}: [{skill}] line {number + 1}"
            head, _, text = line.partition("|")
            stances: dict[str, tuple[str, str]] = {}
            players: dict[str, str] = {}
            for word in head.split():
                role, labelled, value = word.partition("=") if "=" in word else word.partition("@")
                _known(role, (*ROLES, *TARGETS), where, "role")
                if labelled == "=":
                    stances[role] = _stance(value, where)
                else:
                    players[role] = _known(value, WISHES, where, "wish")
            _check_slots(where, [text], fillers)
            _check_drawn(where, text, {stance for stance, _ in stances.values()})
            yield Template(skill, number, table["draws"], stances, players, text.strip())


def _stance(value: str, where: str) -> tuple[str, str]:
    stance, _, source = value.partition(":")
    _known(stance, (*STANCE_CODES, *DRAWN_STANCES), where, "stance")
    return stance, _known(source, ("-", *ROLES, *SOURCES), where, "source")


def _check_slots(where: str, texts: Iterable[str], fillers: Mapping[str, object]) -> None:
    for text in texts:
        for name in SLOT.findall(text):
            slots = (ACT_SLOT.fullmatch(name), ROLE_SLOT.fullmatch(name), name == OWNER_SLOT)
            if not any(slots) and name not in fillers:
                hint = f"{did_you_mean(name, fillers)} ".lstrip()
                raise InputError(
                    f"{where}: slot {name!r} is not known; {hint}accepted are roles (a, b.who), acts (hd>b.past), "
                    "and the names in fillers.toml and phrases.toml"
                )


def _check_drawn(where: str, text: str, labelled: Collection[str]) -> None:
    acts = (ACT_SLOT.fullmatch(name) for name in SLOT.findall(text))
    done = {act.group(1) for act in acts if act}
    for stance in DRAWN_STANCES:
        if (stance in labelled) != (stance in done):
            raise InputError(
                f"{where}: the drawn stance {stance!r} stands in the labels or in an act, and not in both"
            )


def _known(value: str, accepted: Iterable[str], where: str, kind: str) -> str:
    names = list(accepted)
    if value not in names:
        raise InputError(f"{where}: {kind} {value!r} is not known; {accepted_names(value, names)}")
    return value
