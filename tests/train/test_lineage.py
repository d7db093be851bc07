"""What a checkpoint descends from is told once, and nothing of it is lost."""

from typing import Any

from detente.train.lineage import learnt_before, told_once


def described(name: str, **training: Any) -> dict[str, Any]:
    return {"name": name, "version": "1", "data": {"train": [name]}, "training": {"seed": 1, **training}}


FIRST = described("first")
SECOND = described("second", goes_on_from=FIRST, averaged_with=[FIRST])


def test_a_checkpoint_averaged_with_its_beginning_names_it_without_telling_it_again() -> None:
    told = told_once({"goes_on_from": SECOND, "averaged_with": [SECOND]})
    (mean,) = told["averaged_with"]
    assert mean == {"name": "second", "version": "1", "same_as": "goes_on_from"}
    assert told["goes_on_from"]["data"] == SECOND["data"]


def test_runs_before_are_told_once_too() -> None:
    told = told_once({"goes_on_from": SECOND})
    (mean,) = told["goes_on_from"]["training"]["averaged_with"]
    assert mean["same_as"] == "goes_on_from"
    assert told["goes_on_from"]["training"]["goes_on_from"] == FIRST


def test_another_checkpoint_stays_described() -> None:
    other = described("other")
    told = told_once({"goes_on_from": FIRST, "averaged_with": [other, FIRST]})
    assert [one.get("same_as") for one in told["averaged_with"]] == [None, "goes_on_from"]
    assert told["averaged_with"][0] == other


def test_what_is_given_is_not_changed() -> None:
    given = {"goes_on_from": FIRST, "averaged_with": [FIRST]}
    told_once(given)
    assert given["averaged_with"] == [FIRST]


def test_all_that_was_learnt_from_is_found_as_before() -> None:
    other = described("other", goes_on_from=described("its beginning"))
    training = {"goes_on_from": SECOND, "averaged_with": [SECOND, other]}

    def names(of: dict[str, Any]) -> set[str]:
        return {one["name"] for one in learnt_before(of)}

    assert names(told_once(training)) == names(training) == {"first", "second", "other", "its beginning"}


def test_a_checkpoint_from_further_back_is_only_named_and_how_far_back_it_stands() -> None:
    third = described("third", goes_on_from=SECOND)
    told = told_once({"goes_on_from": third, "averaged_with": [FIRST, SECOND]})
    assert [(one["name"], one["same_as"]) for one in told["averaged_with"]] == [
        ("first", "goes_on_from.goes_on_from.goes_on_from"),
        ("second", "goes_on_from.goes_on_from"),
    ]


def test_another_run_with_the_same_beginning_only_names_it_and_nothing_learnt_is_lost() -> None:
    beside = described("beside", goes_on_from=SECOND)
    training = {"goes_on_from": SECOND, "averaged_with": [beside, SECOND]}
    told = told_once(training)
    named = {"name": "second", "version": "1", "same_as": "goes_on_from"}
    assert told["averaged_with"] == [described("beside", goes_on_from=named), named]
    assert [one["name"] for one in learnt_before(told)] == ["beside", "second", "first"]
    assert {one["name"] for one in learnt_before(training)} == {"beside", "second", "first"}
    assert told_once(told) == told
