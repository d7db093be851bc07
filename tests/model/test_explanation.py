"""Which words move a prediction: each is left out once, the target's name never, and the rest stays as it was."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model import StanceClassifier
from detente.model.explanation import Explanation, WordEffect, explain
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import ActorFinder
from detente.model.tokenization import PairTokenizer
from detente.model.wording import LocatedPair, locate

FINDER = ActorFinder.from_files()


class Recorder:
    """Predicts hostile with 0.9, less 0.6 without "condemned" and less 0.1 without "sharply"."""

    def __init__(self) -> None:
        self.pairs: list[LocatedPair] = []

    def __call__(self, pairs) -> list[Prediction]:
        pairs = list(pairs)
        self.pairs += pairs
        return [self.predicted(pair) for pair in pairs]

    def predicted(self, pair: LocatedPair) -> Prediction:
        hostile = 0.9 - 0.6 * ("condemned" not in pair.statement) - 0.1 * ("sharply" not in pair.statement)
        return Prediction(
            pair.statement,
            pair.target,
            "hostile",
            hostile,
            {"hostile": hostile, "neutral": 1 - hostile},
            mentions=pair.mentions,
        )


def explained(
    statement: str, target: str, *, max_tokens: int = 128, tokens: Sequence[str] = ()
) -> tuple[Explanation, list[LocatedPair]]:
    def tokens_of(text: str) -> list[tuple[int, int]]:
        return [(text.find(token), text.find(token) + len(token)) for token in tokens if token in text]

    predict = Recorder()
    whole = predict.predicted(locate(FINDER, statement, target))
    [explanation] = explain([whole], predict, finder=FINDER, max_tokens=max_tokens, tokens=tokens_of)
    return explanation, predict.pairs


def test_the_words_come_in_order_with_their_spans_and_what_they_change() -> None:
    statement = "Seoul sharply condemned the North's launch."
    explanation, _ = explained(statement, "KP")
    assert [word.word for word in explanation.words] == ["Seoul", "sharply", "condemned", "launch"]
    assert all(statement[word.start : word.end] == word.word for word in explanation.words)
    assert [word.change for word in explanation.words] == pytest.approx([0, 0.1, 0.6, 0])
    assert [word.word for word in explanation.strongest(2)] == ["condemned", "sharply"]
    assert [word.word for word in explanation.strongest(2, least=0.2)] == ["condemned"]


def test_a_word_that_speaks_against_the_stance_is_not_among_the_strongest() -> None:
    words = (WordEffect("kindly", 0, 6, -0.3), WordEffect("banned", 7, 13, 0.2))
    assert Explanation(Prediction("kindly banned", "CN"), words).strongest(2) == words[1:]


def test_one_word_and_one_space_are_left_out_and_the_mentions_move_along() -> None:
    _, pairs = explained("Tokyo said, China and China's ally lied.", "CN")
    assert [pair.statement for pair in pairs] == [
        "said, China and China's ally lied.",
        "Tokyo, China and China's ally lied.",
        "Tokyo said, China China's ally lied.",
        "Tokyo said, China and China's lied.",
        "Tokyo said, China and China's ally.",
    ]
    for pair in pairs:
        named = [pair.statement[one.start : one.end] for one in pair.mentions]
        assert [name.removesuffix("'s") for name in named] == ["China", "China"]


def test_the_name_of_another_actor_and_a_number_are_each_one_word() -> None:
    explanation, _ = explained("The United States' envoy counted 28,500 men in China.", "CN")
    assert [word.word for word in explanation.words] == [
        *("The", "United States", "envoy", "counted", "28,500", "men", "in"),
    ]


@pytest.mark.parametrize(
    ("tokens", "words"),
    [
        ([], ["韩国", "强烈", "谴责", "朝鲜"]),
        (["强烈", "谴责"], ["韩国", "强烈", "谴责", "朝鲜"]),
        (["烈谴责"], ["韩国", "强", "烈谴责", "朝鲜"]),
        (["国强", "谴责朝"], ["韩国", "强烈", "谴责", "朝鲜"]),
    ],
)
def test_where_no_spaces_are_written_the_tokens_of_the_network_are_words_beside_names(
    tokens: list[str], words: list[str]
) -> None:
    explanation, _ = explained("韩国强烈谴责朝鲜", "Peru", tokens=tokens)
    assert [word.word for word in explanation.words] == words


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("他谴责朝鲜。", ["他", "谴责", "朝鲜"]),
        ("譴責了朝鲜", ["譴責", "了", "朝鲜"]),
        ("渔民的遗体", ["渔民", "的", "遗体"]),
        ("嘲笑朝鲜，怒", ["嘲笑", "朝鲜", "怒"]),
        ("怒，骂", ["怒", "骂"]),
        ("敦促纠正", ["敦促", "纠正"]),
    ],
)
def test_two_han_letters_that_are_tokens_of_their_own_are_one_word(statement: str, words: list[str]) -> None:
    explanation, _ = explained(statement, "Peru", tokens=[])
    assert [word.word for word in explanation.words] == words


def test_the_particles_that_a_korean_name_carries_are_no_words() -> None:
    explanation, _ = explained("한국은 북한에서의 도발을 규탄했다", "KR")
    assert [word.word for word in explanation.words] == ["북한", "도발을", "규탄했다"]


def test_tokens_of_a_checkpoint_are_places_in_the_text(tiny_checkpoint: Path) -> None:
    tokenizer = PairTokenizer(tiny_checkpoint / "tokenizer.json", max_tokens=32)
    text = "Seoul waited. 韩国"
    found = tokenizer.tokens(text)
    assert found == sorted(found)
    assert {text[start:end].lower() for start, end in found} >= {"seoul", "."}


@given(st.text(max_size=80) | st.text("中国谴责，韩 a", max_size=30))
def test_any_statement_is_cut_into_stretches_that_hold_no_mention(text: str) -> None:
    statement = f"{text} China {text}"
    explanation, pairs = explained(statement, "CN", tokens=("谴责", "国谴", "a谴"))
    assert len(pairs) == len(explanation.words)
    for word, pair in zip(explanation.words, pairs, strict=True):
        assert statement[word.start : word.end] == word.word
        assert not any(
            word.start < one.end and one.start < word.end for one in explanation.prediction.mentions
        )
        assert len(statement) - len(pair.statement) - len(word.word) in (0, 1)
        assert [pair.statement[one.start : one.end] for one in pair.mentions] == [
            statement[one.start : one.end] for one in explanation.prediction.mentions
        ]


def test_a_statement_that_is_too_long_costs_no_more_than_what_the_network_reads() -> None:
    explanation, pairs = explained("word " * 5000 + "China lied." + " word" * 5000, "CN", max_tokens=64)
    assert 0 < len(pairs) <= 64 * 8
    assert "lied" in {word.word for word in explanation.words}


def test_a_prediction_with_an_error_has_no_words_and_stops_no_other(tiny_checkpoint: Path) -> None:
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint)
    predictions = classifier.predict_pairs([("China waited.", "CN"), ("", "CN"), ("Seoul left.", "KR")])
    first, second, third = classifier.explain_predictions(predictions)
    assert [one.word for one in first.words] == ["waited"]
    assert second.prediction.error
    assert second.words == ()
    assert [one.word for one in third.words] == ["left"]
    assert classifier.explain("China waited.", "China") == first


def test_an_explanation_is_the_same_alone_and_among_others(tiny_checkpoint: Path) -> None:
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint)
    statements = [f"Beijing asked Seoul for {number} ships and two crews." for number in range(80)]
    predictions = classifier.predict(statements, ["CN", "KR"])
    together = list(classifier.explain_predictions(predictions))
    assert [one.prediction for one in together] == predictions
    alone = classifier.explain(statements[41], "KR")
    same = together[2 * 41 + 1]
    assert [one.word for one in alone.words] == [one.word for one in same.words]
    assert [one.change for one in alone.words] == pytest.approx([one.change for one in same.words], abs=1e-3)


def test_the_callers_own_span_is_never_left_out(tiny_checkpoint: Path) -> None:
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint)
    explanation = classifier.explain("The ministry praised him.", "Peru", span=(4, 12))
    assert [one.word for one in explanation.words] == ["The", "praised", "him"]
