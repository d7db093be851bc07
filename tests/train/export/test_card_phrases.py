"""What a model card says of a checkpoint that somebody trained on labels of their own."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from detente.model.checkpoint.folder import Checkpoint, open_checkpoint
from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.checkpoint.shipped import shipped_checkpoints
from detente.train.export.known_data import (
    LABELLED,
    LABELLED_BY_OTHERS,
    LABELLED_BY_OTHERS_FIRST,
    is_of_the_project,
)
from detente.train.export.model_card import card_text

DEV = {"dev": {"macro_f1": 0.5, "accuracy": 0.6}}
OWN = {"train": [{"file": "own.csv", "pairs": 1, "sha256": "0" * 64}]}
OF_THE_PROJECT = {"train": [{"file": "train.jsonl", "pairs": 1, "sha256": "3eff03ea5034".ljust(64, "0")}]}
BEFORE = {"name": "small", "version": "0.3.0", "data": OF_THE_PROJECT, "training": {}}


def card(**changes: Any) -> str:
    settings = CheckpointSettings("mine", "1", targets={"KR": "South Korea"}, max_tokens=64, data=OWN)
    return card_text(Checkpoint(Path("mine"), replace(settings, **changes)), "")


def test_scores_that_dev_did_not_choose_are_said_to_be_of_dev() -> None:
    kept = {**DEV, "keep": "last", "calibration_kept_from": "small 0.3.0"}
    assert "an accuracy of 0.600 on the development pairs." in card(training=kept)
    chosen = card(training=DEV)
    assert "Development pairs chose the state and fitted bias" in chosen
    assert "an accuracy of 0.600 on them." in chosen


def test_an_uncalibrated_checkpoint_has_no_temperature_and_no_threshold_to_tell() -> None:
    raw = card(temperature=1.0, too_close_below=0.0)
    assert "The plain pipeline gives the same probabilities as détente." in raw
    assert "No pair is marked too close to call." in raw
    fitted = card(temperature=1.25, too_close_below=0.4)
    assert "divide the logits by 1.25, as détente does." in fitted
    assert "its best stance is below 0.4." in fitted


def test_a_checkpoint_of_targets_of_any_name_is_not_said_to_know_four() -> None:
    four, any_name = card(), card(targets={})
    for phrase in ("North Korea (KP)", "It knows the four targets", "as statements about persons"):
        assert phrase in four
        assert phrase not in any_name
    assert "toward any target that it is given by name: cooperative, hostile or neutral" in any_name
    assert "It was trained on targets of any name." in any_name


def test_the_settings_name_the_checkpoint_before_and_do_not_repeat_its_own() -> None:
    text = card(training={"seed": 7, "goes_on_from": BEFORE})
    settings = json.loads(text.partition("```json\n")[2].partition("```")[0])
    assert settings == {"seed": 7, "goes_on_from": {key: BEFORE[key] for key in ("name", "version")}}
    assert "whose own settings are in `detente.json`" in " ".join(text.split())


def test_own_labels_and_those_of_the_base_are_told_apart() -> None:
    alone = card()
    assert LABELLED_BY_OTHERS in alone
    assert "agency prose of a few publishers" not in alone
    further = card(training={"goes_on_from": BEFORE})
    assert f"{LABELLED_BY_OTHERS_FIRST} The labels of the other tables come from one round of" in further
    assert LABELLED.removeprefix("Labels: ") in further
    assert "agency prose of a few publishers" in further
    unknown = card(training={"goes_on_from": BEFORE | {"data": OWN}})
    assert LABELLED_BY_OTHERS_FIRST in unknown
    assert LABELLED not in unknown


def test_every_key_of_the_settings_that_is_none_of_a_config_is_explained() -> None:
    kept = card(training={"calibration_kept_from": "none"})
    assert "A fourth, `calibration_kept_from`, tells whose calibration it kept." in kept
    assert "Three keys are no keys of a config: `dev` has" in card()
    assert "A fourth" not in card()


def test_what_a_reader_decides_by_comes_before_what_it_was_trained_on() -> None:
    text = card()
    sections = [
        text.index(f"## {name}\n")
        for name in ("Use", "Scores", "Limits", "What it was trained on", "Reproduce")
    ]
    assert sections == sorted(sections)


def test_the_shipped_checkpoints_learnt_from_files_that_are_known_to_be_the_projects() -> None:
    for shipped in shipped_checkpoints():
        assert is_of_the_project(open_checkpoint(shipped.name).settings), shipped.name


def test_a_mean_with_the_checkpoint_it_started_from_names_its_data_once() -> None:
    mean = {"name": "small", "version": "0.3.0", "same_as": "goes_on_from"}
    text = card(training={"goes_on_from": BEFORE, "averaged_with": [mean]})
    assert "Its weights are the mean of its own and those of the checkpoint that it started from." in text
    assert text.count("| train | `train.jsonl` | 1 |") == 1


def test_a_mean_with_a_checkpoint_further_back_tells_how_many_runs() -> None:
    mean = {"name": "small", "version": "0.3.0", "same_as": "goes_on_from.goes_on_from"}
    text = card(training={"goes_on_from": BEFORE, "averaged_with": [mean]})
    assert "the mean of its own and those of the checkpoint that stands 2 runs before it." in text


def test_a_mean_tells_how_much_the_others_count() -> None:
    mean = {"name": "small", "version": "0.3.0", "data": BEFORE["data"], "training": {}}
    text = card(training={"averaged_with": [mean], "averaged_share": 0.3})
    assert "the mean of its own and those of `small` 0.3.0 (which count for 30 %), which" in text
