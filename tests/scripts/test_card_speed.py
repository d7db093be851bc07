"""`detente card --speed`: what was measured of a checkpoint, told in its card and read back."""

import json
import shutil

import pytest

from detente.model.checkpoint.folder import open_checkpoint
from detente.model.checkpoint.known_scores import SPEED_FILE, KnownSpeed, known_speed
from detente.model.errors import CheckpointError, InputError
from detente.scripts.commands.card import card_cli


@pytest.fixture
def folder(tiny_checkpoint, tmp_path):
    return shutil.copytree(tiny_checkpoint, tmp_path / "checkpoint")


@pytest.fixture
def record(folder, tmp_path):
    content = {
        "checkpoint": {"fingerprint": open_checkpoint(folder).fingerprint},
        "machine": {"processor": "Abacus 9", "cores": 2},
        "commands": {"cold_start": "inference.py --parts cold_start -o x", "comparison": "inference.py -o x"},
        "comparison": {
            "contenders": [{"pairs_a_second": [900.0, 1100.0, 1234.56]}, {"pairs_a_second": [5.0]}]
        },
    }
    path = tmp_path / "inference.json"
    path.write_text(json.dumps(content))
    return path


def test_a_measured_speed_is_told_in_the_card_and_known(folder, record):
    assert known_speed(folder) is None
    card_cli(folder, None, record)
    assert known_speed(folder) == KnownSpeed(1100.0, "Abacus 9, 2 cores", "inference.py -o x")
    card = (folder / "README.md").read_text()
    assert "1,100 pairs a second from one file into another, the start left out, on Abacus 9, 2 cores" in card
    assert "(`inference.py -o x`)" in card
    assert "$" not in card
    with pytest.raises(
        InputError, match=r"speed\.json: would be lost, .*; give --speed too, or remove this file"
    ):
        card_cli(folder, None)
    assert (folder / "README.md").read_text() == card


def test_a_speed_of_another_checkpoint_or_none_at_all_is_refused(folder, record):
    whole = json.loads(record.read_text())
    for broken in (whole | {"comparison": {}}, [], whole | {"commands": {}}, whole | {"machine": None}):
        record.write_text(json.dumps(broken))
        with pytest.raises(InputError, match=r"inference\.json: holds no comparison by"):
            card_cli(folder, None, record)
    record.write_text(json.dumps(whole | {"checkpoint": {"fingerprint": "0" * 12}}))
    with pytest.raises(InputError, match=r"inference\.json: is of another checkpoint"):
        card_cli(folder, None, record)
    assert not (folder / SPEED_FILE).exists()


@pytest.mark.parametrize(
    "change", [{"pairs_a_second": "5"}, {"pairs_a_second": True}, {"machine": 5}, {"more": 1}]
)
def test_a_broken_speed_is_told(folder, record, change):
    card_cli(folder, None, record)
    content = json.loads((folder / SPEED_FILE).read_text()) | change
    (folder / SPEED_FILE).write_text(json.dumps(content))
    with pytest.raises(CheckpointError, match=r"speed\.json: cannot be read as a measured speed"):
        known_speed(folder)
