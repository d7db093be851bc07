"""`detente card` beside the model card: the known scores of a checkpoint, written and read back."""

import json
import shutil

import pytest

from detente.model.checkpoint import open_checkpoint
from detente.model.errors import CheckpointError, InputError
from detente.model.known_scores import SCORES_FILE, known_scores
from detente.model.shipped import shipped_checkpoints
from detente.scripts.card import card_cli

INTERVAL = {"value": 0.5, "low": 0.4, "high": 0.6}


@pytest.fixture
def folder(tiny_checkpoint, tmp_path):
    return shutil.copytree(tiny_checkpoint, tmp_path / "checkpoint")


@pytest.fixture
def evaluation(folder, tmp_path):
    checkpoint = open_checkpoint(folder)
    scores = {"pairs": 9, "macro_f1": INTERVAL, "accuracy": INTERVAL, "confident_accuracy": 0.5}
    scores |= {"calibration_error": 0.1, "source_accuracy": None, "groups": {}}
    scores["labels"] = {"hostile": {"precision": 0.5, "recall": 1.0, "f1": 0.67, "support": 3}}
    path = tmp_path / "evaluation.json"
    content = {
        "checkpoint": checkpoint.fingerprint,
        "command": "detente evaluate",
        "data": {"file": "test.jsonl"},
    }
    path.write_text(json.dumps(content | {"systems": {checkpoint.name: scores}}))
    return path


def test_scores_of_the_evaluations_are_known_and_change_no_fingerprint(folder, evaluation):
    before = open_checkpoint(folder).fingerprint
    card_cli(folder, [evaluation, evaluation])
    labels = {"hostile": {"precision": 0.5, "recall": 1.0, "f1": 0.67}}
    entry = {"data": "test.jsonl", "pairs": 9, "macro_f1": INTERVAL, "accuracy": INTERVAL, "labels": labels}
    assert known_scores(folder) == [entry, entry]
    assert open_checkpoint(folder).fingerprint == before


def test_a_card_without_evaluations_leaves_no_scores_of_an_older_one(folder, evaluation):
    card_cli(folder, [evaluation])
    card_cli(folder, None)
    assert known_scores(folder) == []
    assert not (folder / SCORES_FILE).exists()


def test_an_evaluation_of_another_checkpoint_changes_nothing(folder, evaluation):
    evaluation.write_text(evaluation.read_text().replace(open_checkpoint(folder).fingerprint, "0" * 12))
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(InputError, match="is of another"):
        card_cli(folder, [evaluation])
    assert sorted(path.name for path in folder.iterdir()) == before


GOOD = {"data": "x", "pairs": 1, "macro_f1": INTERVAL, "accuracy": INTERVAL, "labels": {}}
BROKEN = [GOOD | {"pairs": True}, GOOD | {"macro_f1": {}}, GOOD | {"labels": []}, GOOD | {"data": 1}, {}, 1]
BROKEN += [GOOD | {"accuracy": INTERVAL | {"low": number}} for number in (float("nan"), 10**400)]


@pytest.mark.parametrize("content", ["", "{}", "[" * 100_000, *(json.dumps([entry]) for entry in BROKEN)])
def test_broken_scores_are_told_with_the_way_out(tmp_path, content):
    (tmp_path / SCORES_FILE).write_text(content)
    with pytest.raises(CheckpointError, match=r"scores\.json: cannot be read as scores.*detente card"):
        known_scores(tmp_path)


def test_the_scores_of_shipped_checkpoints_are_those_of_evaluations_shown(root):
    shown = [json.loads(path.read_text()) for path in (root / "docs" / "scores").rglob("evaluation.json")]
    for shipped in shipped_checkpoints():
        checkpoint = open_checkpoint(shipped.name)
        evaluated = {
            found["data"]["file"]: found["systems"][checkpoint.name]
            for found in shown
            if found["checkpoint"] == checkpoint.fingerprint
        }
        known = known_scores(checkpoint.folder)
        assert known
        for scores in known:
            of_this_data = evaluated[scores["data"]]
            assert (scores["macro_f1"], scores["pairs"]) == (of_this_data["macro_f1"], of_this_data["pairs"])
