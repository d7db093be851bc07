"""Frames in, frames out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import narwhals
import pandas
import polars
import pyarrow
import pytest

from detente.model import StanceClassifier, frames
from detente.model.errors import ActorsError, InputError

TEXTS = [
    "Beijing and Washington agreed on talks.",
    "Tokyo waited.",
    None,
    "Seoul condemned the launch by the North.",
    "Seoul condemned the launch by the North.",
]
MAKERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "pandas": pandas.DataFrame,
    "polars": polars.DataFrame,
    "pyarrow": pyarrow.table,
}

# pandas makes NaN of null.
MISSING = {"pandas": "missing", "polars": "null", "pyarrow": "null"}


@pytest.fixture(scope="module")
def classifier(tiny_checkpoint: Path) -> StanceClassifier:
    return StanceClassifier.from_pretrained(tiny_checkpoint, backend="onnx", threads=1)


def columns(frame: Any) -> dict[str, list[Any]]:
    """The columns of a frame of any library, with None for what is missing."""
    table = narwhals.from_native(frame, eager_only=True)
    return {
        name: [None if value is None or value != value else value for value in table[name].to_list()]
        for name in table.columns
    }


@pytest.mark.parametrize("library", MAKERS)
@pytest.mark.parametrize("chunk", [2, 4096])
def test_a_frame_gives_a_frame_of_its_library_that_equals_the_predictions(
    classifier: StanceClassifier, library: str, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "CHUNK_ROWS", chunk)
    frame = MAKERS[library]({"id": list("abcde"), "text": TEXTS})
    result = classifier.predict(frame)
    assert type(result) is type(frame)
    found = columns(result)
    assert list(found) == [
        *("row", "target", "stance", "score", "p_cooperative", "p_hostile", "p_neutral"),
        *("source", "p_source", "too_close", "truncated", "error"),
    ]
    assert found["row"] == [0, 0, 1, 2, 3, 3, 4, 4]
    assert found["target"] == ["CN", "US", None, None, "KR", "KP", "KR", "KP"]
    assert found["error"] == [None, None, None, f"statement is {MISSING[library]}", None, None, None, None]
    predictions = [one for text in TEXTS for one in classifier.predict([text])]
    with_stance = [number for number, stance in enumerate(found["stance"]) if stance]
    expected = [one for one in predictions if one.error is None]
    assert [found["stance"][number] for number in with_stance] == [one.stance for one in expected]
    assert [found["source"][number] for number in with_stance] == [one.source for one in expected]
    assert [found["p_hostile"][number] for number in with_stance] == pytest.approx(
        [one.probabilities["hostile"] for one in expected], abs=0.02
    )


def test_the_index_of_pandas_is_kept_and_merges(classifier: StanceClassifier) -> None:
    frame = pandas.DataFrame({"text": TEXTS, "by": list("abcde")}, index=[9, 7, 7, 1, 0])
    result = classifier.predict(frame)
    assert result.index.tolist() == [9, 9, 7, 7, 1, 1, 0, 0]
    assert frame["by"].iloc[result["row"]].tolist() == list("aabcddee")
    several = frame.set_index([["x"] * 5, frame["by"]])
    assert classifier.predict(several).index.tolist()[-1] == ("x", "e")


def test_columns_of_pandas_may_be_numbers(classifier: StanceClassifier) -> None:
    numbered = pandas.DataFrame([["Beijing waited.", "CN"], ["Beijing waited.", "US"]])
    found = classifier.predict(numbered, text_column=0, target_column=1)
    named = numbered.set_axis(["text", "to"], axis="columns")
    assert found.equals(classifier.predict(named, target_column="to"))
    for name, shown in (("0", "'0'"), (2, "2")):
        with pytest.raises(InputError, match=f"no column {shown}; its columns are 0, 1$"):
            classifier.predict(numbered, text_column=name)


@pytest.mark.parametrize("library", MAKERS)
def test_a_target_column_gives_one_row_a_row(classifier: StanceClassifier, library: str) -> None:
    targets = ["CN", "Vietnam", "US", " KR ; South Korea", "KP"]
    frame = MAKERS[library]({"said": TEXTS, "toward": targets})
    found = columns(classifier.predict(frame, text_column="said", target_column="toward"))
    assert found["row"] == [0, 1, 2, 3, 4]
    assert found["target"] == ["CN", "Vietnam", "US", "KR", "KP"]
    assert found["error"][2] == f"statement is {MISSING[library]}"


@pytest.mark.parametrize("missing", [None, float("nan"), pandas.NA, "", " ; "])
def test_a_row_without_a_target_falls_back_to_those_given_or_mentioned(
    classifier: StanceClassifier, missing: object
) -> None:
    targets = pandas.Series([missing, "CN;US"], dtype=object)
    frame = pandas.DataFrame({"text": TEXTS[:2], "target": targets})
    found = columns(classifier.predict(frame, target_column="target"))
    assert list(zip(found["row"], found["target"], strict=True)) == [
        (0, "CN"),
        (0, "US"),
        (1, "CN"),
        (1, "US"),
    ]
    found = columns(classifier.predict(frame, "KP", target_column="target"))
    assert found["target"] == ["KP", "CN", "US"]


@pytest.mark.parametrize("missing", [None, float("nan"), pandas.NA, pandas.NaT, 7])
def test_what_is_no_text_is_an_error_of_its_row(classifier: StanceClassifier, missing: object) -> None:
    frame = pandas.DataFrame({"text": pandas.Series(["Beijing waited.", missing], dtype=object)})
    found = columns(classifier.predict(frame))
    assert found["error"][0] is None
    assert found["error"][1].startswith("statement is ")


def test_a_column_alone_gives_the_predictions_of_its_texts(classifier: StanceClassifier) -> None:
    expected = classifier.predict(TEXTS)
    assert classifier.predict(pandas.Series(TEXTS, dtype=object)) == expected
    assert classifier.predict(polars.Series(TEXTS)) == expected
    assert classifier.predict(pyarrow.array(TEXTS)) == expected
    assert classifier.predict(pyarrow.chunked_array([TEXTS[:1], TEXTS[1:]])) == expected


def test_an_empty_frame_gives_an_empty_one_with_the_same_types(classifier: StanceClassifier) -> None:
    full = classifier.predict(polars.DataFrame({"text": TEXTS}))
    empty = classifier.predict(polars.DataFrame({"text": []}, schema={"text": polars.String}))
    assert len(empty) == 0
    assert empty.schema == full.schema


def test_wrong_calls_are_refused(classifier: StanceClassifier) -> None:
    frame = polars.DataFrame({"Text": TEXTS})
    with pytest.raises(InputError, match=r"no column 'text'; its columns are 'Text'; did you mean 'Text'\?"):
        classifier.predict(frame)
    with pytest.raises(InputError, match="call collect"):
        classifier.predict(frame.lazy())
    with pytest.raises(InputError, match="list is no frame"):
        classifier.predict(["a"], text_column="text")
    with pytest.raises(ActorsError):
        classifier.predict(frame, "ZZ", text_column="Text")


def test_without_the_extra_the_command_to_install_it_is_named(
    classifier: StanceClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.model.errors.find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"pip install '\.\[frames\]'"):
        classifier.predict(pandas.DataFrame({"text": TEXTS}))
