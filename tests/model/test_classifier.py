"""Statements in, stances out, with a tiny network whose stances mean nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model import StanceClassifier
from detente.model.checkpoint.folder import TOKENIZER_FILE, open_checkpoint
from detente.model.encoders import chunk_runner
from detente.model.encoders.encoder import Encoder, Ids, PairLogits
from detente.model.errors import ActorsError
from detente.model.labels import SOURCES, STANCES
from detente.model.text.statements import split_statements
from detente.model.tokenization import PairTokenizer
from detente.model.wording import Wording

TEXTS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", "   ", "Washington thanked Seoul.", "\ud800 Beijing", "北京 and Pyongyang", "a\x00b China"]
    ),
    st.text(max_size=60),
    st.integers(1, 400).map(lambda number: "China objects. " * number),
)


@pytest.fixture(scope="module")
def classifier(tiny_checkpoint: Path) -> StanceClassifier:
    return StanceClassifier.from_pretrained(tiny_checkpoint)


def test_one_prediction_for_each_target_that_a_statement_mentions(classifier: StanceClassifier) -> None:
    predictions = classifier.predict(["Nobody was there.", "Beijing thanked Seoul.", "Washington waited."])
    assert [(p.statement, p.target) for p in predictions] == [
        ("Beijing thanked Seoul.", "CN"),
        ("Beijing thanked Seoul.", "KR"),
        ("Washington waited.", "US"),
    ]


def test_probabilities_are_named_and_sum_to_one(classifier: StanceClassifier) -> None:
    (prediction,) = classifier.predict("Pyongyang rejected the offer.")
    assert set(prediction.probabilities) == set(STANCES)
    assert sum(prediction.probabilities.values()) == pytest.approx(1)
    assert prediction.score == max(prediction.probabilities.values())
    assert prediction.stance == max(prediction.probabilities, key=lambda s: prediction.probabilities[s])
    if prediction.stance == "neutral":
        assert prediction.source is None
    else:
        assert prediction.source in SOURCES


def test_mentions_point_into_the_statement(classifier: StanceClassifier) -> None:
    statement = "Talks between Pyongyang and the DPRK's friends went on."
    (prediction,) = classifier.predict([statement])
    assert [statement[m.start : m.end] for m in prediction.mentions] == ["Pyongyang", "DPRK"]


def test_named_targets_are_predicted_whether_mentioned_or_not(classifier: StanceClassifier) -> None:
    predictions = classifier.predict(["Japan waited."], targets=["JP", "Ruritania"])
    assert [(p.target, len(p.mentions)) for p in predictions] == [("JP", 1), ("Ruritania", 0)]
    assert all(p.stance in STANCES for p in predictions)


def test_a_document_is_split_first(classifier: StanceClassifier) -> None:
    predictions = classifier.read("Beijing objected. Seoul agreed.")
    assert [(p.statement, p.target) for p in predictions] == [
        ("Beijing objected.", "CN"),
        ("Seoul agreed.", "KR"),
    ]


def test_a_document_alone_or_in_other_letters_is_read_statement_by_statement(
    classifier: StanceClassifier,
) -> None:
    for document in (
        "Beijing objected. He agreed with Seoul.",
        "중국은 북한을 규탄했다. 그는 China를 떠났다.",
    ):
        statements = [statement.text for statement in split_statements(document)]
        predicted = classifier.predict(statements, any_language=True)
        assert classifier.read(document, alone=True, any_language=True) == predicted
    assert classifier.read(document, any_language=True) == predicted
    named = classifier.read("Japan waited. Nobody came.", ["JP"], alone=True)
    assert [(p.statement, p.target) for p in named] == [("Japan waited.", "JP"), ("Nobody came.", "JP")]


def test_each_statement_of_a_document_has_a_list_of_predictions(classifier: StanceClassifier) -> None:
    found = classifier.predict_document(["Nobody came.", "Beijing thanked Seoul."], targets="China")
    assert [[(p.target, p.mention, p.named) for p in of_one] for of_one in found] == [
        [],
        [("CN", "Beijing", True)],
    ]
    assert classifier.predict_document([]) == []
    [[failed]] = classifier.predict_document(["Beijing \udce9 left."])
    assert "lone surrogate" in str(failed.error)


def test_any_iterable_of_pairs_and_spans_will_do(classifier: StanceClassifier) -> None:
    texts, targets = ["Beijing waited.", "Seoul waited."], ["CN", "KR"]
    expected = classifier.predict_pairs(list(zip(texts, targets, strict=True)))
    assert classifier.predict_pairs(zip(texts, targets, strict=True)) == expected
    assert classifier.predict_pairs(zip(texts, targets, strict=True), spans=iter([None, None])) == expected
    assert classifier.predict(iter(texts)) == expected
    logits = classifier.pair_logits(zip(texts, targets, strict=True))
    assert logits.stance.shape == (2, 3)


def test_found_targets_get_what_named_ones_get(classifier: StanceClassifier) -> None:
    statement = "Washington told both Koreas that Beijing and the US would wait."
    found = classifier.predict(statement)
    assert [p.target for p in found] == ["US", "KP", "KR", "CN"]
    assert classifier.predict_pairs((statement, p.target) for p in found) == found


def test_a_cut_statement_is_flagged_and_a_short_one_is_not(classifier: StanceClassifier) -> None:
    short, long = classifier.predict_pairs([("China waits.", "CN"), ("China waits. " * 100, "CN")])
    assert (short.truncated, long.truncated) == (False, True)


@given(
    st.lists(st.tuples(TEXTS, st.sampled_from(["US", "CN", "JP", "XX", ""])), max_size=12), st.integers(1, 12)
)
def test_a_list_gives_what_its_pairs_give_one_by_one(
    classifier: StanceClassifier, pairs: list[tuple[str | None, str]], chunk: int
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(chunk_runner, "CHUNK_PAIRS", chunk)
        together = classifier.predict_pairs(pairs)
    alone = [classifier.predict_pairs([pair])[0] for pair in pairs]
    assert len(together) == len(pairs)
    for one, other in zip(together, alone, strict=True):
        assert (one.statement, one.target, one.error, one.truncated) == (
            other.statement,
            other.target,
            other.error,
            other.truncated,
        )
        assert one.probabilities == pytest.approx(other.probabilities, abs=1e-3)


def test_a_pair_that_comes_again_many_pairs_later_is_run_once(
    tiny_checkpoint: Path, tiny_encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunk_runner, "CHUNK_PAIRS", 3)
    rows = 0
    logits = tiny_encoder.logits

    def counted(**arrays: Ids) -> PairLogits:
        nonlocal rows
        rows += len(arrays["ids"])
        return logits(**arrays)

    classifier = StanceClassifier(open_checkpoint(tiny_checkpoint), tiny_encoder)
    monkeypatch.setattr(tiny_encoder, "logits", counted)
    pairs = [(f"Beijing waited {number % 5} times.", "CN") for number in range(20)]
    predictions = classifier.predict_pairs([*pairs, (None, "CN"), *pairs])
    assert rows == 5
    assert [p.statement for p in predictions] == [text for text, _ in [*pairs, (None, "CN"), *pairs]]
    for number, prediction in enumerate([*predictions[:20], *predictions[21:]]):
        assert prediction.probabilities == predictions[number % 5].probabilities
    assert len({p.score for p in predictions[:5]}) == 5


def test_the_mention_stays_in_view_wherever_it_stands_in_a_long_statement(
    classifier: StanceClassifier, tiny_checkpoint: Path
) -> None:
    filler = "and the talks went on and on " * 12
    alone = classifier.predict_pairs([(f"Beijing waited{' .' * 200}", "CN")])[0]
    assert alone.truncated
    tokenizer = PairTokenizer(tiny_checkpoint / TOKENIZER_FILE, max_tokens=64)
    for number in range(0, 12):
        statement = filler * number + "Beijing waited."
        pair = Wording().word(
            statement, "China", mentions=classifier.finder.find(statement, ["CN"]), max_tokens=64
        )
        (tokenized,) = tokenizer.tokenize([pair])
        marks = tokenizer.tokenize([Wording().word("[ Beijing", "x", max_tokens=64)])[0].ids[1:3]
        assert " ".join(map(str, marks)) in " ".join(map(str, tokenized.ids)), number
        assert len(tokenized.ids) <= 64


def test_a_target_that_is_asked_for_twice_is_predicted_once(classifier: StanceClassifier) -> None:
    predictions = classifier.predict("Beijing waited.", targets=["CN", "China", "cn", "the PRC"])
    assert [p.target for p in predictions] == ["CN"]
    assert [p.target for p in classifier.predict("Beijing waited.", targets="China")] == ["CN"]
    with pytest.raises(ActorsError, match="unknown target 'XX'"):
        classifier.predict("Beijing waited.", targets="XX")


def test_both_backends_give_the_same_stances(tiny_checkpoint: Path, classifier: StanceClassifier) -> None:
    pairs = [
        (f"Beijing and Washington discussed matter {n}.", target)
        for n in range(20)
        for target in ("CN", "US")
    ]
    torch_classifier = StanceClassifier.from_pretrained(
        tiny_checkpoint, backend="torch", device="cpu", precision="fp32"
    )
    assert (classifier.backend, torch_classifier.backend) == ("onnx", "torch")
    for one, other in zip(
        classifier.predict_pairs(pairs), torch_classifier.predict_pairs(pairs), strict=True
    ):
        assert one.probabilities == pytest.approx(other.probabilities, abs=5e-3)
