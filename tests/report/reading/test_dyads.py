"""The dyads of a document are counted once a statement, and its page tells them in a table without scripts."""

from hypothesis import given
from hypothesis import strategies as st

from detente.model.explanation import WordEffect
from detente.model.labels import SOURCES, STANCES, TARGETS
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import Mention
from detente.report.page import render_page
from detente.report.reading.document import read_document
from detente.report.reading.dyads import DyadCount, count_dyads, source_order
from detente.report.reading.predicting import PredictedText
from detente.report.reading.reading_page import reading_page

NAMES = {"US": "United States", "CN": "China", "KP": "North Korea", "KR": "South Korea"}
SAID = "He thanked Beijing."


def predicted(source: str | None, target: str, stance: str | None, **more: object) -> Prediction:
    probabilities = {} if stance is None else {one: 0.8 if one == stance else 0.1 for one in STANCES}
    score = None if stance is None else 0.8
    p_source = None if source is None else 0.9
    return Prediction(SAID, target, stance, score, probabilities, source, p_source, **more)  # type: ignore[arg-type]


PREDICTIONS = st.lists(
    st.builds(
        predicted,
        st.sampled_from([*SOURCES, None]),
        st.sampled_from([*TARGETS, "Mars"]),
        st.sampled_from([*STANCES, None]),
    ),
    max_size=30,
)


@given(PREDICTIONS)
def test_every_polar_stance_with_a_source_is_counted_once_and_no_other(predictions):
    dyads = count_dyads(predictions)
    for stance in ("cooperative", "hostile"):
        expected = [one for one in predictions if one.stance == stance and one.source is not None]
        assert sum(getattr(dyad, stance) for dyad in dyads) == len(expected)
        for dyad in dyads:
            own = [one for one in expected if (one.source, one.target) == (dyad.source, dyad.target)]
            assert getattr(dyad, stance) == len(own)
    assert [dyad.total for dyad in dyads] == sorted((dyad.total for dyad in dyads), reverse=True)
    assert len({(dyad.source, dyad.target) for dyad in dyads}) == len(dyads)
    assert all(dyad.total for dyad in dyads)
    assert count_dyads(predictions[::-1]) == dyads or any(one.target == "Mars" for one in predictions)


def test_sources_stand_in_the_order_of_the_codebook():
    dyads = [DyadCount(source, "US", 1, 0) for source in ("author", "other", "KR", "CN", "FR")]
    assert source_order(dyads) == ["CN", "KR", "other", "author", "FR"]


def rendered(predictions: list[Prediction]) -> str:
    moved = {(SAID, "CN", "hostile"): (WordEffect("thanked", 3, 10, 0.5),)}
    reading = read_document(
        SAID, PredictedText([predictions], ["tiny-0"]), title="a", names=NAMES, moved=moved
    )
    return render_page(reading_page(reading))


def test_the_page_has_a_table_of_them_that_opens_with_three_pairs_and_is_left_out_with_none():
    three = [predicted("KR", target, "hostile") for target in ("US", "CN", "KP")]
    assert '<details class="dyads" id="dyads" open>' in rendered(three)
    two = rendered(three[:2])
    assert '<details class="dyads" id="dyads">' in two
    assert "<bdi>South Korea</bdi> → <bdi>China</bdi>" in two
    assert 'id="dyads"' not in rendered([predicted(None, "CN", "neutral")])


def test_one_name_for_many_sources_says_so_and_one_statement_has_another():
    reading = read_document(
        SAID, PredictedText([[predicted("other", "CN", "hostile")]], ["tiny-0"]), title="a", names=NAMES
    )
    data = reading_page(reading).data["reading"]
    assert data["names"] == {"other": "another party"}
    assert data["groups"] == {"other": "other parties"}
    assert data["dyads"] == [{"source": "other", "target": 0, "cooperative": 0, "hostile": 1}]


def test_words_are_told_only_of_a_stance_that_rests_on_the_statement_alone():
    moved = {(SAID, "CN", "cooperative"): (WordEffect("thanked", 3, 10, 0.5),)}
    for named in (True, False):
        one = predicted("KR", "CN", "cooperative", named=named, mentions=(Mention("CN", 11, 18),))
        reading = read_document(SAID, PredictedText([[one]], ["t"]), title="a", names=NAMES, moved=moved)
        (told,) = reading_page(reading).data["reading"]["statements"]["1"]["predictions"]
        assert ("words" in told) is named
