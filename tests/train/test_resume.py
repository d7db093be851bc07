"""Going on with an interrupted run, and not mixing two."""

import json
from pathlib import Path

import pytest

from detente.model.errors import ConfigError
from detente.train.config_file import check_config
from detente.train.resume import claim_run_folder, last_whole_state


def config(folder: Path, **changes: object) -> object:
    content = {
        "name": "try",
        "base_model": "random",
        "run_folder": str(folder),
        "data": {"train": ["a"], "dev": ["b"]},
    }
    return check_config(content | changes, origin="test")


def test_the_newest_whole_state_is_taken_and_a_half_written_one_is_not(tmp_path: Path) -> None:
    for step, content in ((9, "{}"), (100, "{}"), (200, "")):
        folder = tmp_path / f"checkpoint-{step}"
        folder.mkdir()
        (folder / "trainer_state.json").write_text(content)
    (tmp_path / "checkpoint-300").mkdir()
    assert last_whole_state(tmp_path) == tmp_path / "checkpoint-100"
    assert last_whole_state(tmp_path / "nowhere") is None


def test_the_same_config_may_claim_its_folder_again_and_another_may_not(tmp_path: Path) -> None:
    hashes = [("a", "1"), ("b", "2")]
    claim_run_folder(config(tmp_path / "run", seed=99), hashes=hashes, processes=1)
    claim_run_folder(config(tmp_path / "run"), hashes=hashes, processes=1)  # nothing was saved: free
    state = tmp_path / "run" / "states" / "checkpoint-1" / "trainer_state.json"
    state.parent.mkdir(parents=True)
    state.write_text("{}")
    claim_run_folder(config(tmp_path / "run"), hashes=hashes, processes=1)
    with pytest.raises(ConfigError, match="holds a run with another epochs, seed;"):
        claim_run_folder(config(tmp_path / "run", seed=2, epochs=9), hashes=hashes, processes=1)
    with pytest.raises(ConfigError, match="another files;"):
        claim_run_folder(config(tmp_path / "run"), hashes=[("a", "3"), ("b", "2")], processes=1)
    with pytest.raises(ConfigError, match="another processes;"):
        claim_run_folder(config(tmp_path / "run"), hashes=hashes, processes=2)


@pytest.mark.parametrize("name", ["config.json", "metrics.json", "checkpoint/README.md", "states/notes.txt"])
def test_a_folder_of_something_else_is_refused_and_left_as_it_is(tmp_path: Path, name: str) -> None:
    file = tmp_path / "model" / name
    file.parent.mkdir(parents=True)
    file.write_text('{"model_type": "bert"}')
    with pytest.raises(ConfigError, match=r"model: is no run folder, and its .* would be overwritten"):
        claim_run_folder(config(tmp_path / "model"), hashes=[], processes=1)
    assert [path for path in (tmp_path / "model").rglob("*") if path.is_file()] == [file]
    assert file.read_text() == '{"model_type": "bert"}'


def test_a_folder_with_other_files_may_be_a_run_folder(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Three seeds.")
    claim_run_folder(config(tmp_path), hashes=[], processes=1)
    assert (tmp_path / "config.json").is_file()


def test_a_run_may_go_on_with_other_trackers(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    claim_run_folder(config(folder, report_to=[]), hashes=[], processes=1)
    state = folder / "states" / "checkpoint-1" / "trainer_state.json"
    state.parent.mkdir(parents=True)
    state.write_text("{}")
    claim_run_folder(config(folder), hashes=[], processes=1)
    assert '"auto"' in (folder / "config.json").read_text()


def test_what_a_run_is_averaged_with_may_change_until_it_is_finished(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    claim_run_folder(config(folder), hashes=[], processes=1)
    state = folder / "states" / "checkpoint-1" / "trainer_state.json"
    state.parent.mkdir(parents=True)
    state.write_text("{}")
    claim_run_folder(config(folder, averaged_with=["other"]), hashes=[], processes=1)
    (folder / "metrics.json").write_text("{}")
    claim_run_folder(config(folder, averaged_with=["other"]), hashes=[], processes=1)
    with pytest.raises(ConfigError, match="another averaged_with"):
        claim_run_folder(config(folder), hashes=[], processes=1)


def test_a_run_that_was_begun_before_a_key_was_added_goes_on_if_the_key_has_its_default(
    tmp_path: Path,
) -> None:
    hashes = [("a", "1"), ("b", "2")]
    claim_run_folder(config(tmp_path / "run"), hashes=hashes, processes=1)
    state = tmp_path / "run" / "states" / "checkpoint-1" / "trainer_state.json"
    state.parent.mkdir(parents=True)
    state.write_text("{}")
    path = tmp_path / "run" / "config.json"
    older = json.loads(path.read_text())
    del older["data"]["held_out"], older["precision"]
    path.write_text(json.dumps(older))
    claim_run_folder(config(tmp_path / "run"), hashes=hashes, processes=1)
    path.write_text(json.dumps(older))
    with pytest.raises(ConfigError, match="holds a run with another precision;"):
        claim_run_folder(config(tmp_path / "run", precision="fp32"), hashes=hashes, processes=1)
    path.write_text(json.dumps(older | {"epochs": "of another version"}))
    with pytest.raises(ConfigError, match="holds a run with another data, epochs, precision;"):
        claim_run_folder(config(tmp_path / "run"), hashes=hashes, processes=1)
