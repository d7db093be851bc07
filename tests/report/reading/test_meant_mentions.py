"""What a pronoun or "the North" was taken for is marked where it stands and told in the page's data."""

from detente.model.prediction import Prediction
from detente.model.text.statements import split_statements
from detente.report.reading.document import Reading, read_document
from detente.report.reading.predicting import PredictedText
from detente.report.reading.reading_page import reading_page

DOCUMENT = "North Korea fired a missile.\n\nThe South, it said, had asked for it. Shame!"


def reading() -> Reading:
    first, second, third = (statement.text for statement in split_statements(DOCUMENT))
    even = dict.fromkeys(("cooperative", "hostile", "neutral"), 1 / 3)
    told = {"named": False, "resolved_from": "North Korea"}
    predictions = [
        [Prediction(first, "KP", "neutral", 1 / 3, even)],
        [
            Prediction(
                second,
                "KR",
                "hostile",
                1 / 3,
                even,
                "KP",
                0.8,
                mention="The South",
                named=False,
                p_meant=0.83,
            ),
            Prediction(second, "KP", "neutral", 1 / 3, even, mention="it", **told),
        ],
        [Prediction(third, "KP", "hostile", 1 / 3, even, "KR", 0.7, source_by="quotation", **told)],
    ]
    names = {"KP": "North Korea", "KR": "South Korea"}
    return read_document(DOCUMENT, PredictedText(predictions, ["tiny-0"]), title="a", names=names)


def test_the_words_that_mean_a_target_are_marked_where_they_first_stand():
    segments = [
        (segment.text, segment.targets)
        for passage in reading().passages
        for stretch in passage.stretches
        for segment in stretch.segments
        if segment.targets
    ]
    assert segments == [("The South", ("KR",)), ("it", ("KP",))]


def test_the_page_holds_what_they_were_taken_for_and_how_the_source_is_known():
    data = reading_page(reading()).data["reading"]["statements"]
    keys = ("mention", "takenFor", "meant", "pMeant", "sourceBy")
    assert [
        [{key: one[key] for key in keys if key in one} for one in each["predictions"]]
        for each in data.values()
    ] == [
        [{}],
        [
            {"mention": "The South", "meant": True, "pMeant": 0.83},
            {"mention": "it", "takenFor": "North Korea", "meant": True},
        ],
        [{"takenFor": "North Korea", "meant": True, "sourceBy": "quotation"}],
    ]
