"""The words that moved a prediction are marked where they stand, for the target that is chosen."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from detente.model.explanation import Explanation, WordEffect, explain
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import ActorFinder, Mention
from detente.model.wording import LocatedPair
from detente.report.page import write_page
from detente.report.reading.document import Reading, read_document
from detente.report.reading.moved_words import explain_shown, explainable, moved_words, words_that_moved
from detente.report.reading.predicting import PredictedText
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
        DOCUMENT, PredictedText([[], [us, cn, kr]], ["tiny-0"]), title="a", names=names, moved=moved
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
    assert moved_words([explained(prediction, warned=0.01)]) == {(SAID, "CN", "hostile"): ()}
    assert moved_words([]) == {}


class AloneClassifier:
    """Predicts statements by themselves: hostile with 0.1, and more with "warned" (0.45) and "sharply" (0.2)."""

    finder = ActorFinder.from_files()

    def __init__(self) -> None:
        self.asked: list[LocatedPair] = []

    def predict_located(self, pairs: Iterable[LocatedPair]) -> list[Prediction]:
        located = list(pairs)
        self.asked += located
        return [self.alone(pair) for pair in located]

    def alone(self, pair: LocatedPair) -> Prediction:
        hostile = 0.1 + 0.45 * ("warned" in pair.statement) + 0.2 * ("sharply" in pair.statement)
        probabilities = {"cooperative": 0.0, "hostile": hostile, "neutral": 1 - hostile}
        stance = "hostile" if hostile > 0.5 else "neutral"
        return Prediction(pair.statement, pair.target, stance, 0.5, probabilities, mentions=pair.mentions)

    def explain_predictions(self, predictions: Iterable[Prediction]) -> Iterator[Explanation]:
        return explain(
            predictions, self.predict_located, finder=self.finder, max_tokens=128, tokens=lambda _: []
        )


def test_a_mean_of_two_readings_is_explained_by_the_statement_alone() -> None:
    # Hostile with 0.9, and with 0.75 alone: against the mean every word would seem to move it by 0.15.
    shown = predicted("CN", "hostile")
    [explanation] = explain_shown([shown], AloneClassifier())  # type: ignore[arg-type]
    changes = {word.word: round(word.change, 6) for word in explanation.words}
    assert {word for word, change in changes.items() if change} == {"sharply", "warned"}
    assert (changes["sharply"], changes["warned"]) == (0.2, 0.45)
    moved = moved_words([explanation])
    assert [word.word for word in words_that_moved(moved, shown) or ()] == ["warned", "sharply"]


def test_a_stance_that_the_statement_does_not_take_alone_has_no_words() -> None:
    shown = [predicted("CN", "cooperative"), predicted("KR", "hostile")]
    classifier = AloneClassifier()
    explanations = list(explain_shown(shown, classifier))  # type: ignore[arg-type]
    assert [one.prediction.target for one in explanations] == ["KR"]
    moved = moved_words(explanations)
    assert [words_that_moved(moved, one) is None for one in shown] == [True, False]


def test_of_one_statement_with_two_stances_the_words_belong_to_the_one_that_it_takes_alone() -> None:
    hostile, neutral = predicted("CN", "hostile"), predicted("CN", "neutral")
    cooperative = predicted("CN", "cooperative")
    classifier = AloneClassifier()
    chosen = explainable([cooperative, hostile, neutral, hostile])
    assert chosen == [cooperative, hostile]
    moved = moved_words(explain_shown(chosen, classifier))  # type: ignore[arg-type]
    text = f"{SAID} {SAID} {SAID}"
    read = read_document(
        text,
        PredictedText([[cooperative], [hostile], [neutral]], ["tiny-0"]),
        title="a",
        names={},
        moved=moved,
    )
    page = json.loads(json.dumps(reading_page(read).data["reading"]))
    words = [page["statements"][number]["predictions"][0].get("words") for number in "123"]
    assert words == [None, [["warned", 0.45], ["sharply", 0.7]], None]
    marked = [
        [segment.text for segment in stretch.segments if segment.moved]
        for passage in read.passages
        for stretch in passage.stretches
        if stretch.statement is not None
    ]
    assert marked == [[], ["sharply", "warned"], []]


def test_a_target_that_is_only_meant_is_not_explained() -> None:
    meant = replace(predicted("CN", "hostile"), named=False, p_meant=0.9)
    assert explainable([meant]) == []
    assert words_that_moved({(SAID, "CN", "hostile"): ()}, meant) is None


def test_the_mentions_of_the_shown_prediction_stay_in_the_statement() -> None:
    # Of itself, "the envoys" names nobody: only the document knew whom it names.
    envoys = Mention("CN", SAID.index("the envoys"), SAID.index(" of Beijing"))
    shown = replace(predicted("CN", "hostile"), mentions=(envoys,))
    classifier = AloneClassifier()
    list(explain_shown([shown], classifier))  # type: ignore[arg-type]
    assert classifier.asked
    for pair in classifier.asked:
        assert [pair.statement[one.start : one.end] for one in pair.mentions] == ["the envoys"]


def test_what_is_left_without_a_word_is_never_less_than_nothing() -> None:
    shown = replace(predicted("CN", "hostile"), score=0.4)
    moved = moved_words([explained(shown, warned=0.6)])
    read = read_document(DOCUMENT, PredictedText([[], [shown]], ["tiny-0"]), title="a", names={}, moved=moved)
    page = json.loads(json.dumps(reading_page(read).data["reading"]))
    assert page["statements"]["2"]["predictions"][0]["words"] == [["warned", 0.0]]


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
