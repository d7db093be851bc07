"""`multi` reads the Korean and the Chinese example as a whole: joint deeds, "he", words left out, a quotation."""

from pathlib import Path

import pytest

from detente.model import StanceClassifier
from detente.model.checkpoint.shipped import is_installed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not is_installed("published-multi"), reason="published-multi is not installed"),
]
EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture(scope="module")
def rows():
    classifier = StanceClassifier.from_pretrained("published-multi", threads=1)
    texts = [(EXAMPLES / f"{name}.txt").read_text(encoding="utf-8") for name in ("korean", "chinese")]
    return [one for text in texts for one in classifier.read(text)]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("양국은 공급망", ("CN", "cooperative", "KR", "양국", "중국")),
        ("양국은 공급망", ("KR", "cooperative", "CN", "양국", "한국")),
        ("그는 미국이", ("US", "hostile", "CN", "미국", None)),
        ("반면 북한은", ("KR", "hostile", "KP", None, "서울")),
        ("何志远说", ("US", "hostile", "CN", "美方", None)),
        ("“我们坚决反对", ("US", "hostile", "CN", None, "美方")),
        ("他说，“该国", ("US", "hostile", "CN", "该国", "美方")),
    ],
)
def test_who_is_meant_and_who_speaks_is_known_from_the_document(rows, statement, expected):
    found = [
        (one.target, one.stance, one.source, one.mention, one.resolved_from)
        for one in rows
        if one.statement.startswith(statement)
    ]
    assert expected in found
