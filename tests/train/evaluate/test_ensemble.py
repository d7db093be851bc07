"""An ensemble answers with what its members agree on, whoever asks."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from detente.model.classifier import StanceClassifier
from detente.model.errors import InputError
from detente.model.labels import SOURCES, STANCES
from detente.model.prediction import softmax
from detente.model.text.statement_id import statement_id
from detente.scripts.commands.data import app as data_app
from detente.scripts.commands.evaluate import evaluate_cli
from detente.train.evaluate.ensemble import Ensemble, load_together
from detente.train.evaluate.learnt_files import file_warnings
from detente.train.export.random_checkpoint import make_random_checkpoint
from detente.train.labels.pairs import LabelledPair, write_pairs
from detente.train.labels.soft_labels import read_soft_labels

TEXTS = ["Beijing thanked Seoul for the rice.", "Washington scolded Beijing.", "Pyongyang wrote to Seoul."]
PAIRS = [(text, target) for text in TEXTS for target in ("CN", "KR")]


@pytest.fixture(scope="module")
def locations(tiny_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Two checkpoints of other weights, temperatures and thresholds."""
    second = make_random_checkpoint(tmp_path_factory.mktemp("second"), seed=2)
    path = second / "detente.json"
    changed = {"name": "other", "temperature": 0.5, "source_temperature": 2.0, "too_close_below": 0.36}
    path.write_text(json.dumps(json.loads(path.read_text()) | changed))
    return [str(tiny_checkpoint), str(second)]


@pytest.fixture(scope="module")
def members(locations: list[str]) -> list[StanceClassifier]:
    return [StanceClassifier.from_pretrained(location) for location in locations]


def test_probabilities_are_the_geometric_mean_of_those_of_the_members(
    members: list[StanceClassifier],
) -> None:
    one, other, joined = (classifier.predict_pairs(PAIRS) for classifier in (*members, Ensemble(members)))
    for first, second, both in zip(one, other, joined, strict=True):
        for names, of in ((STANCES, "probabilities"), (SOURCES, "source_probabilities")):
            product = [(getattr(first, of)[name] * getattr(second, of)[name]) ** 0.5 for name in names]
            expected = [value / sum(product) for value in product]
            assert [getattr(both, of)[name] for name in names] == pytest.approx(expected)
            assert first.probabilities != second.probabilities


def test_stance_score_source_and_band_follow_the_joined_probabilities(
    members: list[StanceClassifier],
) -> None:
    for prediction in Ensemble(members).predict_pairs(PAIRS):
        assert prediction.stance == max(
            prediction.probabilities, key=lambda name: prediction.probabilities[name]
        )
        assert prediction.score == max(prediction.probabilities.values())
        assert prediction.too_close == (prediction.score < 0.35)
        held = None if prediction.stance == "neutral" else max(prediction.source_probabilities.values())
        assert prediction.p_source == held


def test_logits_of_an_ensemble_are_what_it_answers_with(members: list[StanceClassifier]) -> None:
    ensemble = Ensemble(members)
    logits, predictions = ensemble.pair_logits(PAIRS), ensemble.predict_pairs(PAIRS)
    asked = [[prediction.probabilities[name] for name in STANCES] for prediction in predictions]
    np.testing.assert_allclose(softmax(logits.stance), asked, atol=1e-4)
    asked = [[prediction.source_probabilities[name] for name in SOURCES] for prediction in predictions]
    np.testing.assert_allclose(softmax(logits.source), asked, atol=1e-4)


def test_a_pair_that_cannot_be_predicted_keeps_its_place(members: list[StanceClassifier]) -> None:
    joined = Ensemble(members).predict_pairs([PAIRS[0], ("", "CN"), (None, "KR"), PAIRS[1]])
    assert [prediction.error is None for prediction in joined] == [True, False, False, True]
    assert joined[1].error == members[0].predict_pairs([("", "CN")])[0].error


def test_a_member_alone_is_no_ensemble(members: list[StanceClassifier], locations: list[str]) -> None:
    with pytest.raises(InputError, match="two checkpoints or more, not 1"):
        Ensemble(members[:1])
    assert isinstance(load_together(locations[:1]), StanceClassifier)


def test_evaluate_scores_checkpoints_together_and_says_how(locations: list[str], tmp_path: Path) -> None:
    labels = ("cooperative", "neutral", "hostile", "hostile", "neutral", "neutral")
    pairs = [
        LabelledPair(statement_id(text), text, target, label, None if label == "neutral" else "US")
        for (text, target), label in zip(PAIRS, labels, strict=True)
    ]
    write_pairs(tmp_path / "data.jsonl", pairs)
    app = typer.Typer()
    app.command()(evaluate_cli)
    first, second = locations
    words = [first, str(tmp_path / "data.jsonl"), "--with", second, "--against", second, "-o", str(tmp_path)]
    result = CliRunner().invoke(app, [*words, "--html", str(tmp_path / "page.html")])
    assert result.exit_code == 0, result.output
    content = json.loads((tmp_path / "evaluation.json").read_text())
    assert set(content["systems"]) == {"tiny-0 + other-0", "other-0"}
    assert content["command"].endswith(f"--with {second} --against {second}")
    prints = [StanceClassifier.from_pretrained(location).checkpoint.fingerprint for location in locations]
    assert content["checkpoint"] == "+".join(prints)
    assert "tiny-0 + other-0" in (tmp_path / "page.html").read_text()


def test_an_ensemble_teaches_with_its_own_logits(
    members: list[StanceClassifier], locations: list[str], tmp_path: Path
) -> None:
    (tmp_path / "pool.txt").write_text("".join(f"{text}\n" for text in TEXTS))
    words = [
        locations[0],
        str(tmp_path / "pool.txt"),
        "--with",
        locations[1],
        "-o",
        str(tmp_path / "soft.jsonl"),
    ]
    result = CliRunner().invoke(data_app, ["soft-label", *words])
    assert result.exit_code == 0, result.output
    soft = read_soft_labels(tmp_path / "soft.jsonl")
    expected = Ensemble(members).pair_logits([(pair.text, pair.target) for pair in soft])
    np.testing.assert_allclose([pair.stance for pair in soft], expected.stance, atol=0.006)
    np.testing.assert_allclose([pair.source for pair in soft], expected.source, atol=0.006)


def test_each_member_that_knows_a_file_is_told(tiny_checkpoint: Path, tmp_path: Path) -> None:
    data = tmp_path / "gold.jsonl"
    data.write_text("{}\n")
    entry = {"file": "gold.jsonl", "sha256": hashlib.sha256(data.read_bytes()).hexdigest(), "pairs": 1}
    folders = [shutil.copytree(tiny_checkpoint, tmp_path / name) for name in ("first", "second", "third")]
    for folder, split in zip(folders, ("train", "dev", None), strict=True):
        settings = json.loads((folder / "detente.json").read_text()) | {"name": folder.name}
        settings["data"] = {split: [entry]} if split else {}
        (folder / "detente.json").write_text(json.dumps(settings))
    together = load_together([str(folder) for folder in folders], backend="onnx")
    assert list(file_warnings([together], data)) == [
        f"{data}: first-0 learnt from this file, so these scores are too high",
        f"{data}: second-0 was chosen or calibrated on this file, so these scores are too high",
    ]
