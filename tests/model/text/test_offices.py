"""A surname means who held an office on the day of the document."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.errors import ActorsError
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.offices import Offices

OFFICES = Offices.from_files()

OWN = """
[AT]
name = "Atlantis"
surname = "last"

[[AT.office]]
title = "queen"
holders = [
    { name = "Cleito Poseidonis", from = "1801", to = "1804-02", surnames = ["Poseidonis", "Posidonis"] },
    { name = "He Deep", from = "1804-02-10", surnames = [] },
]
"""


def own_file(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def found(surname: str, day: str | None) -> list[tuple[str, str]]:
    holders = OFFICES.holders(surname, date.fromisoformat(day) if day else None)
    return [(holder.code, holder.name) for holder in holders]


@pytest.mark.parametrize(
    ("surname", "day", "code", "name"),
    [
        ("Yoon", "2023-05-01", "KR", "Yoon Suk Yeol"),
        ("Lee", "2025-10-30", "KR", "Lee Jae-myung"),
        ("Lee", "2010-03-26", "KR", "Lee Myung-bak"),
        ("Bush", "2003-03-20", "US", "George W. Bush"),
        ("Bush", "1991-01-17", "US", "George H. W. Bush"),
        ("Rice", "2006-10-09", "US", "Condoleezza Rice"),
        ("Rice", "2014-05-01", "US", "Susan Rice"),
        ("Wang", "2024-02-17", "CN", "Wang Yi"),
        ("Vance", "1978-06-01", "US", "Cyrus Vance"),
        ("Vance", "2026-01-15", "US", "JD Vance"),
        ("Choi", "2023-01-01", "KP", "Choe Son Hui"),
    ],
)
def test_a_surname_means_the_holder_of_the_day(surname, day, code, name):
    assert (code, name) in found(surname, day)


def test_the_highest_office_of_a_state_comes_first():
    assert found("Lee", "2025-10-30")[0] == ("KR", "Lee Jae-myung")
    assert found("Li", "2024-01-01")[0] == ("CN", "Li Qiang")


def test_kim_means_holders_in_both_koreas():
    assert {code for code, _ in found("Kim", "2025-10-30")} == {"KP", "KR"}


def test_without_a_day_every_holder_counts():
    assert [name for code, name in found("Bush", None)] == [
        "George H. W. Bush",
        "George W. Bush",
        "George H. W. Bush",
    ]
    assert found("Bush", "2024-01-01") == []


def test_a_full_name_is_found_whatever_its_hyphens_and_case():
    assert found("YOON SUK-YEOL", "2023-05-01") == [("KR", "Yoon Suk Yeol")]


def test_a_pronoun_is_nobodys_surname():
    assert found("He", None) == found("No", None) == []
    assert found("He Lifeng", "2024-01-01") == [("CN", "He Lifeng")]


@pytest.mark.parametrize(
    ("code", "office", "surnames"),
    [
        ("US", "president", ["Truman", "Nixon", "Carter", "Clinton", "Bush", "Obama", "Trump", "Biden"]),
        ("CN", "leader", ["Mao", "Hua", "Deng", "Jiang", "Hu", "Xi"]),
        ("KP", "leader", ["Kim"]),
        ("KR", "president", ["Kim", "Roh", "Lee", "Park", "Moon", "Yoon"]),
    ],
)
def test_the_highest_office_has_a_holder_in_every_year_of_this_century(code, office, surnames):
    for year in range(2001, 2027):
        day = date(year, 7, 1)
        held = [holder for surname in surnames for holder in OFFICES.holders(surname, day)]
        assert len([holder for holder in held if (holder.code, holder.office) == (code, office)]) == 1, year


@given(st.text(max_size=20), st.dates())
def test_the_holders_of_a_day_are_some_of_all_in_the_same_order(surname, day):
    for name in (surname, "Kim", "Clinton"):
        everybody = OFFICES.holders(name)
        of_the_day = OFFICES.holders(name, day)
        assert of_the_day == tuple(holder for holder in everybody if holder.holds_on(day))


def test_an_own_actor_list_adds_offices_and_still_serves_the_finder(tmp_path):
    path = own_file(tmp_path, OWN)
    offices = Offices.from_files(path)
    assert [holder.office for holder in offices.holders("posidonis", date(1804, 2, 29))] == ["queen"]
    assert offices.holders("Poseidonis", date(1804, 3, 1)) == ()
    assert offices.holders("He Deep", date(1804, 2, 10))[0].until is None
    assert offices.holders("Yoon") == OFFICES.holders("Yoon")
    assert ActorFinder.from_files(path).resolve("AT").name == "Atlantis"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('surname = "middle"\noffice = []', "own.toml: AT.surname: 'middle' is not first or last"),
        ('office = "queen"', "own.toml: AT.office: a list of tables is needed"),
        ("[[AT.office]]\nholders = []", "own.toml: AT.office 1.title: a text is needed, not None"),
        ('[[AT.office]]\ntitel = "queen"', "AT.office 1.titel: unknown key; did you mean 'title'"),
        ('[[AT.office]]\ntitle = "q"\nholders = [{ from = "1" }]', "office 1.holders 1.name: a text"),
        ('[[AT.office]]\ntitle = "q"\nholders = [{ name = "A" }]', "holders 1.from: '' is not a date"),
        ('[[AT.office]]\ntitle = "q"\nholders = [{ name = "A", from = "2013-13" }]', "write \"2013\""),
        (
            '[[AT.office]]\ntitle = "q"\nholders = [{ name = "A", from = "2013", to = "2012" }]',
            "A leaves office on 2012-12-31, before 2013-01-01",
        ),
        ('[[AT.office]]\ntitle = "q"\nholders = [{ name = "A", from = "1", surnames = "B" }]', "a list of texts"),
    ],
)  # fmt: skip
def test_a_list_of_the_wrong_form_is_refused_with_file_and_key(tmp_path, text, message):
    path = own_file(tmp_path, f"[AT]\n{text}\n")
    with pytest.raises(ActorsError) as refused:
        Offices.from_files(path)
    assert message in str(refused.value)
    # Before any document is read: whoever takes an actor list makes a finder first.
    with pytest.raises(ActorsError) as refused_at_once:
        ActorFinder.from_files(own_file(tmp_path, f'[AT]\nname = "Atlantis"\n{text}\n'))
    assert message in str(refused_at_once.value)


def test_an_own_list_has_another_fingerprint_with_another_holder(tmp_path):
    fingerprints = {
        ActorFinder.from_files(own_file(tmp_path, text)).fingerprint
        for text in (OWN, OWN, f"{OWN}# A remark.", OWN.replace("1804-02-10", "1804-02-11"))
    }
    assert len(fingerprints) == 2
