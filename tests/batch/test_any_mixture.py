"""Whatever comes, in whatever batches: as many rows out as pairs in, in order, each as if it had come alone."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.batch.predicting import predict_rows
from detente.batch.records import Record
from detente.model import StanceClassifier
from detente.model.encoders import batch_runner

NAMED = ["Washington", "Beijing", "Pyongyang", "Seoul", "China and the U.S.", "Ruritania", "both Koreas"]
OTHER_SCRIPTS = [
    "북한과 대화했다",
    "中国外交部发言人",
    "Пхеньян",
    "قالت بكين",
    "日本 🇰🇷👍🏽",
    "e\u0301\u200d\ufeff",
    "ไทย",
]

statements = st.one_of(
    st.none(),
    st.sampled_from(["", " \n\t", "\u3000", "\x00", "\ud800 Beijing", "."]),
    st.text(max_size=50),
    st.builds("{} thanked {}. {}".format, *[st.sampled_from(NAMED)] * 2, st.sampled_from(OTHER_SCRIPTS)),
    st.builds(lambda name, times: f"{name} waited. " * times, st.sampled_from(NAMED), st.integers(1, 120)),
)
targets = st.none() | st.lists(st.sampled_from(["US", "KP", "Ruritania", "XX", ""]), min_size=1, max_size=3)
# Drawn from a few, so that the same statement comes up again, near and far.
mixtures = st.lists(st.tuples(statements, targets), min_size=1, max_size=6).flatmap(
    lambda pool: st.lists(st.sampled_from(pool), max_size=20)
)
budgets = st.sampled_from([1, 64, 300, 1024, 10**6])


@pytest.fixture(scope="module")
def classifier(tiny_checkpoint: Path) -> StanceClassifier:
    return StanceClassifier.from_pretrained(tiny_checkpoint)


def in_batches_of(tokens: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_runner, "budget_for", lambda *_: tokens)


def records_of(mixture):
    return [
        Record(text, {"n": n}, "a", n, "statement", tuple(named) if named else None)
        for n, (text, named) in enumerate(mixture)
    ]


@given(mixture=mixtures, tokens=budgets, chunk=st.integers(1, 20))
@settings(max_examples=40)
def test_every_record_gives_the_rows_that_it_gives_alone(classifier, mixture, tokens, chunk):
    records = records_of(mixture)
    with pytest.MonkeyPatch.context() as monkeypatch:
        in_batches_of(tokens, monkeypatch)
        together = list(predict_rows(records, classifier, chunk=chunk))
    alone = [row for record in records for row in predict_rows([record], classifier)]
    assert [told(row) for row in together] == [told(row) for row in alone]
    for row, other in zip(together, alone, strict=True):
        assert numbers(row) == pytest.approx(numbers(other), abs=1e-3)
    assert {row["n"] for row in together} == set(range(len(mixture)))


@given(mixture=mixtures, tokens=budgets)
def test_a_list_of_statements_gives_what_each_gives(classifier, mixture, tokens):
    texts = [text for text, _ in mixture]
    with pytest.MonkeyPatch.context() as monkeypatch:
        in_batches_of(tokens, monkeypatch)
        together = classifier.predict(texts)
    alone = [prediction for text in texts for prediction in classifier.predict([text])]
    assert len(together) == len(alone)
    for one, other in zip(together, alone, strict=True):
        assert (one.statement, one.target, one.error, one.mentions, one.truncated) == (
            other.statement,
            other.target,
            other.error,
            other.mentions,
            other.truncated,
        )
        assert one.probabilities == pytest.approx(other.probabilities, abs=1e-3)


def told(row):
    """What a row says, without what hangs on the last digits of its probabilities."""
    return {
        name: value for name, value in row.items() if name not in {*NUMBERS, "stance", "source", "too_close"}
    }


def numbers(row):
    """The probabilities of a row; that of the source is there only where the stance is not neutral."""
    return [
        row[name]
        for name in NUMBERS
        if row[name] is not None and name.startswith("p_") and name not in ("p_source", "p_meant")
    ]


NUMBERS = ("score", "p_cooperative", "p_hostile", "p_neutral", "p_source", "p_meant")
