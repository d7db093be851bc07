"""`detente card`: the model card of a checkpoint, and its known scores and speed, written and read back."""

import hashlib
import json
import re
import shutil
from dataclasses import replace

import pytest

from detente.model.checkpoint.folder import open_checkpoint
from detente.model.checkpoint.known_scores import (
    SCORES_FILE,
    known_scores,
)
from detente.model.checkpoint.shipped import shipped_checkpoints
from detente.model.errors import CheckpointError, InputError
from detente.scripts.commands.card import card_cli
from detente.train.export.known_data import (
    IN_THE_ORIGINAL,
    LABELLED,
    LABELLED_AGAIN,
    LABELLED_BY_OTHERS,
    LABELLED_IN_THE_ORIGINAL,
    READ_AGAIN,
)

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


def test_the_language_of_the_labelled_pairs_is_known_and_checked(folder, evaluation):
    evaluation.write_text(evaluation.read_text().replace('"file": ', '"lang": "ko", "file": '))
    card_cli(folder, [evaluation])
    scores = known_scores(folder)
    assert scores[0]["lang"] == "ko"
    scores[0]["lang"] = 5
    (folder / "scores.json").write_text(json.dumps(scores))
    with pytest.raises(CheckpointError, match="lang is 5, not text"):
        known_scores(folder)


def test_the_table_of_labels_and_predictions_is_known_and_checked(folder, evaluation):
    table = [[2, 0, 1], [0, 3, 0], [1, 0, 2]]
    content = json.loads(evaluation.read_text())
    content["systems"][open_checkpoint(folder).name]["confusion"] = table
    evaluation.write_text(json.dumps(content))
    card_cli(folder, [evaluation])
    assert known_scores(folder)[0]["confusion"] == table
    scores = json.loads((folder / "scores.json").read_text())
    for wrong in (table[:2], [[1, 2], *table[1:]], [[-1, 0, 1], *table[1:]], 5):
        scores[0]["confusion"] = wrong
        (folder / "scores.json").write_text(json.dumps(scores))
        with pytest.raises(CheckpointError, match="cannot be read as scores"):
            known_scores(folder)


def test_the_card_tells_scores_before_and_after_calibration_and_the_band(folder, evaluation):
    card_cli(folder, [evaluation])
    of_older_versions = (folder / "README.md").read_text()
    assert "| expected calibration error | 0.100 |" in of_older_versions
    assert "too close to call | " not in of_older_versions
    decided = {"coverage": 0.9, "accuracy": 0.8, "too_close_accuracy": None}
    certainty = {"before": {"calibration_error": 0.25}, "decided": decided}
    content = json.loads(evaluation.read_text()) | {"certainty": {open_checkpoint(folder).name: certainty}}
    evaluation.write_text(json.dumps(content))
    card_cli(folder, [evaluation])
    card = (folder / "README.md").read_text()
    assert "| expected calibration error | 0.100, before calibration 0.250 |" in card
    assert "| too close to call | 10.0% of the pairs |" in card
    assert "| accuracy of the rest | 0.800 |" in card
    assert "accuracy of these" not in card


def test_the_card_tells_how_labels_were_made_of_the_projects_own_files_alone(root, folder):
    settings = open_checkpoint(folder).settings
    own = {
        path: {"file": path, "pairs": 1, "sha256": hashlib.sha256((root / path).read_bytes()).hexdigest()}
        for path in ("data/train.jsonl", "data/dev.jsonl", "data/constructed/train.jsonl")
    }
    for data, told in (
        (list(own.values()), LABELLED),
        ([own["data/dev.jsonl"] | {"sha256": "0" * 64}], None),
    ):
        replace(settings, data={"train": data}).write(folder)
        card_cli(folder, None)
        assert (told or LABELLED_BY_OTHERS) in (folder / "README.md").read_text()


def test_only_a_checkpoint_of_the_newer_labels_tells_of_a_second_reading(folder):
    settings = open_checkpoint(folder).settings
    old, new = "409e6c04e1a5", min(READ_AGAIN)
    for known, told in ((old, False), (new, True)):
        data = [{"file": "train.jsonl", "pairs": 1, "sha256": known.ljust(64, "0")}]
        replace(settings, data={"train": data}).write(folder)
        card_cli(folder, None)
        card = (folder / "README.md").read_text()
        assert LABELLED in card
        assert (LABELLED_AGAIN in card) == told


