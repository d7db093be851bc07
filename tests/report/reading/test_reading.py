"""A reading holds the whole document in order, with every statement's predictions in their place."""

import json
import re
import unicodedata
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model import StanceClassifier
from detente.model.errors import InputError
from detente.model.letters.syllables import whole_syllables
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statements import split_statements
from detente.report.page import render_page
from detente.report.reading.document import Reading, read_document
from detente.report.reading.predicting import PredictedText
from detente.report.reading.reading_data import showable
from detente.report.reading.reading_page import reading_page

NAMES = {"US": "United States", "CN": "China", "KP": "North Korea", "KR": "South Korea"}
FINDER = ActorFinder.from_files()
PIECES = st.sampled_from(
    [
        *("China ", "Beijing thanked Seoul. ", "the United\n", "States ", "both Koreas", "waited. ", "U.S. "),
        *("\n", "\n\n", "\r\n", "\r", "\x85", "\u2028", "\v", "\t", "    ", " \n \n", "* * *\n"),
        *("# ", "- ", "> ", "1. ", "**", "_", "[", "](http://a.example/US)", "MR. KIM: ", "SEOUL (AP) -- "),
        *(
            "\0",
            "\ufeff",
            "\x1b[31m",
            "\u202e",
            "<script>alert(1)</script>",
            "</p>",
            "&amp;",
            "\ud800",
            "é",
            "北京 ",
        ),
    ]
)
DOCUMENTS = st.one_of(
    st.lists(PIECES, min_size=1, max_size=40).map("".join),
    st.text(min_size=1).map(lambda text: whole_syllables(text)[0]),
)


@pytest.fixture(scope="module")
def classifier(tiny_checkpoint: Path) -> StanceClassifier:
    return StanceClassifier.from_pretrained(tiny_checkpoint)


def unpredicted(document: str) -> list[list[Prediction]]:
    """What a classifier would give but for the stances: every target with its mentions."""
    predictions = []
    for statement in split_statements(document):
        predictions.append([])
        mentions = FINDER.find(statement.text)
        for target in dict.fromkeys(mention.target for mention in mentions):
            own = tuple(mention for mention in mentions if mention.target == target)
            predictions[-1].append(Prediction(statement.text, target, mentions=own, error="not asked"))
    return predictions


def read(document: str, predictions: list[list[Prediction]]) -> Reading:
    return read_document(document, PredictedText(predictions, ["tiny-0"]), title="a.txt", names=NAMES)


