"""What a message says of a name that is not accepted."""

from detente.model.suggestion import accepted_names, perhaps_meant


def test_the_nearest_name_comes_before_all_that_are_accepted() -> None:
    assert accepted_names("mnth", ["target", "month"]) == "did you mean 'month'? accepted are target, month"
    assert (
        accepted_names("positive", ["cooperative"]) == "did you mean 'cooperative'? accepted are cooperative"
    )


def test_a_name_like_no_other_is_answered_with_the_list_alone() -> None:
    assert accepted_names("xyz", iter(["target", "month"])) == "accepted are target, month"


def test_behind_what_is_accepted_comes_what_may_be_meant_if_anything() -> None:
    assert perhaps_meant("mnth", ["target", "month"]) == "; did you mean 'month'?"
    assert perhaps_meant("xyz", ["target", "month"]) == ""
