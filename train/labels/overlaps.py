"""Statements that stand more than once: in two splits, twice in one, or with labels that disagree."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from detente.train.labels.near_duplicates import find_near_duplicates
from detente.train.labels.pairs import LabelledPair, fold

# A row as it is compared: the split (file) that it is in, the pair, and its location ("train.jsonl:12").
FileRow = tuple[str, LabelledPair, str]


class Overlap(NamedTuple):
    """One kind of overlap and every location that shows it."""

    level: Literal["error", "warning"]
    message: str
    found: list[str]


def find_overlaps(rows: Sequence[FileRow]) -> Iterator[Overlap]:
    """Find statements in two splits, pairs given twice, labels that disagree, and near-duplicates."""
    statements: dict[str, list[FileRow]] = {}
    for row in rows:
        statements.setdefault(fold(row[1].text), []).append(row)
    yield Overlap("error", "statements in two files", _in_two_splits(statements))
    conflicts, repeats = _repeated_pairs(statements)
    yield Overlap("error", "duplicate pairs with different labels", conflicts)
    yield Overlap("warning", "duplicate pairs", repeats)
    across, within = _near_duplicates(statements)
    yield Overlap("warning", "near-duplicates in two files", across)
    yield Overlap("warning", "near-duplicates within a file", within)


def _in_two_splits(statements: dict[str, list[FileRow]]) -> list[str]:
    found = []
    for rows in statements.values():
        first_of_split: dict[str, str] = {}
        for split, _, location in rows:
            first_of_split.setdefault(split, location)
        if len(first_of_split) > 1:
            found.append(" and ".join(first_of_split.values()))
    return found


def _repeated_pairs(statements: dict[str, list[FileRow]]) -> tuple[list[str], list[str]]:
    conflicts, repeats = [], []
    for rows in statements.values():
        first_of_target: dict[str, FileRow] = {}
        for row in rows:
            earlier = first_of_target.setdefault(row[1].target, row)
            if earlier is row:
                continue
            if earlier[1].label != row[1].label:
                conflicts.append(f"{earlier[2]} {earlier[1].label} and {row[2]} {row[1].label}")
            elif earlier[0] == row[0]:
                repeats.append(f"{earlier[2]} and {row[2]}")
    return conflicts, repeats


def _near_duplicates(statements: dict[str, list[FileRow]]) -> tuple[list[str], list[str]]:
    across: list[str] = []
    within: list[str] = []
    firsts = [rows[0] for rows in statements.values()]
    for near in find_near_duplicates(list(statements)):
        one, other = firsts[near.first], firsts[near.second]
        found = within if one[0] == other[0] else across
        found.append(f"{one[2]} and {other[2]} ({near.similarity:.2f})")
    return across, within
