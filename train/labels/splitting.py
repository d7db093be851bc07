"""Labelled pairs cut into training, dev and test splits that share no statement."""

import random
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal

from detente.model.errors import InputError, number_of
from detente.train.labels.near_duplicates import near_duplicate_groups
from detente.train.labels.pairs import LabelledPair, fold

SplitBy = Literal["statement", "corpus", "date"]
SPLITS: Final = ("train", "dev", "test")

# Statements that must stay together.
_Group = list[str]


def split_pairs(
    pairs: Sequence[LabelledPair], *, dev: float, test: float, by: SplitBy = "statement", seed: int = 13
) -> dict[str, list[LabelledPair]]:
    """Cut pairs into "train", "dev" and "test", each in the order given; no statement is in two of them.

    `dev` and `test` are shares of the statements. `by` "statement" draws at random and keeps
    near-duplicates together, "corpus" gives whole corpora to a split, "date" the newest statements to
    test and the next to dev, keeping a date together; undated statements then stay in train. Raises
    InputError where the shares leave nothing for train, or a split would be empty.
    """
    if min(dev, test) < 0 or dev + test >= 1:
        raise InputError(
            f"dev {dev} and test {test}: shares must be at least 0 and leave something for train"
        )
    first_pairs: dict[str, LabelledPair] = {}
    for pair in pairs:
        first_pairs.setdefault(fold(pair.text), pair)
    groups = _grouped(first_pairs, by=by, seed=seed)
    if by == "date" and not groups:
        raise InputError(
            "no pair has a date to split by; add a column `date`, or split by statement or corpus"
        )
    wanted = {"test": test * len(first_pairs), "dev": dev * len(first_pairs)}
    fill = _fill_in_order if by == "date" else _fill_what_fits
    split_of = fill(groups, wanted)
    splits: dict[str, list[LabelledPair]] = {name: [] for name in SPLITS}
    for pair in pairs:
        splits[split_of.get(fold(pair.text), "train")].append(pair)
    for name, share in (("train", 1 - dev - test), ("dev", dev), ("test", test)):
        if share > 0 and not splits[name]:
            raise InputError(
                f"{name} would be empty: {number_of(len(groups), 'group')} by {by} cannot be divided into these "
                "shares; choose other shares or split by statement"
            )
    return splits


def _grouped(first_pairs: dict[str, LabelledPair], *, by: SplitBy, seed: int) -> list[_Group]:
    if by == "date":
        dated = {text: pair for text, pair in first_pairs.items() if pair.date is not None}
        # A year or a month alone counts as its end: only what is known to be older trains.
        keyed = _group(dated, lambda text: f"{dated[text].date}-99")
        return [keyed[key] for key in sorted(keyed, reverse=True)]
    if by == "corpus":
        groups = list(_group(first_pairs, lambda text: str(first_pairs[text].corpus)).values())
    else:
        numbers = dict(zip(first_pairs, near_duplicate_groups(list(first_pairs)), strict=True))
        groups = list(_group(first_pairs, lambda text: str(numbers[text])).values())
    random.Random(seed).shuffle(groups)
    return groups


def _group(texts: Iterable[str], key: Callable[[str], str]) -> dict[str, _Group]:
    groups: dict[str, _Group] = {}
    for text in texts:
        groups.setdefault(key(text), []).append(text)
    return groups


def _fill_what_fits(groups: Sequence[_Group], wanted: dict[str, float]) -> dict[str, str]:
    # Each group goes to the first split with room for most of it; what has no room is for training.
    room, split_of = dict(wanted), {}
    for group in groups:
        name = next((name for name, left in room.items() if left >= len(group) / 2 and left > 0), None)
        if name is not None:
            room[name] -= len(group)
            split_of.update(dict.fromkeys(group, name))
    return split_of


def _fill_in_order(groups: Sequence[_Group], wanted: dict[str, float]) -> dict[str, str]:
    remaining, split_of = list(groups), {}
    for name, size in wanted.items():
        filled = 0
        while remaining and size - filled >= len(remaining[0]) / 2:
            group = remaining.pop(0)
            filled += len(group)
            split_of.update(dict.fromkeys(group, name))
    return split_of
