"""What is given for pairs and spans and is none: a table, a text, a row too long, a span of missing values."""

from pathlib import Path

import numpy as np
import pytest

from detente.batch.predicting import predict_rows
from detente.model import StanceClassifier, load_classifier
from detente.model.document.predicting import DocumentPredictor
from detente.model.errors import ActorsError, InputError

GOOD = ("Beijing thanked Seoul.", "KR")


@pytest.fixture(scope="module", params=[False, True], ids=["alone", "routed"])
def classifier(tiny_checkpoint: Path, request: pytest.FixtureRequest) -> DocumentPredictor:
    return load_classifier(tiny_checkpoint, backend="onnx", any_language=request.param)


@pytest.mark.parametrize(
    "given",
    [
        {"text": "Beijing thanked Seoul.", "target": "KR"},
        {"Beijing thanked Seoul.", "KR"},
        "KR",
        b"KR",
        ("Beijing thanked Seoul.", "KR", "hostile"),
        ("Beijing thanked Seoul.",),
        None,
        7,
    ],
    ids=["mapping", "set", "text", "bytes", "three", "one", "none", "number"],
)
@pytest.mark.parametrize("spans", [None, [None, None]])
def test_what_is_no_pair_is_refused_by_its_number(
    classifier: DocumentPredictor, given: object, spans: list[None] | None
) -> None:
    with pytest.raises(InputError, match=r"^pair 2 is .*; accepted are pairs of a statement and a target"):
        classifier.predict_pairs([GOOD, given], spans=spans)  # type: ignore[list-item]


def test_a_frame_or_one_pair_alone_is_no_list_of_pairs(classifier: DocumentPredictor) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame([GOOD], columns=["text", "target"])
    with pytest.raises(InputError, match=r"pair 1 is 'text'; .* of a frame zip\(frame\[\"text\"\]"):
        classifier.predict_pairs(frame)
    with pytest.raises(InputError, match="pair 1 is 'Beijing thanked Seoul"):
        classifier.predict_pairs(GOOD)  # type: ignore[arg-type]
    expected = classifier.predict_pairs([GOOD])
    for rows in (
        frame.to_numpy(),
        frame.itertuples(index=False),
        zip(frame["text"], frame["target"], strict=True),
    ):
        assert classifier.predict_pairs(rows) == expected


def test_logits_are_of_pairs_alone(tiny_checkpoint: Path) -> None:
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint, backend="onnx")
    with pytest.raises(InputError, match="pair 2 is 'KR'"):
        classifier.pair_logits([GOOD, "KR"])  # type: ignore[list-item]


@pytest.mark.parametrize("span", [float("nan"), (0.0, 7.0), (0,), (0, 7, 9), "07", 7, (None, None)], ids=repr)
def test_a_span_that_is_none_is_an_error_of_its_pair(classifier: DocumentPredictor, span: object) -> None:
    bad, good = classifier.predict_pairs([GOOD, GOOD], spans=[span, None])  # type: ignore[list-item]
    assert bad.error == (
        f"span {span!r} is no pair of whole numbers: accepted are start and end in characters, or None"
    )
    assert good.error is None


def test_a_span_of_numpy_gives_plain_numbers(classifier: DocumentPredictor) -> None:
    [one] = classifier.predict_pairs([GOOD], spans=np.array([[16, 21]]))  # type: ignore[arg-type]
    assert [type(edge) for edge in (one.mentions[0].start, one.mentions[0].end)] == [int, int]
    assert one.mention == "Seoul"


def test_an_empty_list_of_targets_is_refused_and_predicts_nothing_in_silence(
    classifier: DocumentPredictor,
) -> None:
    frame = pytest.importorskip("pandas").DataFrame({"text": ["Beijing thanked Seoul."]})
    for ask in (
        lambda: classifier.predict(GOOD[:1], targets=[]),
        lambda: classifier.predict(frame, targets=iter(())),
        lambda: classifier.read(GOOD[0], ()),
        lambda: list(predict_rows([], classifier, targets=[])),
    ):
        with pytest.raises(ActorsError, match=r"^targets is empty: name one or more, or give None"):
            ask()
