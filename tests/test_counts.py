"""Counts in messages and pages are put together with what they count, so that none says "1 rows"."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("model", "batch", "measure", "train", "report", "scripts")
NOUNS = "rows|pairs|statements|documents|files|labels|stances|shards|groups|spans|cells|targets|predictions"
# A number with thousands set apart, or a length; limits, which are constants, are never one.
COUNT = re.compile(rf"\{{(?:(?![A-Z_]+:)[^{{}}]*:,|len\([^{{}}]*\))\}} (?:[a-z]+ )?(?:{NOUNS})\b")
# What cannot be one: these are counted from two on, or are many by their nature.
NEVER_ONE = re.compile(
    r"groups have labels of fewer|labelled pairs\"|pairs a second|stances; \"|raise (TypeError|ValueError)"
)


def test_numbers_and_nouns_are_put_together_by_one_function() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()}"
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if COUNT.search(line) and not NEVER_ONE.search(line)
    ]
    assert not found, "use number_of of model/errors.py:\n" + "\n".join(found)
