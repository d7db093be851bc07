"""A publisher that speaks for a state is known, and the list can be extended."""

import pytest

from detente.model.document.publishers import Publishers
from detente.model.errors import ActorsError


@pytest.mark.parametrize(
    ("publisher", "code"),
    [
        ("KCNA", "KP"),
        ("kcna watch", "KP"),
        ("The White House: remarks at noon", "US"),
        ("U.S. Department of State", "US"),
        ("Xinhua News Agency", "CN"),
        ("ROK Drop", "KR"),
        ("Rokfor Journal", None),
        ("Yonhap News Agency", None),
        ("", None),
        (None, None),
    ],
)
def test_a_publisher_speaks_for_its_state(publisher, code):
    assert Publishers.from_files().voice_of(publisher) == code


def test_an_own_file_adds_publishers_and_overrules_the_shipped_ones(tmp_path):
    own = tmp_path / "publishers.toml"
    own.write_text('[JP]\nvoice = ["Kantei"]\n[CN]\nvoice = ["KCNA"]\n', encoding="utf-8")
    publishers = Publishers.from_files(own)
    assert publishers.voice_of("Kantei press office") == "JP"
    assert publishers.voice_of("KCNA") == "CN"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[JP]\nvoices = []\n", "JP"),
        ('JP = "Kantei"\n', "JP"),
        ("[JP]\nvoice = [1]\n", "JP.voice"),
        ("[JP\n", "not a TOML file"),
    ],
)
def test_a_file_of_another_form_is_refused_with_its_key(tmp_path, content, told):
    own = tmp_path / "publishers.toml"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(ActorsError, match=told) as error:
        Publishers.from_files(own)
    assert str(own) in str(error.value)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("ROK", "accepted are US, CN, KP, KR, JP, RU, UN, other$"),
        ("kr", "did you mean 'KR'"),
        ("author", "other$"),
    ],
)
def test_a_publisher_of_a_state_that_is_no_source_is_refused(tmp_path, code, told):
    own = tmp_path / "publishers.toml"
    own.write_text(f'[KP]\nvoice = ["Echo"]\n[{code}]\nvoice = ["Unification Board"]\n', encoding="utf-8")
    with pytest.raises(ActorsError, match=told) as error:
        Publishers.from_files(own)
    assert str(error.value).startswith(
        f"{own}: {code}: no state for which a publisher can speak; accepted are US"
    )


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ActorsError, match="cannot read"):
        Publishers.from_files(tmp_path / "nowhere.toml")
