"""Classifiers that go to another process: it loads the checkpoint that they were loaded from."""

import copy
import multiprocessing
import pickle
from pathlib import Path

import pytest

from detente.model import StanceClassifier, load_classifier
from detente.model.checkpoint import reloading
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.encoders.encoder import Encoder
from detente.model.errors import InputError

STATEMENTS = ["Beijing thanked Seoul for the grain.", "Washington waited."]
KOREAN = "중국 외교부는 China 대표단이 서울에 도착했다고 밝혔다."
ACTORS = '[RUR]\nname = "Ruritania"\nnames = ["Ruritania"]\n'


@pytest.fixture(autouse=True)
def none_loaded_yet() -> None:
    reloading.load_again.cache_clear()


def test_a_worker_process_predicts_what_its_parent_does(tiny_checkpoint: Path) -> None:
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint, backend="onnx", threads=1)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.map(classifier.predict, [STATEMENTS]) == [classifier.predict(STATEMENTS)]


def test_a_folder_and_an_actor_file_are_found_from_any_working_folder(
    tiny_checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.toml").write_text(ACTORS)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "mine").symlink_to(tiny_checkpoint)
    monkeypatch.chdir(tmp_path)
    held = pickle.dumps(StanceClassifier.from_pretrained("mine", backend="onnx", actors=iter(["own.toml"])))
    monkeypatch.chdir(tmp_path / "elsewhere")
    again = pickle.loads(held)  # noqa: S301 - our own
    assert again.checkpoint.folder == tmp_path / "mine"
    assert again.backend == "onnx"
    assert "RUR" in again.finder.actors


def test_a_process_loads_a_checkpoint_once_for_all_its_tasks(tiny_checkpoint: Path) -> None:
    held = pickle.dumps(StanceClassifier.from_pretrained(tiny_checkpoint, backend="onnx"))
    assert pickle.loads(held) is pickle.loads(held)  # noqa: S301


def test_what_answers_in_three_languages_is_loaded_with_both_checkpoints(with_multi: Path) -> None:
    classifier = load_classifier(backend="onnx")
    again = copy.deepcopy(classifier)
    assert again is not classifier
    assert again.languages == ("en", "ko", "zh")
    assert again.predict([KOREAN, *STATEMENTS]) == classifier.predict([KOREAN, *STATEMENTS])


def test_any_language_is_kept(tiny_checkpoint: Path) -> None:
    again = copy.deepcopy(load_classifier(tiny_checkpoint, backend="onnx", any_language=True))
    assert [one.error for one in again.predict(KOREAN, "CN")] == [None]


def test_a_classifier_put_together_by_hand_says_why_it_cannot_go(
    tiny_checkpoint: Path, tiny_encoder: Encoder
) -> None:
    by_hand = StanceClassifier(open_checkpoint(tiny_checkpoint), tiny_encoder)
    with pytest.raises(InputError, match="this StanceClassifier was not loaded by from_pretrained"):
        pickle.dumps(by_hand)
