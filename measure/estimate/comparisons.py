"""Which groups are compared: neighbours in time, or all that differ in one key."""

from collections.abc import Sequence
from itertools import combinations, pairwise

from detente.measure.types import Group
from detente.model.errors import InputError

# More differences than this are no table.
MOST_PAIRS = 10_000


def pairs_to_compare(
    groups: Sequence[Group], *, by: Sequence[str], key: str, in_time: bool
) -> list[tuple[Group, Group]]:
    """Pair the groups that are equal in all keys `by` but one.

    `in_time` pairs each period of `key` with the one before it among the groups, later first; otherwise every two
    values are compared. Groups without a value of the key are left out. Raises InputError where `key` is not among
    `by` or more than 10,000 pairs come up.
    """
    if key not in by:
        raise InputError(f"{key!r} cannot be compared; accepted are the keys of --by: {', '.join(by)}")
    index = by.index(key)
    alike: dict[Group, list[Group]] = {}
    for group in sorted({group for group in groups if group and group[index]}):
        alike.setdefault((*group[:index], *group[index + 1 :]), []).append(group)
    number = sum(len(those) if in_time else len(those) * (len(those) - 1) // 2 for those in alike.values())
    if number > MOST_PAIRS:
        raise InputError(f"{key!r} makes more than {MOST_PAIRS:,} pairs to compare; group by fewer values")
    if in_time:
        return [(later, earlier) for those in alike.values() for earlier, later in pairwise(those)]
    return [pair for those in alike.values() for pair in combinations(those, 2)]
