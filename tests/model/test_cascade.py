"""The cascade: the first checkpoint's answer holds where it is sure, else the second one's."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batch.run_settings import RunSettings, basis_of
from detente.model import StanceClassifier
from detente.model.cascade import predict_in_turn
from detente.model.checkpoint import cascade, folder
from detente.model.checkpoint.folder import open_checkpoint, open_single_checkpoint
from detente.model.errors import CheckpointError, InputError
from detente.model.prediction import Prediction
from detente.model.wording import LocatedPair, Wording
from detente.train.export.random_checkpoint import make_random_checkpoint

SCORES = st.one_of(st.none(), st.floats(0.34, 1))
STATEMENTS = [
    "Beijing thanked Washington for the grain.",
    "Seoul rebuked Pyongyang.",
    "China is large.",
    "",
    "The South's envoy left for Washington at noon, and nobody in Seoul would say why he did.",
]


@given(st.lists(SCORES), st.floats(0, 1))
def test_the_second_is_asked_for_exactly_the_unsure_pairs(scores, sure_from):
    asked: list[LocatedPair | Prediction] = [
        Prediction(f"s{number}", "CN", error="wrong")
        if score is None
        else LocatedPair(f"s{number}", "CN", "China", ())
        for number, score in enumerate(scores)
    ]

    def first(pairs: Iterable[LocatedPair | Prediction]) -> list[Prediction]:
        return [
            pair
            if isinstance(pair, Prediction)
            else Prediction(pair.statement, "CN", stance="first", score=score)
            for pair, score in zip(pairs, scores, strict=True)
        ]

    def second(pairs: Iterable[LocatedPair | Prediction]) -> list[Prediction]:
        return [Prediction(pair.statement, "CN", stance="second") for pair in pairs]

    found = predict_in_turn(asked, first=first, second=second, sure_from=sure_from)
    assert [one.statement for one in found] == [f"s{number}" for number in range(len(scores))]
    for prediction, score in zip(found, scores, strict=True):
        if score is None:
            assert prediction.error == "wrong"
        else:
            assert prediction.stance == ("second" if round(score, 5) < sure_from else "first")


@pytest.fixture(scope="module")
def other_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_random_checkpoint(tmp_path_factory.mktemp("other"), seed=7)


@pytest.fixture
def shipped(
    tmp_path: Path, tiny_checkpoint: Path, other_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Path]:
    """A cascade of two tiny checkpoints that differ, of which the first is sure of about half the pairs."""
    first, second = tiny_checkpoint, other_checkpoint
    scores = sorted(
        prediction.score or 0 for prediction in StanceClassifier.from_pretrained(first).predict(STATEMENTS)
    )
    content = {
        "format": 1,
        "name": "cascade",
        "version": "1",
        "first": str(first),
        "second": str(second),
        "sure_from": round(scores[len(scores) // 2], 4),
        "fingerprints": [open_checkpoint(path).fingerprint for path in (first, second)],
        "fitted": {},
    }
    (tmp_path / "cascade.json").write_text(json.dumps(content))
    for module in (folder, cascade):
        monkeypatch.setattr(module, "CASCADE_FOLDER", tmp_path)
    return first, second


def test_each_pair_has_the_answer_of_one_of_the_two(shipped):
    both = StanceClassifier.from_pretrained("published-cascade", backend="onnx")
    first, second = (
        StanceClassifier.from_pretrained(path, backend="onnx").predict(STATEMENTS) for path in shipped
    )
    found = both.predict(STATEMENTS)
    wanted = [
        one if one.score is None or round(one.score, 5) >= both.checkpoint.sure_from else other
        for one, other in zip(first, second, strict=True)
    ]
    assert [(one.stance, one.error) for one in found] == [(one.stance, one.error) for one in wanted]
    assert [one.score for one in found] == pytest.approx([one.score for one in wanted], abs=1e-5)
    assert any(one in first for one in found)
    assert both.name == "cascade-1"


def test_a_pair_has_the_same_answer_alone_as_among_others(shipped):
    both = StanceClassifier.from_pretrained("published-cascade", backend="onnx")
    alone = [prediction for statement in STATEMENTS for prediction in both.predict(statement)]
    assert [(one.target, one.stance) for one in both.predict(STATEMENTS)] == [
        (one.target, one.stance) for one in alone
    ]


def test_the_basis_of_a_job_names_both_checkpoints_and_the_threshold(shipped):
    first, second = (open_checkpoint(path) for path in shipped)
    basis = basis_of(RunSettings(checkpoint="published-cascade", backend="onnx"))["checkpoint"]
    assert basis["name"] == "cascade-1"
    assert basis["asked_first"]["fingerprint"] == first.fingerprint
    assert set(basis["files"]) == set(basis["asked_first"]["files"])
    assert basis["files"] != basis["asked_first"]["files"]
    assert basis["fingerprint"] not in (first.fingerprint, second.fingerprint)


def test_whether_a_target_is_meant_is_asked_of_the_second_alone(shipped, tmp_path, monkeypatch):
    asking = shutil.copytree(shipped[1], tmp_path / "asking")
    settings = json.loads((asking / "detente.json").read_text(encoding="utf-8"))
    settings["wording"] = {**settings["wording"], "question": "meant? "}
    (asking / "detente.json").write_text(json.dumps(settings), encoding="utf-8")
    content = json.loads((tmp_path / "cascade.json").read_text(encoding="utf-8"))
    fingerprints = [content["fingerprints"][0], open_checkpoint(asking).fingerprint]
    content |= {"second": str(asking), "fingerprints": fingerprints}
    (tmp_path / "cascade.json").write_text(json.dumps(content), encoding="utf-8")
    both = StanceClassifier.from_pretrained("published-cascade", backend="onnx")
    seen: dict[str, list[str]] = {"first": [], "second": []}
    word_all = Wording.word_all

    def recorded(wording, pairs, **options):
        pairs = list(pairs)
        # Of the two, only the second has a question in its wording.
        seen["second" if wording.question else "first"] += [pair.statement for pair in pairs]
        return word_all(wording, pairs, **options)

    monkeypatch.setattr(Wording, "word_all", recorded)
    statements = ["Beijing sent an envoy to Washington.", "The two countries will talk, it said."]
    both.predict_plans(both.document_reader.read(statements))
    assert statements[0] in seen["first"]
    assert any(text.startswith("meant? ") for text in seen["second"])
    assert not any(text.startswith("meant? ") for text in seen["first"])


def test_another_threshold_gives_another_fingerprint(shipped, tmp_path):
    before = open_checkpoint("published-cascade").fingerprint
    content = json.loads((tmp_path / "cascade.json").read_text())
    (tmp_path / "cascade.json").write_text(json.dumps(content | {"sure_from": 0.99}))
    assert open_checkpoint("published-cascade").fingerprint != before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"fingerprints": ["0" * 12, "1" * 12]}, "fitted for other checkpoints"),
        ({"sure_from": 1.5}, "not a probability"),
        ({"format": 2}, "unsupported format"),
        ({"third": "x"}, "cannot be read"),
    ],
)
def test_a_wrong_cascade_is_told(shipped, tmp_path, change, told):
    content = json.loads((tmp_path / "cascade.json").read_text())
    (tmp_path / "cascade.json").write_text(json.dumps(content | change))
    with pytest.raises(CheckpointError, match=told):
        open_checkpoint("published-cascade")


def test_what_needs_one_network_is_refused(shipped):
    with pytest.raises(CheckpointError, match=r"no files of its own; name one of the two, .*tiny"):
        open_single_checkpoint("published-cascade")
    with pytest.raises(InputError, match="has none"):
        StanceClassifier.from_pretrained("published-cascade").pair_logits([("Seoul left.", "KR")])


def test_the_shipped_threshold_was_fitted_for_the_shipped_checkpoints():
    found = open_checkpoint("published-cascade")
    assert found.name.startswith("cascade-")
    assert found.asked_first is not None
    assert found.described_in != found.folder
