"""Lists of actors extend one another, and the one that is extended stays as it is."""

from pathlib import Path

import pytest

from detente.model.errors import ActorsError
from detente.model.text.actor_list import LANGUAGE_LISTS, SHIPPED_LIST, read_actor_lists

OWN = """
[VN]
name = "Vietnam"
[US]
firms = ["Acme Rockets"]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", LANGUAGE_LISTS)
def test_a_list_that_extends_one_read_before_is_that_of_all_files(language, own) -> None:
    shipped = read_actor_lists([SHIPPED_LIST])
    files = [LANGUAGE_LISTS[language], own]
    assert read_actor_lists(files, onto=shipped) == read_actor_lists([SHIPPED_LIST, *files])
    assert shipped == read_actor_lists([SHIPPED_LIST])


def test_a_phrase_of_the_list_before_keeps_its_actor(tmp_path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[VN]\nname = "Vietnam"\nnames = ["Beijing"]\n', encoding="utf-8")
    with pytest.raises(ActorsError, match="already mentions CN"):
        read_actor_lists([path], onto=read_actor_lists([SHIPPED_LIST]))
