"""The words that moved a prediction are marked where they stand, for the target that is chosen."""

import json

import pytest

from detente.model.explanation import Explanation, WordEffect
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import ActorFinder
from detente.report.page import write_page
from detente.report.reading.document import Reading, read_document
from detente.report.reading.moved_words import moved_words
from detente.report.reading.reading_page import reading_page

SAID = "On Tuesday at noon Washington sharply warned the envoys of Beijing but praised Seoul."
DOCUMENT = (
    "Nobody came.\n\n> On Tuesday at noon Washington sharply warned the envoys\n"
    "> of Beijing but *praised* Seoul."
)


def predicted(target: str, stance: str) -> Prediction:
    mentions = tuple(ActorFinder.from_files().find(SAID, [target]))
    probabilities = {one: 0.9 if one == stance else 0.05 for one in ("cooperative", "hostile", "neutral")}
    source = None if stance == "neutral" else "US"
    return Prediction(SAID, target, stance, 0.9, probabilities, source, 0.8 if source else None, mentions)


def explained(prediction: Prediction, **changes: float) -> Explanation:
    words = [
        WordEffect(word, SAID.index(word), SAID.index(word) + len(word), change)
        for word, change in changes.items()
    ]
    return Explanation(prediction, tuple(words))


@pytest.fixture(scope="module")
def reading() -> Reading:
    us, cn, kr = (
        predicted("US", "neutral"),
        predicted("CN", "hostile"),
        predicted("KR", "cooperative"),
    )
    moved = moved_words(
        [
            explained(cn, sharply=0.06, warned=0.7, but=0.04, praised=-0.2),
            explained(kr, praised=0.6, warned=0.1),
        ]
    )
    names = {"US": "United States", "CN": "China", "KR": "South Korea"}
    return read_document(
        DOCUMENT, [[], [us, cn, kr]], title="a", checkpoint="tiny-0", names=names, moved=moved
    )


def test_the_strongest_words_are_cut_out_where_they_stand_in_the_document(reading: Reading) -> None:
    segments = [
        (segment.text, segment.moved)
        for passage in reading.passages
        for stretch in passage.stretches
        for segment in stretch.segments
        if segment.moved
    ]
    assert segments == [("sharply", ("CN",)), ("warned", ("CN", "KR")), ("praised", ("KR",))]
    assert "".join(passage.text for passage in reading.passages) == DOCUMENT


def test_the_page_has_them_with_what_is_left_without_them(reading: Reading) -> None:
    page = json.loads(json.dumps(reading_page(reading).data["reading"]))
    words = [one.get("words") for one in page["statements"]["2"]["predictions"]]
    assert words == [None, [["warned", 0.2], ["sharply", 0.84]], [["praised", 0.3], ["warned", 0.8]]]


def test_a_prediction_that_no_word_moves_says_so_and_one_that_was_not_explained_says_nothing() -> None:
    prediction = predicted("CN", "hostile")
    assert moved_words([explained(prediction, warned=0.01)]) == {(SAID, "CN"): ()}
    assert moved_words([]) == {}


@pytest.mark.slow
def test_a_statement_that_is_pointed_at_shows_the_words_for_the_chosen_target(
    watched, tmp_path, reading
) -> None:
    write_page(reading_page(reading), tmp_path / "page.html")
    page = watched.open(tmp_path / "page.html")
    page.get_by_role("button", name="China").click()
    assert page.locator(".moved").count() == 0
    page.locator("#s2").focus()
    assert page.locator(".moved").all_text_contents() == ["sharply", "warned"]
    said = "Words that moved it, approximately: warned (without it 20%), sharply (without it 84%)."
    assert said in page.locator("#said").inner_text()
    page.get_by_role("button", name="South Korea").click()
    page.locator("#s2").focus()
    assert page.locator(".moved").all_text_contents() == ["warned", "praised"]
    page.keyboard.press("Escape")
    assert page.locator(".moved").count() == 0
    assert watched.faults == []
