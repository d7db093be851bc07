"""Quotations are followed over the statements of a document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.document.quotations import follow_quotations


def test_a_quotation_within_a_statement_is_found_with_its_marks():
    (quoted,) = follow_quotations(["The ministry called it “a grave mistake” on Monday."])
    assert quoted.spans == ((23, 40),)
    assert not quoted.continued
    assert not quoted.open


def test_a_quotation_goes_on_over_statements_until_it_is_closed():
    first, second, third = follow_quotations(["“We will wait.", "We will not talk.” she said.", "Rain fell."])
    assert (first.continued, first.open) == (False, True)
    assert (second.continued, second.open) == (True, False)
    assert not third.continued


def test_straight_marks_open_and_close_in_turn():
    first, second = follow_quotations(['"We will wait.', 'We will not talk," he said. "Never."'])
    assert first.open
    assert second.continued
    assert second.spans == ((0, 18), (28, 36))


def test_a_mark_for_inches_opens_nothing():
    (quoted,) = follow_quotations(['The 55" screen was shown.'])
    assert quoted.spans == ()


def test_a_quotation_that_is_never_closed_ends_by_itself():
    followed = follow_quotations(["“It began."] + ["Nothing closes it."] * 20)
    assert followed[5].continued
    assert not followed[-1].continued


@pytest.mark.parametrize(("opens", "closes"), ["“”", '""'])
def test_a_quotation_that_lost_its_end_stops_where_another_opens(opens, closes):
    texts = [
        f"Seoul said: {opens}We wait.",
        "Rain fell.",
        f"Xi called it {opens}wrong{closes}.",
        f"He said {opens}no{closes}.",
    ]
    first, second, third, _ = follow_quotations(texts)
    assert (first.spans, first.open) == (((12, 21),), False)
    assert (second.spans, second.continued) == ((), False)
    assert third.spans == ((13, 20),)


@pytest.mark.parametrize(("opens", "closes"), ["“”", '""'])
def test_a_quotation_within_one_ends_neither(opens, closes):
    texts = [
        f"{opens}We wait.",
        f"He called it {opens}wrong{closes} again.",
        f"We go,{closes} he said.",
        "Rain fell.",
    ]
    followed = follow_quotations(texts)
    assert followed[0].open
    assert followed[1].continued


def test_an_empty_statement_within_a_quotation_goes_on_with_it():
    followed = follow_quotations(["He said: “We go.", "", "We stay.” He left."])
    assert [one.continued for one in followed] == [False, True, True]
    assert [one.open for one in followed] == [True, True, False]


@given(st.lists(st.text(alphabet='ab "“”.', max_size=30), max_size=12))
def test_spans_are_within_their_statement_and_in_order(statements):
    for text, quoted in zip(statements, follow_quotations(statements), strict=True):
        ends = [0]
        for start, end in quoted.spans:
            assert ends[-1] <= start < end <= len(text)
            ends.append(end)
        assert 0 <= quoted.share <= 1
