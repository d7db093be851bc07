"""What a StanceClassifier is told of a document is used or refused, and never passed over."""

from pathlib import Path

import pandas
import pytest

from detente.model import Prediction, StanceClassifier
from detente.model.document.facts import DocumentFacts
from detente.model.encoders.chunk_runner import ChunkRunner
from detente.model.errors import InputError, number_of
from detente.model.labels import SOURCES


@pytest.fixture(scope="module")
def classifier(tiny_checkpoint: Path) -> StanceClassifier:
    return StanceClassifier.from_pretrained(tiny_checkpoint)


@pytest.fixture
def narrated(classifier: StanceClassifier, monkeypatch: pytest.MonkeyPatch) -> StanceClassifier:
    """A classifier to which every statement is a hostile one of its narrator."""

    def author(*, statement: str, target: str) -> Prediction:
        shares = dict.fromkeys(SOURCES, 0.0) | {"author": 1.0}
        return Prediction(
            statement,
            target,
            stance="hostile",
            score=1.0,
            probabilities={"cooperative": 0.0, "hostile": 1.0, "neutral": 0.0},
            source="author",
            p_source=1.0,
            source_probabilities=shares,
        )

    monkeypatch.setattr(
        ChunkRunner,
        "run",
        lambda _, pairs: [author(statement=pair.statement, target=pair.target) for pair in pairs],
    )
    return classifier


def test_a_speaker_may_be_named_and_is_the_source_of_the_narrators_stances(
    narrated: StanceClassifier,
) -> None:
    text = "Beijing objected.\n\n중국은 그것을 규탄했다."
    for speaker in ("KR", "South Korea"):
        found = narrated.read(text, speaker=speaker, any_language=True)
        assert [(one.target, one.source) for one in found] == [("CN", "KR")] * 2


def test_a_document_whose_dateline_or_letterhead_shows_its_publisher_is_in_the_voice_of_that_state(
    narrated: StanceClassifier,
) -> None:
    def read(text: str, **facts: str) -> list[tuple[str | None, str | None]]:
        return [(one.source, one.source_by) for one in narrated.read(text, "CN", any_language=True, **facts)]

    dated = "Pyongyang, May 3 (KCNA) -- China should stop.\n\n중국은 물러가라."
    assert read(dated) == [("KP", "publisher")] * 2
    assert read("The White House\n\nChina should stop.") == [("US", "publisher")]
    # What is given goes first, also where it speaks for nobody.
    assert read(dated, speaker="KR") == [("KR", "publisher")] * 2
    assert [source for source, _ in read(dated, publisher="Newswire")] == ["author", "author"]
    assert [source for source, _ in read("KCNA objected. China should stop.")] == ["author"]


def test_facts_of_a_document_that_cannot_be_used_are_refused_with_what_is_accepted(
    classifier: StanceClassifier,
) -> None:
    known = "accepted are US, CN, KP, KR, JP, RU, UN, other, or the name"
    for speaker in ("Ruritania", "author", "kp_media"):
        with pytest.raises(InputError, match=f"unknown speaker '{speaker}': {known}"):
            classifier.read("Beijing objected.", speaker=speaker)
        with pytest.raises(InputError, match=known):
            classifier.predict_document(["Beijing objected."], facts=DocumentFacts(speaker=speaker))
    for date, why in (("5/2023", ""), ("04/05/2023", "day and month could be either way round; ")):
        with pytest.raises(
            InputError, match=f"the date '{date}': {why}accepted are 2024, 2024-Q2, 2024-05, 2024-05-01"
        ):
            classifier.read("Beijing objected.", date=date)
        with pytest.raises(InputError, match="the date"):
            classifier.predict_document(["중국은 떠났다."], facts=DocumentFacts(date=date))
    for date in ("2023-05-01", "May 1, 2023"):
        assert classifier.read("Beijing objected.", speaker="KP", date=date)


def test_missing_cells_of_a_frame_tell_nothing_of_a_document(classifier: StanceClassifier) -> None:
    expected = classifier.read("Beijing objected.")
    for missing in (None, float("nan"), pandas.NA, pandas.NaT, " "):
        told = {"speaker": missing, "publisher": missing, "date": missing}
        assert classifier.read("Beijing objected.", **told) == expected
        assert classifier.read("Beijing objected.", alone=True, **told) == expected
    with pytest.raises(InputError, match="publisher is of type int, not text"):
        classifier.read("Beijing objected.", publisher=7)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("document", "error"),
    [
        (None, "document is null"),
        (float("nan"), "document is missing"),
        (Path("a.txt"), f"document is of type {type(Path()).__name__}, not text"),
    ],
)
def test_a_document_that_is_missing_or_no_text_gives_one_error(
    classifier: StanceClassifier, document: object, error: str
) -> None:
    for alone in (False, True):
        [failed] = classifier.read(document, alone=alone)  # type: ignore[arg-type]
        assert (failed.target, failed.error) == ("", error)


def test_a_column_of_a_document_is_read_in_its_order_with_an_error_for_each_missing_text(
    classifier: StanceClassifier,
) -> None:
    texts = ["Beijing objected.", "Seoul left.", "Nobody came."]
    column = pandas.Series([*texts[:1], None, *texts[1:]], index=[9, 2, 1, 0], dtype=object)
    first, missing, *rest = classifier.predict_document(
        column, labels=pandas.Series([None] * 4, index=column.index)
    )
    assert [first, *rest] == classifier.predict_document(texts)
    assert [one.error for one in missing] == ["statement is null"]


@pytest.mark.parametrize("given", [{"speaker": "KR"}, {"publisher": "KCNA"}, {"date": "2023-05-01"}])
def test_what_is_known_of_a_document_is_refused_where_its_statements_are_read_alone(
    classifier: StanceClassifier, given: dict[str, str]
) -> None:
    with pytest.raises(InputError, match=r"alone=True reads every statement by itself.*leave one out"):
        classifier.read("Beijing objected.", alone=True, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["labels", "datelines"])
@pytest.mark.parametrize("given", [["A"], ["A", "B", "C"]])
def test_labels_and_datelines_are_one_a_statement(classifier, name, given):
    with pytest.raises(InputError, match=f"{number_of(len(given), name.removesuffix('s'))} for 2 statements"):
        classifier.predict_document(["Beijing protested.", "Seoul did not."], **{name: given})
