"""What a plan keeps of the statements before: the passage, and who was named further back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.document.facts import DocumentFacts
from detente.model.document.plan import contexts_of, earlier_names, passage_of
from detente.model.document.reader import DocumentReader
from detente.model.text.actor_finder import ActorFinder, Mention

READER = DocumentReader(ActorFinder.from_files())


@given(st.lists(st.tuples(st.sampled_from(["US", "CN"]), st.integers(0, 1)), max_size=12))
def test_the_earlier_words_are_those_of_the_nearest_statement_that_names_the_target(named):
    statements = [f"Statement {number}." for number in range(len(named))]
    mentions = [[Mention(code, 0, 9)] * count for code, count in named]
    contexts = [None, *range(len(named))][: len(named)]
    for number, found in enumerate(earlier_names(statements, mentions, contexts)):
        for code in ("US", "CN"):
            naming = [at for at in range(number) if mentions[at] and mentions[at][0].target == code]
            further_back = naming and naming[-1] < number - 1
            assert found.get(code) == (statements[naming[-1]] if further_back else None)


def test_a_plan_keeps_the_end_of_three_statements_before_and_whose_document_it_is():
    statements = [
        "Beijing protested.",
        "Washington did not.",
        "It rained.",
        "Pyongyang fired.",
        "It was loud.",
    ]
    plans = READER.read(statements, facts=DocumentFacts(speaker="CN"))
    assert [plan.own for plan in plans] == ["CN"] * 5
    assert plans[3].passage == "Beijing protested. Washington did not. It rained."
    assert [plan.passage for plan in plans if not plan.targets] == [""] * sum(
        not one.targets for one in plans
    )
    assert passage_of(statements, 4) == "Washington did not. It rained. Pyongyang fired."
    assert passage_of(statements, 0) == ""
    assert passage_of(["x" * 900 + "end", "next"], 1) == "x" * 377 + "end"


def test_of_a_long_statement_further_back_the_words_around_the_name_are_kept():
    text = "x" * 300 + " Beijing " + "y" * 300
    *_, found = earlier_names([text, "", ""], [[Mention("CN", 301, 308)], [], []], [None, 0, 1])
    assert len(found["CN"]) == 200
    assert "Beijing" in found["CN"]


@pytest.mark.parametrize("question", ["What is your comment?", "请问您有何评论？"])
def test_the_reply_to_a_question_that_names_nobody_reaches_back_over_it(question):
    statements = ["Washington fined ten firms.", question, "It is a farce."]
    assert contexts_of(statements, ["Roe", "Roe", "Doe"], [{"US"}, set(), set()]) == [None, 0, 0]
