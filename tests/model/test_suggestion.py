"""What a message says of a name that is not accepted."""

from detente.model.suggestion import accepted_names


def test_the_nearest_name_comes_before_all_that_are_accepted() -> None:
    assert accepted_names("mnth", ["target", "month"]) == "did you mean 'month'? accepted are target, month"
    assert (
        accepted_names("positive", ["cooperative"]) == "did you mean 'cooperative'? accepted are cooperative"
    )


def test_a_name_like_no_other_is_answered_with_the_list_alone() -> None:
    assert accepted_names("xyz", iter(["target", "month"])) == "accepted are target, month"
