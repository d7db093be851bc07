"""Words that have the form of a verb of saying and say nothing."""

import pytest

from detente.model.document.attribution import find_attribution
from detente.model.document.quotations import follow_quotations


def speaker(text):
    """The phrase that names who speaks, None where nobody does."""
    found = find_attribution(text, follow_quotations([text])[0])
    return None if found is None else text[found.start : found.end]


@pytest.mark.parametrize(
    "text",
    [
        "The barrier on the reef fits ill with Beijing's words and its stated wish for calm.",
        "Workers from the North are beaten and exposed to cold in the camps.",
        "The gaps in the fence disclosed in June worry Seoul.",
        "The announced cuts worry Seoul.",
    ],
)
def test_a_participle_that_describes_a_noun_says_nothing(text):
    assert speaker(text) is None


def test_behind_such_a_participle_another_may_speak():
    text = "Fees announced in Busan on Monday to pay for the port help nobody, the Chinese embassy said."
    assert speaker(text) == "the Chinese embassy"


@pytest.mark.parametrize("verb", ["announced in June that it", "reported from Seoul in May that the port"])
def test_such_a_verb_says_something_where_its_words_follow(verb):
    assert speaker(f"The embassy {verb} would close.") == "The embassy"