def test_the_card_of_several_languages_names_them_and_where_its_base_model_comes_from(folder):
    settings = open_checkpoint(folder).settings
    data = {
        "train": [
            {"file": "ko.jsonl", "pairs": 1, "share": 0.33, "sha256": min(IN_THE_ORIGINAL).ljust(64, "0")}
        ]
    }
    training = settings.training | {"base_model": "e5-small"}
    replace(settings, data=data, training=training, languages=("en", "ko", "zh")).write(folder)
    card_cli(folder, None)
    card = (folder / "README.md").read_text()
    assert card.startswith("---\nlicense: apache-2.0\nlanguage:\n  - en\n  - ko\n  - zh\n")
    assert "- English, Korean and Chinese only, and short statements" in card
    assert "`ko.jsonl`, 33% of its statements" in card
    assert "rounded to 4 bits" in card
    assert LABELLED_IN_THE_ORIGINAL in card


def test_a_card_tells_that_dev_was_held_out_of_the_same_file(folder):
    entry = {"file": "gold.csv", "pairs": 42, "sha256": "ab" * 32, "limit": 200}
    data = {"train": [entry], "dev": [entry | {"held_out": 0.2}]}
    replace(open_checkpoint(folder).settings, data=data).write(folder)
    card_cli(folder, None)
    card = (folder / "README.md").read_text()
    assert "| train | `gold.csv`, `limit: 200` | 42 |" in card
    assert "| dev | `gold.csv`, `held_out: 0.2`, `limit: 200` | 42 |" in card


def test_a_card_that_would_lose_its_scores_is_refused(folder, evaluation):
    card_cli(folder, [evaluation])
    with pytest.raises(
        InputError, match=r"scores\.json: would be lost, .*The card that is there: .*README\.md"
    ):
        card_cli(folder, None)
    assert known_scores(folder) != []


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


def test_the_card_of_a_shipped_checkpoint_names_commands_that_reach_it():
    for shipped in shipped_checkpoints():
        card = (shipped.folder / "README.md").read_text(encoding="utf-8")
        for name in re.findall(r"`detente evaluate (\S+) ", card):
            assert open_checkpoint(name).folder == shipped.folder


def trained_on(folder, sha256):
    settings = open_checkpoint(folder).settings
    entry = {"file": "train.jsonl", "sha256": sha256, "pairs": 1, "statements": 1}
    replace(settings, data={"train": [entry]}, training=settings.training).write(folder)


def test_only_the_projects_own_labels_are_declared_apache(folder):
    trained_on(folder, "3eff03ea5034")
    card_cli(folder, [])
    assert "license: apache-2.0" in (folder / "README.md").read_text()
    trained_on(folder, "0" * 64)
    card_cli(folder, [])
    assert "license: other" in (folder / "README.md").read_text()
    card_cli(folder, [], license="cc-by-4.0")
    assert "license: cc-by-4.0" in (folder / "README.md").read_text()


def test_a_card_names_no_folder_of_the_machine(folder, evaluation, tmp_path):
    content = json.loads(evaluation.read_text())
    content["command"] = f"detente evaluate {folder} {tmp_path}/test.jsonl"
    content["data"] = {"file": f"{tmp_path}/test.jsonl"}
    evaluation.write_text(json.dumps(content))
    card_cli(folder, [evaluation])
    for name in ("README.md", SCORES_FILE):
        assert str(tmp_path) not in (folder / name).read_text()
    assert "detente evaluate checkpoint test.jsonl" in (folder / "README.md").read_text()


def test_an_evaluation_of_other_systems_is_refused_with_their_names(folder, evaluation):
    content = json.loads(evaluation.read_text())
    content["systems"] = {"large-0.1": {}, "majority": {}}
    evaluation.write_text(json.dumps(content))
    with pytest.raises(
        InputError, match=r"an evaluation of large-0\.1, majority, not of tiny-0; `detente evaluate"
    ):
        card_cli(folder, [evaluation])


@pytest.mark.parametrize(
    ("kept", "said"), [("none", "Not calibrated"), ("base 0.2.0", "are those of base 0.2.0")]
)
def test_the_card_says_where_a_calibration_comes_from_if_not_from_dev(folder, kept, said):
    settings = open_checkpoint(folder).settings
    replace(settings, training={**settings.training, "calibration_kept_from": kept}).write(folder)
    card_cli(folder, [])
    card = (folder / "README.md").read_text()
    assert said in card
    assert "fitted on the development pairs" not in card
