import re
from dataclasses import dataclass, field
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batch import predicting
from detente.batch.planning import DocumentOptions
from detente.batch.records import Record, broken_document
from detente.batch.statements import record_statements
from detente.model.errors import ActorsError
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import Actor, Mention
from detente.model.text.statements import Statement

# Documents are read in test_planning.py.
predict_rows = partial(predicting.predict_rows, documents=DocumentOptions(alone=True))


class FakeFinder:
    def find(self, statement, targets=None):
        found = [Mention(m.group(), m.start(), m.end()) for m in re.finditer(r"\b(US|CN)\b", statement)]
        return [mention for mention in found if targets is None or mention.target in targets]

    def resolve(self, target):
        if target == "XX":
            raise ActorsError("unknown target XX")
        return Actor(code=target, name=target)


@dataclass
class FakeClassifier:
    name: str = "fake"
    finder: FakeFinder = field(default_factory=FakeFinder)
    calls: list = field(default_factory=list)
    languages: tuple = ("en",)

    def for_language(self, language):
        return None if language in ("ko", "ja") else self

    def predict_pairs(self, pairs):
        self.calls.append(list(pairs))
        return [Prediction(text, target, stance="neutral", score=1.0) for text, target in pairs]


@pytest.fixture(autouse=True)
def split_at_bars(monkeypatch):
    def split(document):
        return [Statement(part, 0, len(part)) for part in document.split("|") if part.strip()]

    monkeypatch.setattr(record_statements, "split_statements", split)


def row(text, targets=None, number=1):
    return Record(text, {}, "a.csv", number, "statement", targets=targets)


def document(text):
    return Record(text, {}, "a.txt", None, "document")


def seen(rows):
    return [(r["position"], r["statement"], r["target"]) for r in rows]


def test_targets_are_found_and_each_predicted_once():
    rows = list(predict_rows([row("CN and US and CN"), row("nobody", number=2)], FakeClassifier()))
    assert seen(rows) == [(1, "CN and US and CN", "CN"), (1, "CN and US and CN", "US"), (2, "nobody", None)]
    assert rows[2]["stance"] is None
    assert rows[2]["error"] is None
    assert {r["checkpoint"] for r in rows} == {"fake"}


def test_documents_are_split_and_their_statements_counted():
    rows = list(predict_rows([document("CN one|none|US two"), document("US")], FakeClassifier()))
    assert seen(rows) == [(1, "CN one", "CN"), (2, "none", None), (3, "US two", "US"), (1, "US", "US")]


def test_a_document_without_statements_is_told_in_its_place():
    (only,) = predict_rows([document("| |")], FakeClassifier())
    assert "no statement" in only["error"]


def test_given_targets_are_those_looked_for_and_a_row_s_own_are_predicted_without_a_mention():
    records = [row("CN and US"), row("nobody"), row("US", targets=("KR",))]
    rows = predict_rows(records, FakeClassifier(), targets=["CN", "JP", "CN"])
    assert [(r["statement"], r["target"]) for r in rows] == [
        ("CN and US", "CN"),
        ("nobody", None),
        ("US", "KR"),
    ]


def test_one_target_may_be_given_as_a_text():
    records = [row("CN and US"), row("US")]
    one, listed = (predict_rows(records, FakeClassifier(), targets=given) for given in ("CN", ["CN"]))
    assert seen(one) == seen(listed)


def test_an_unknown_target_is_refused_before_anything_is_predicted():
    with pytest.raises(ActorsError):
        predict_rows([row("US")], FakeClassifier(), targets=["XX"])


def test_a_statement_in_an_unknown_language_is_one_row_with_its_error_and_costs_no_neighbour():
    records = [row("US"), row("중국 CN과 US", targets=("CN", "US")), document("日本はUS|CN")]
    classifier = FakeClassifier()
    rows = list(predict_rows(records, classifier))
    assert [(r["statement"], r["lang"], r["target"], r["stance"]) for r in rows] == [
        ("US", "en", "US", "neutral"),
        ("중국 CN과 US", "ko", None, None),
        ("日本はUS", "ja", None, None),
        ("CN", rows[3]["lang"], "CN", "neutral"),
    ]
    assert [r["error"] for r in rows[1:3]] == [
        f"unsupported language: {code}; supported: en; "
        "--any-language (in Python any_language=True) predicts it all the same"
        for code in ("ko", "ja")
    ]
    assert [target for call in classifier.calls for _, target in call] == ["US", "CN"]


def test_any_language_is_predicted_on_demand():
    records = [row("중국 CN과 US", targets=("CN", "US")), row("日本は US")]
    rows = list(predict_rows(records, FakeClassifier(), any_language=True))
    assert [(r["lang"], r["target"], r["error"]) for r in rows] == [
        ("ko", "CN", None),
        ("ko", "US", None),
        ("ja", "US", None),
    ]


def test_errors_keep_their_place_and_cost_no_neighbour():
    records = [row("US"), broken_document("b.txt", "cannot be opened"), row("CN")]
    rows = list(predict_rows(records, FakeClassifier()))
    assert [(r["document"], r["target"], r["error"]) for r in rows] == [
        ("a.csv", "US", None),
        ("b.txt", None, "cannot be opened"),
        ("a.csv", "CN", None),
    ]


def test_what_the_classifier_raises_is_passed_on():
    class Broken(FakeClassifier):
        def predict_pairs(self, pairs):
            raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError, match="out of memory"):
        list(predict_rows([row("US")], Broken()))


def test_the_classifier_is_called_a_chunk_at_a_time():
    classifier = FakeClassifier()
    rows = predict_rows((row("US", number=n) for n in range(10_000_000)), classifier, chunk=3)
    assert [next(rows)["position"] for _ in range(4)] == [0, 1, 2, 3]
    assert [len(call) for call in classifier.calls] == [3, 3]


texts = st.sampled_from(["US", "CN US", "none", "US|CN|none|US CN", "|"])
records = st.lists(st.tuples(texts, st.sampled_from(["row", "document", "error"])))


@given(records, st.integers(1, 5))
def test_the_rows_do_not_depend_on_the_chunk(kinds, chunk):
    made = {"row": row, "document": document, "error": lambda text: broken_document("x", text)}
    inputs = [made[kind](text) for text, kind in kinds]
    assert list(predict_rows(inputs, FakeClassifier(), chunk=chunk)) == list(
        predict_rows(inputs, FakeClassifier())
    )
