"""The reference names what exists: a member that is missing is left out of the site without a warning."""

import pkgutil
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
BLOCK = re.compile(r"^::: (?P<name>\S+)\n(?P<options>(?: {4}.*\n)*)", re.MULTILINE)
NAMED = [
    (found["name"], re.findall(r"\w+", "".join(re.findall(r"members: \[(.*)\]", found["options"]))))
    for found in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("name", "members"), NAMED, ids=[name for name, _ in NAMED])
def test_what_the_reference_names_exists_and_is_defined_there(name: str, members: list[str]) -> None:
    documented = pkgutil.resolve_name(name)
    assert documented.__doc__
    assert [getattr(documented, member).__module__ for member in members] == [name] * len(members)
