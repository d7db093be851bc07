"""Templates of constructed statements: lines with places to fill, and the phrases that fill them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from detente.model.errors import InputError

# The stances as the templates write them, and acts by what they are: words or deeds.
STANCE_CODES: Final = {"h": "hostile", "k": "cooperative", "n": "neutral"}
ACT_LISTS: Final = {
    "hw": ("hostile_words",),
    "hd": ("hostile_deeds",),
    "h": ("hostile_words", "hostile_deeds"),
    "kw": ("friendly_words",),
    "kd": ("friendly_deeds",),
    "k": ("friendly_words", "friendly_deeds", "friendly_joint_deeds"),
    "n": ("neutral_acts",),
    "d": ("own_deeds",),
}


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
    """A line to fill: stances and sources by role, who may play a role, and the text with its places."""

    skill: str
    number: int
    draws: int
    stances: Mapping[str, tuple[str, str]]
    players: Mapping[str, str]
    text: str

    @property
    def names_both(self) -> bool:
        """Whether the text has places for both of the first two roles."""
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
    places, `frames_*.toml` the lines. Raises InputError where a file is absent or a line cannot be read.
    """
    actors = _load(folder / "actors.toml")
    outside = actors.pop("outside")
    persons = actors.pop("persons")["names"]
    acts = {
        name: [_act(text, joint="joint" in name) for text in texts]
        for name, texts in _load(folder / "acts.toml").items()
    }
    frames = sorted(folder.glob("frames_*.toml"))
    if not frames:
        raise InputError(f"{folder}: holds no frames_*.toml")
    return Templates(
        lines=[line for path in frames for line in _lines(path)],
        acts={code: [act for name in names for act in acts[name]] for code, names in ACT_LISTS.items()},
        fillers={**_load(folder / "fillers.toml"), **_load(folder / "phrases.toml")},
        actors=actors,
        states=[Outsider(*text.split("|")) for text in outside["states"]],
        bodies=[
            *(Outsider(*text.split("|")) for text in outside["bodies"]),
            *(Outsider("other", name) for name in persons),
        ],
        rulers=[Outsider(*text.split("|")) for text in outside["rulers"]],
        officials=outside["officials"],
        offices=outside["offices"],
    )


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"{path}: is not there") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: is not TOML: {error}") from error


def _act(text: str, *, joint: bool) -> Act:
    verb, target, rest = (part.strip() for part in text.split("|"))
    base, past, participle, ing = verb.split("/") if "/" in verb else _regular(verb)
    return Act(base, past, participle, ing, target.rstrip("+"), rest, target.endswith("+"), joint)


def _regular(verb: str) -> list[str]:
    first, *particle = verb.split(" ", 1)
    stem = first.removesuffix("e")
    past = f"{first[:-1]}ied" if first.endswith("y") and first[-2] not in "aeiou" else f"{stem}ed"
    return [" ".join([form, *particle]) for form in (first, past, past, f"{stem}ing")]


def _lines(path: Path) -> list[Template]:
    lines = []
    for skill, table in _load(path).items():
        for number, line in enumerate(table["lines"]):
            head, _, text = line.partition("|")
            stances: dict[str, tuple[str, str]] = {}
            players: dict[str, str] = {}
            for word in head.split():
                role, mark, value = word.partition("=") if "=" in word else word.partition("@")
                if mark == "=" and ":" in value:
                    stance, _, source = value.partition(":")
                    stances[role] = (stance, source)
                elif mark == "@":
                    players[role] = value
                else:
                    raise InputError(f"{path}: [{skill}] line {number + 1}: {word!r} is no label like b=h:a")
            lines.append(Template(skill, number, table["draws"], stances, players, text.strip()))
    return lines
