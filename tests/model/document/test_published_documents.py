"""The published checkpoint reads what only a document shows: surnames, the North, Korea, speakers, joint talks."""

import pytest

from detente.model import StanceClassifier

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def classifier():
    return StanceClassifier.from_pretrained(threads=1)


@pytest.mark.parametrize(
    ("document", "date", "statement", "expected"),
    [
        (
            "South Korean President Lee Jae-myung halted the loudspeaker broadcasts on Tuesday. North Korean leader "
            "Kim Jong Un's sister, Kim Yo Jong, dismissed the move. Kim called Lee's decision a cheap trick that "
            "changes nothing.",
            "2025-08-14",
            "Kim called Lee",
            ("KR", "hostile", "KP", "Lee", "Lee Jae-myung"),
        ),
        (
            "South Korea's army said it had found three new tunnels near the border. Seoul urged calm. The North's "
            "stance is reckless, the defence minister said.",
            "2023-01-05",
            "The North's stance",
            ("KP", "hostile", "KR", "The North", None),
        ),
        (
            "The White House set a deadline of August 1 for new trade deals. South Korean negotiators flew to "
            "Washington on Sunday. Korea must sign the deal or pay tariffs of 25 percent, President Trump said.",
            "2025-07-20",
            "Korea must sign",
            ("KR", "hostile", "US", "Korea", "South Korean"),
        ),
        (
            '"The United States has turned trade into a weapon," Chinese Foreign Ministry spokeswoman Mao Ning told '
            'reporters. "It bullies smaller countries. Washington must correct its mistakes at once."',
            "2025-04-10",
            "Washington must correct",
            ("US", "hostile", "CN", "Washington", None),
        ),
        (
            "Chinese Foreign Ministry spokeswoman Mao Ning spoke in Beijing on Thursday. The United States is the "
            "biggest source of risk in the region, she said.",
            "2025-04-10",
            "The United States is the biggest",
            ("US", "hostile", "CN", "United States", None),
        ),
        (
            "Bessent and He Lifeng held constructive talks on tariffs.",
            "2025-05-11",
            "Bessent and He",
            ("US", "cooperative", "CN", "Bessent", None),
        ),
        (
            "Bessent and He Lifeng held constructive talks on tariffs.",
            "2025-05-11",
            "Bessent and He",
            ("CN", "cooperative", "US", "He Lifeng", None),
        ),
    ],
)
def test_what_the_document_shows_is_in_the_prediction(classifier, document, date, statement, expected):
    target = expected[0]
    (found,) = (
        one
        for one in classifier.read(document, date=date)
        if one.target == target and (one.statement or "").startswith(statement)
    )
    assert (found.target, found.stance, found.source, found.mention, found.resolved_from) == expected


def test_a_name_that_is_no_actor_in_this_document_is_not_read_as_one(classifier):
    found = classifier.read("Trump praised Xi as a great leader. Xi'an held a marathon.", date="2025-05-11")
    assert "KP" not in {one.target for one in found}
    assert not [one for one in found if (one.statement or "").startswith("Xi'an") and one.named]
