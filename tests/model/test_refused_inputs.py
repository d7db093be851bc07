"""What a classifier refuses: statements, pairs, targets and backends that are wrong, each told what is accepted."""

import shutil
from pathlib import Path

import pytest

from detente.model import StanceClassifier
from detente.model.errors import ActorsError, CheckpointError, InputError


@pytest.fixture(scope="module")
def classifier(tiny_checkpoint: Path) -> StanceClassifier:
    return StanceClassifier.from_pretrained(tiny_checkpoint)


def test_an_invalid_statement_gives_one_error_in_its_turn(classifier: StanceClassifier) -> None:
    bad = ["caf\udce9 opened", "Beijing \udce9 thanked Seoul.", None, "  ", 7]
    predictions = classifier.predict(["Beijing waited.", *bad, "Seoul waited."])  # type: ignore[list-item]
    assert [(p.target, p.error is None) for p in predictions] == [
        ("CN", True),
        *[("", False)] * len(bad),
        ("KR", True),
    ]
    assert all("lone surrogate" in str(p.error) for p in predictions[1:3])


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ((None, "US"), "statement is null"),
        (("  ", "US"), "statement is empty"),
        ((7, "US"), "statement is of type int, not text"),
        ((float("nan"), "US"), "statement is missing"),
        ((type("NAType", (), {})(), "US"), "statement is missing"),
        (("bad \udfff end", "US"), "lone surrogate at character 5"),
        (("Beijing waited.", "XX"), "unknown target 'XX'"),
        (
            ("Beijing waited.", "KP,KR"),
            "target 'KP,KR' names several actors: give each by itself, as -t KP -t KR",
        ),
        (("Beijing waited.", None), "target is null"),
        (("Beijing waited.", "Viet\udc80nam"), "target is not valid Unicode"),
        (("Beijing waited.", "long " * 200), "3 to 100 characters"),
    ],
)
def test_an_invalid_pair_comes_back_with_its_error_between_good_ones(
    classifier: StanceClassifier, pair: tuple[object, str], message: str
) -> None:
    good = ("Beijing waited.", "CN")
    first, bad, last = classifier.predict_pairs([good, pair, good])  # type: ignore[list-item]
    assert bad.error is not None
    assert message in bad.error
    assert bad.stance is None
    assert first == last
    assert first.error is None


def test_missing_values_of_a_data_frame_are_called_missing(classifier: StanceClassifier) -> None:
    pandas = pytest.importorskip("pandas")
    texts = pandas.DataFrame({"text": ["Beijing waited.", None, pandas.NA, float("nan"), pandas.NaT]})["text"]
    first, *rest = classifier.predict(texts, targets="CN")
    assert first.error is None
    assert [p.error for p in rest] == ["statement is null", *["statement is missing"] * 3]
    assert [p.statement for p in rest] == [None] * 4


@pytest.mark.parametrize("given", [None, float("nan"), 7, b"Beijing waited.", {"text": "Beijing waited."}])
def test_what_stands_for_a_single_text_gives_one_error(classifier: StanceClassifier, given: object) -> None:
    [failed] = classifier.predict(given)  # type: ignore[call-overload]
    assert failed.error.startswith("statement is ")
    assert classifier.predict([given]) == [failed]  # type: ignore[list-item]


def test_a_span_too_few_is_refused(classifier: StanceClassifier) -> None:
    with pytest.raises(InputError, match="1 span was given for 2 pairs"):
        classifier.predict_pairs([("Beijing waited.", "CN")] * 2, spans=[None])


@pytest.mark.parametrize("target", [None, 7, ["CN"]])
def test_a_target_that_is_no_text_is_refused(classifier: StanceClassifier, target: object) -> None:
    with pytest.raises(ActorsError, match="accepted are the codes US, CN, KP, KR"):
        classifier.predict(["US"], targets=[target])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("backend", "device", "message"),
    [
        ("onxx", None, "backend 'onxx' is unknown"),
        ("onnx", "cuda", "runs on the CPU"),
        ("torch", "nowhere", "device 'nowhere' is not available"),
    ],
)
def test_an_unknown_backend_or_missing_device_is_refused(
    tiny_checkpoint: Path, backend: str, device: str | None, message: str
) -> None:
    with pytest.raises(CheckpointError, match=message):
        StanceClassifier.from_pretrained(tiny_checkpoint, backend=backend, device=device)  # type: ignore[arg-type]


def test_a_backend_that_the_folder_lacks_is_refused(tiny_checkpoint: Path, tmp_path: Path) -> None:
    folder = tmp_path / "no_graph"
    shutil.copytree(tiny_checkpoint, folder, ignore=shutil.ignore_patterns("onnx"))
    with pytest.raises(CheckpointError, match="has no ONNX graph"):
        StanceClassifier.from_pretrained(folder, backend="onnx")
    assert StanceClassifier.from_pretrained(folder).backend == "torch"
