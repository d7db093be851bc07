"""Which checkpoint answers in which language, and that the second is loaded only where it is asked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_type_hints

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batch.predicting import predict_rows
from detente.batch.records import Record
from detente.batch.run_settings import RunSettings, basis_of
from detente.model import StanceClassifier, routing
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.errors import InputError
from detente.model.languages import in_words, unsupported_language, unsupported_language_of
from detente.model.routing import (
    Deferred,
    RoutedClassifier,
    load_classifier,
    predict_together,
    second_checkpoint,
)
from detente.model.statement_predicting import codes_of
from detente.model.wording import locate

ENGLISH = "Beijing thanked Seoul for the grain."
KOREAN = "중국 외교부는 China 대표단이 서울에 도착했다고 밝혔다."
CHINESE = "中国外交部发言人对此表示欢迎。"
JAPANESE = "日本政府はこれについて沈黙しました。"


def rows_of(classifier, *texts, **options):
    records = [
        Record(text, {}, "a.csv", row, "statement", targets=("CN",))
        for row, text in enumerate(texts, start=1)
    ]
    return list(predict_rows(records, classifier, **options))


def test_korean_and_chinese_go_to_the_second_and_the_rest_to_the_first(with_multi: Path) -> None:
    rows = rows_of(load_classifier(backend="onnx"), KOREAN, ENGLISH, CHINESE, JAPANESE, ENGLISH)
    assert [(row["lang"], row["checkpoint"], row["target"]) for row in rows] == [
        ("ko", "multi-0.3.0", "CN"),
        ("en", "tiny-0", "CN"),
        ("zh", "multi-0.3.0", "CN"),
        ("ja", "tiny-0", None),
        ("en", "tiny-0", "CN"),
    ]
    assert "unsupported language: ja; supported: en, ko, zh;" in rows[3]["error"]
    alone = rows_of(StanceClassifier.from_pretrained(with_multi, backend="onnx"), KOREAN, CHINESE)
    for row, other in zip((rows[0], rows[2]), alone, strict=True):
        assert row["p_hostile"] == pytest.approx(other["p_hostile"], abs=1e-5)


def test_each_is_loaded_once_with_the_first_statement_that_needs_it(
    with_multi: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = []
    load = routing.load_encoder

    def counting(checkpoint, *arguments, **options):
        loaded.append(checkpoint.name)
        return load(checkpoint, *arguments, **options)

    monkeypatch.setattr(routing, "load_encoder", counting)
    classifier = load_classifier(backend="onnx")
    assert loaded == []
    rows_of(classifier, KOREAN)
    assert loaded == ["multi-0.3.0"]
    rows_of(classifier, CHINESE, ENGLISH, JAPANESE)
    rows_of(classifier, KOREAN, ENGLISH)
    assert loaded == ["multi-0.3.0", "tiny-0"]


def test_english_rows_are_the_same_with_and_without_the_second(
    with_multi: Path, tiny_checkpoint: Path
) -> None:
    alone = StanceClassifier.from_pretrained(tiny_checkpoint, backend="onnx")
    assert rows_of(load_classifier(backend="onnx"), ENGLISH) == rows_of(alone, ENGLISH)


def test_any_language_has_the_first_answer_in_what_neither_knows(with_multi: Path) -> None:
    answered = [("multi-0.3.0", "CN", None), ("tiny-0", "CN", None)]
    for rows in (
        rows_of(load_classifier(backend="onnx", any_language=True), KOREAN, JAPANESE),
        rows_of(load_classifier(backend="onnx"), KOREAN, JAPANESE, any_language=True),
    ):
        assert [(row["checkpoint"], row["target"], row["error"]) for row in rows] == answered


def test_pairs_are_predicted_and_explained_in_the_language_of_their_statement(with_multi: Path) -> None:
    both = load_classifier(backend="onnx")
    pairs = [(KOREAN, "CN"), (ENGLISH, "KR"), (None, "CN"), (JAPANESE, "CN")]
    first = StanceClassifier.from_pretrained("published-base", backend="onnx")
    second = StanceClassifier.from_pretrained("published-multi", backend="onnx")
    wanted = [second.predict_pairs(pairs[:1]), first.predict_pairs(pairs[1:])]
    found = both.predict_pairs(pairs)
    assert [one.stance for one in found] == [one.stance for some in wanted for one in some]
    assert found[0].score == pytest.approx(wanted[0][0].score, abs=1e-5)
    assert found[2].error is not None
    located = [locate(both.finder, *pair) for pair in (pairs[0], pairs[1], pairs[3])]
    for one, same in zip(both.predict_located(located), (found[0], found[1], found[3]), strict=True):
        assert (one.statement, one.stance) == (same.statement, same.stance)
        assert one.score == pytest.approx(same.score, abs=1e-5)
    explained = list(both.explain_predictions(found[:2]))
    assert [one.prediction for one in explained] == found[:2]
    assert [word.word for word in explained[1].words][:1] == ["Beijing"]


def test_a_checkpoint_that_is_named_answers_alone(with_multi: Path, tiny_checkpoint: Path) -> None:
    assert second_checkpoint() is not None
    assert second_checkpoint("published") is not None
    for name in ("published-base", "published-multi", tiny_checkpoint):
        assert second_checkpoint(name) is None
        assert isinstance(load_classifier(name, backend="onnx"), StanceClassifier)


def test_the_type_of_what_is_loaded_has_what_a_user_calls() -> None:
    returned = get_type_hints(load_classifier)["return"]
    for name in ("name", "finder", "languages", "predict", "predict_pairs", "read", "explain"):
        assert hasattr(returned, name)
    assert issubclass(StanceClassifier, returned)
    assert issubclass(RoutedClassifier, returned)


@pytest.mark.parametrize("form", [str, Path, lambda path: [str(path)], lambda path: (path,)])
def test_a_list_of_actors_is_given_as_a_path_or_its_text_alone_or_among_others(
    with_multi: Path, tiny_checkpoint: Path, tmp_path: Path, form: Callable[[Path], Any]
) -> None:
    file = tmp_path / "own.toml"
    file.write_text('[XR]\nname = "Ruritania"\nnames = ["Strelsau"]\n', encoding="utf-8")
    for loaded in (
        load_classifier(backend="onnx", actors=form(file)),
        StanceClassifier.from_pretrained(tiny_checkpoint, backend="onnx", actors=form(file)),
    ):
        assert codes_of("Ruritania", loaded.finder) == ("XR",)


def test_a_second_that_knows_no_more_is_not_asked(with_multi, monkeypatch, multi_checkpoint) -> None:
    from detente.model.checkpoint import shipped

    base, multi = shipped.SHIPPED
    monkeypatch.setattr(shipped, "SHIPPED", (multi, base))
    assert open_checkpoint().folder == multi_checkpoint
    assert second_checkpoint() is None


def test_without_the_second_no_one_knows_korean(without_multi: None) -> None:
    classifier = load_classifier(backend="onnx")
    assert isinstance(classifier, StanceClassifier)
    assert [row["error"] for row in rows_of(classifier, KOREAN)] == [unsupported_language("ko", ["en"])]


def test_the_basis_of_a_job_tells_which_checkpoint_answers_in_which_language(with_multi: Path) -> None:
    basis = basis_of(RunSettings(backend="onnx"))["checkpoint"]
    assert basis["name"] == "tiny-0"
    assert basis["for Korean and Chinese"]["name"] == "multi-0.3.0"
    assert set(basis["files"]) == set(basis["for Korean and Chinese"]["files"])
    assert basis["files"] != basis["for Korean and Chinese"]["files"]
    assert "for Korean and Chinese" not in basis_of(RunSettings(checkpoint="published-base"))["checkpoint"]


@given(st.lists(st.integers(0, 3)))
def test_items_are_predicted_together_by_classifier_and_come_back_in_order(asked) -> None:
    names = [f"c{number}" for number in range(4)]
    calls = []

    def predict(name, items):
        calls.append(name)
        return [(name, item) for item in items]

    found = predict_together(range(len(asked)), [names[number] for number in asked], predict)
    assert found == [(names[number], item) for item, number in enumerate(asked)]
    assert sorted(calls) == sorted({names[number] for number in asked})


@pytest.mark.parametrize("alone", [False, True])
def test_a_statement_of_a_document_in_an_unknown_language_has_one_error_and_pairs_have_none(
    tiny_checkpoint: Path, alone: bool
) -> None:
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint, backend="onnx")
    found = classifier.read(
        "Beijing thanked Seoul.\n\n중국은 한국과 북한을 규탄했다.\n\nSeoul left.", ["CN", "KR"], alone=alone
    )
    wrong = [(p.statement, p.target, p.error) for p in found if p.error is not None]
    assert wrong == [
        (
            "중국은 한국과 북한을 규탄했다.",
            "",
            "unsupported language: ko; supported: en; "
            "--any-language (in Python any_language=True) predicts it all the same",
        )
    ]
    assert [p.target for p in found if p.statement == "Beijing thanked Seoul."] == ["CN", "KR"]
    assert found[-1].statement == "Seoul left."
    assert classifier.predict_pairs([("중국은 한국을 규탄했다.", "CN")])[0].error is None


def test_predict_refuses_a_statement_in_an_unknown_language_in_its_turn(tiny_checkpoint: Path) -> None:
    one = StanceClassifier.from_pretrained(tiny_checkpoint, backend="onnx")
    error = unsupported_language("ko", ["en"])

    def found(targets, **options):
        predicted = one.predict([ENGLISH, None, KOREAN, ENGLISH], targets, **options)
        return [(p.statement, p.target, p.error) for p in predicted]

    assert found("CN") == [
        (ENGLISH, "CN", None),
        (None, "CN", "statement is null"),
        (KOREAN, "CN", error),
        (ENGLISH, "CN", None),
    ]
    assert found(["CN", "KR"])[4:6] == [(KOREAN, "CN", error), (KOREAN, "KR", error)]
    assert found(None)[2:5] == [(None, "", "statement is null"), (KOREAN, "", error), (ENGLISH, "CN", None)]
    assert found("CN", any_language=True)[2] == (KOREAN, "CN", None)


def test_statements_frames_and_documents_are_predicted_in_their_language(with_multi: Path) -> None:
    both = load_classifier(backend="onnx")
    texts = [KOREAN, ENGLISH, JAPANESE, CHINESE]
    found = both.predict(texts, "China")
    wanted = both.predict_pairs([(text, "CN") for text in texts])
    assert [p.error is None for p in found] == [True, True, False, True]
    assert found[:2] + found[3:] == wanted[:2] + wanted[3:]
    assert [(p.statement, p.target) for p in both.predict(texts) if p.error is None and p.target == "CN"] == [
        (text, "CN") for text in (KOREAN, ENGLISH, CHINESE)
    ]
    frame = both.predict(pandas.DataFrame({"text": texts}), "CN")
    assert list(frame["score"].dropna()) == [p.score for p in found if p.error is None]
    assert [str(error)[:24] for error in frame["error"].dropna()] == ["unsupported language: ja"]

    second = StanceClassifier.from_pretrained("published-multi", backend="onnx")
    read = both.read(f"{ENGLISH}\n\n{CHINESE}")
    assert [(p.statement, p.target) for p in read] == [(ENGLISH, "CN"), (ENGLISH, "KR"), (CHINESE, "CN")]
    assert read[-1].score == pytest.approx(second.predict(CHINESE, "CN")[0].score, abs=1e-5)
    assert both.explain(CHINESE, "CN").prediction.score == pytest.approx(read[-1].score, abs=1e-5)
    with pytest.raises(InputError, match="1 span was given for 2 pairs"):
        both.predict_pairs([(KOREAN, "CN"), (ENGLISH, "CN")], spans=[None])


def test_a_classifier_of_one_language_can_be_asked_in_any(tiny_checkpoint: Path) -> None:
    one = StanceClassifier.from_pretrained(tiny_checkpoint, backend="onnx")
    every = RoutedClassifier(Deferred.loaded_already(one), any_language=True)
    assert (every.name, every.languages, every.finder) == (one.name, ("en",), one.finder)
    assert every.for_language("ja") is every.for_language("en") is one.for_language("und") is one
    assert one.for_language("ja") is None


def test_the_error_names_its_language_and_no_other_error_does() -> None:
    assert unsupported_language_of(unsupported_language("ja", ["en", "ko"])) == "ja"
    assert unsupported_language_of("text is null") is None
    assert unsupported_language_of(None) is None
    assert in_words(["ko", "zh", "xx"]) == "Korean, Chinese and ‘xx’"
    assert in_words(["ko"]) == "Korean"