class Shown(HTMLParser):
    """The text that the article of a page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.depth = 0
        self.within: str | None = None

    def handle_starttag(self, tag, attrs):
        if tag == "article":
            self.within = tag
        if tag == "p":
            self.depth = 1

    def handle_endtag(self, tag):
        if tag == "article":
            self.within = None
        if tag == "p":
            self.depth = 0

    def handle_data(self, data):
        # Between two paragraphs stand the template's own line breaks.
        if self.within and self.depth:
            self.text.append(data)


@given(DOCUMENTS)
def test_the_passages_one_after_the_other_are_the_document(document):
    if not document.strip():
        with pytest.raises(InputError, match="empty"):
            read(document, [])
        return
    reading = read(document, unpredicted(document))
    assert "".join(passage.text for passage in reading.passages) == document


@given(DOCUMENTS.filter(lambda document: document.strip()))
def test_statements_stand_in_their_place_and_mentions_are_marked(document):
    reading = read(document, unpredicted(document))
    stretches = [
        stretch for passage in reading.passages for stretch in passage.stretches if stretch.statement
    ]
    found = split_statements(document)
    assert ["".join(segment.text for segment in stretch.segments) for stretch in stretches] == [
        document[statement.start : statement.end] for statement in found
    ]
    for stretch, statement in zip(stretches, found, strict=True):
        for prediction in stretch.statement.predictions:
            marked = [segment.text for segment in stretch.segments if prediction.target in segment.targets]
            meant = [statement.text[mention.start : mention.end] for mention in prediction.mentions]
            folded = re.sub(r"[\s\0\ufeff]", "", "".join(marked))
            # Marks of Markdown and of quoting within a mention are marked with it.
            assert all(letter in folded for letter in re.sub(r"\s", "", "".join(meant)))
            assert folded.startswith(meant[0][0])
            assert folded.endswith(meant[-1][-1])


@given(DOCUMENTS.filter(lambda document: document.strip()))
def test_the_page_shows_every_character_in_order(document):
    parser = Shown()
    parser.feed(render_page(reading_page(read(document, unpredicted(document)))))
    assert "".join(parser.text) == showable(document)


def test_a_korean_document_whose_syllables_are_taken_apart_is_shown_with_whole_ones():
    document = "정부는 북한을 규탄했다.\n중국도 그랬다."
    apart = unicodedata.normalize("NFD", document)
    assert read(apart, unpredicted(apart)) == read(document, unpredicted(document))


def test_a_mention_over_a_line_break_is_marked_as_it_stands():
    document = "> On Tuesday at noon the envoy of the United\n> States praised the harvest in *South* Korea."
    reading = read(document, unpredicted(document))
    segments = [
        segment
        for passage in reading.passages
        for stretch in passage.stretches
        for segment in stretch.segments
    ]
    assert [(segment.text, segment.targets) for segment in segments if segment.targets] == [
        ("United\n> States", ("US",)),
        ("South* Korea", ("KR",)),
    ]


def test_mentions_of_several_targets_may_overlap():
    document = "The army of North Korea marched."
    predictions = [
        Prediction(document, code, error="not asked", mentions=tuple(FINDER.find(document, [code])))
        for code in ("KP", "Korea marched")
    ]
    (passage,) = read(document, [predictions]).passages
    assert [
        (segment.text, segment.targets) for segment in passage.stretches[0].segments if segment.targets
    ] == [
        ("North ", ("KP",)),
        ("Korea", ("KP", "Korea marched")),
        (" marched", ("Korea marched",)),
    ]


def test_wrapped_lines_are_one_passage_and_a_blank_line_sets_apart():
    wrapped = "Seoul said on Tuesday that the ferry would sail again in the spring of\nnext year."
    document = f"A Headline\nA Second Headline\n\n{wrapped}\n* * *\n"
    reading = read(document, unpredicted(document))
    assert [(passage.text, passage.apart) for passage in reading.passages] == [
        ("A Headline\n", False),
        ("A Second Headline\n\n", False),
        (f"{wrapped}\n", True),
        ("* * *\n", False),
    ]


def test_each_statement_has_what_the_classifier_predicts_for_it(classifier):
    document = (
        "Beijing thanked Seoul. China waited. China waited. Nobody came.\n\nWashington warned North Korea."
    )
    statements = [statement.text for statement in split_statements(document)]
    reading = read(document, [classifier.predict(statement) for statement in statements])
    assert [list(statement.predictions) for statement in reading.statements] == [
        classifier.predict(statement.text) for statement in split_statements(document)
    ]
    assert [target.code for target in reading.targets] == ["US", "CN", "KP", "KR"]
    assert sum(sum(target.counts.values()) for target in reading.targets) == len(reading.predictions) == 6


def test_predictions_of_another_document_are_refused(classifier):
    with pytest.raises(ValueError, match="1 statements for a document of 2"):
        read("China waited. Seoul waited.", [classifier.predict("China waited.")])
    with pytest.raises(ValueError, match="statement 1 are those of another"):
        read("China waited.", [classifier.predict("Seoul waited.")])


def test_the_page_holds_the_probabilities_and_what_is_doubtful():
    document = "Beijing thanked Seoul."
    sure = {"cooperative": 0.9, "hostile": 0.04, "neutral": 0.06}
    predictions = [
        Prediction(document, "CN", "neutral", 0.5, {"cooperative": 0.3, "hostile": 0.2, "neutral": 0.5},
                   too_close=True, truncated=True),
        Prediction(document, "KR", "cooperative", 0.9, sure, source="CN", p_source=0.8),
        Prediction(document, "Mars", error="no such place"),
    ]  # fmt: skip
    page = reading_page(read(document, [predictions]))
    data = json.loads(json.dumps(page.data["reading"]))
    assert data["targets"] == ["China", "South Korea", "Mars"]
    assert data["names"] == {"CN": "China"}
    assert data["statements"]["1"]["predictions"] == [
        {
            "target": 0,
            "stance": "neutral",
            "probabilities": [0.3, 0.2, 0.5],
            "tooClose": True,
            "truncated": True,
        },
        {
            "target": 1,
            "stance": "cooperative",
            "probabilities": [0.9, 0.04, 0.06],
            "source": "CN",
            "pSource": 0.8,
        },
        {"target": 2, "probabilities": [], "error": "no such place"},
    ]
    html = render_page(page)
    assert "2 predictions by tiny-0" in html
    assert "1 too close to call" in html
    assert "1 error" in html


def test_a_document_without_a_target_says_so():
    html = render_page(reading_page(read("Nobody came to the harbour.", [[]])))
    assert "No statement of this document mentions a target" in html
    assert "Nobody came to the harbour." in html


def test_a_page_of_a_language_that_is_not_known_says_so():
    text = "北朝鮮がミサイルを発射したと発表した。\n日本政府は強く非難した。"
    reading = read_document(
        text, PredictedText([[], []], ["tiny-0"], Counter({"ja": 2})), title="a", names={}
    )
    html = " ".join(render_page(reading_page(reading)).split())
    assert "<strong>2 statements in Japanese not predicted</strong>." in html
    assert "<strong>2 statements are in Japanese</strong>, which this checkpoint does not know" in html
    assert "no errors" not in html
    assert "No statement of this document mentions a target" not in html


def test_paragraphs_in_another_language_than_the_page_say_which():
    document = "China thanked Seoul.\n\n中国谴责美国对台军售。\n\n북한이 미국을 규탄했다."
    html = render_page(reading_page(read(document, unpredicted(document))))
    assert re.findall(r'<p dir="auto"( lang="\w+")?', html) == ["", ' lang="zh"', ' lang="ko"']
