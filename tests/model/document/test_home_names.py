"""Names that every state has at home, such as a foreign ministry, mean another state than the finder takes them for."""

import pytest

from detente.model.document.facts import DocumentFacts
from detente.model.document.reader import DocumentReader
from detente.model.text.actor_finder import ActorFinder

READER = DocumentReader(ActorFinder.from_files())


def named(language, *statements, publisher=None):
    """The actors that the last statement names."""
    view = READER.view(statements, facts=DocumentFacts(publisher), language=language)
    return {mention.target for mention in view.mentions[-1]}


@pytest.mark.parametrize(
    ("language", "statements", "publisher", "expected"),
    [
        ("ko", ["한국이 답했다.", "외교부 대변인이 말했다."], "Xinhua", set()),
        ("ko", ["한국이 답했다.", "베이징의 한루이 외교부 대변인이 말했다."], None, {"CN"}),
        ("ko", ["중국이 답했다.", "국방부는 말이 없다."], None, set()),
        ("ko", ["한국이 답했다.", "국방부는 말이 없다."], None, {"KR"}),
        ("ko", ["중국이 답했다.", "국방부는 말이 없다."], "외교부", {"KR"}),
        ("ko", ["국방부는 말이 없다."], None, {"KR"}),
        ("ko", ["로씨야가 답했다.", "우리 국민은 안다."], "KCNA", set()),
        ("zh", ["中国作出答复。", "韩国外交部说，我方反对海关改革。"], None, {"KR"}),
        ("zh", ["美国作出答复。", "我国人民反对霸权主义。"], "KCNA", set()),
        ("zh", ["美国作出答复。", "我国人民反对霸权主义。"], "新华社", {"CN"}),
    ],
)
def test_an_organ_at_home_is_that_of_the_state_at_hand(language, statements, publisher, expected):
    assert named(language, *statements, publisher=publisher) == expected
