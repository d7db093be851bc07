"""What each distribution for a package index holds: nothing twice, nothing left out, and none too large."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import distributions
import pytest
from distributions import ALWAYS, FOLDERS, LIMIT, cut, distributions_of, lay_out_code, version
from hypothesis import given
from hypothesis import strategies as st

from detente.model.checkpoint import open_checkpoint
from detente.model.checkpoint.shipped import SHIPPED, is_installed
from detente.model.checkpoint.weights import INDEX_FILE

OTHERS = {Path("detente.json"): 5, Path("onnx/model_int8.onnx"): 40, Path("source_head.safetensors"): 3}
sizes_of_shards = st.lists(st.integers(1, 80), min_size=1, max_size=4)


def shards(sizes: list[int]) -> dict[Path, int]:
    if len(sizes) == 1:
        return OTHERS | {Path("model.safetensors"): sizes[0]}
    count = len(sizes)
    named = {Path(f"model-{at:05}-of-{count:05}.safetensors"): size for at, size in enumerate(sizes, start=1)}
    return OTHERS | named | {Path(INDEX_FILE): 1}


@given(sizes_of_shards)
def test_a_checkpoint_is_cut_into_files_that_fit_each_once(sizes):
    files = shards(sizes)
    try:
        main, apart = cut(files, limit=100)
    except ValueError:
        assert sum(files.values()) > 100
        return
    assert sorted([*main, *apart]) == sorted(files)
    assert all(sum(files[path] for path in group) <= 100 for group in (main, apart))
    assert set(OTHERS) <= set(main)
    assert (sum(files.values()) <= 100) == (not apart)
    # An index without its shards would be an error, shards without their index are not looked at.
    assert not apart or Path(INDEX_FILE) not in main


def test_what_does_not_fit_into_two_is_refused():
    with pytest.raises(ValueError, match=r"files of 249 bytes do not fit into two distributions of 100$"):
        cut(shards([80, 80, 40]), limit=100)


@pytest.mark.parametrize("name", FOLDERS)
def test_the_files_of_a_checkpoint_fit_into_its_distributions_without_compression(name):
    if not (FOLDERS[name] / "detente.json").is_file():
        pytest.skip(f"{FOLDERS[name]}: holds no checkpoint yet")
    found = list(distributions_of(name))
    for each in found:
        assert sum((each.folder / path).stat().st_size for path in each.files) <= LIMIT
    assert sorted(path for each in found for path in each.files) == open_checkpoint(FOLDERS[name]).files()
    # The main one asks for the other, or nobody would get it.
    assert [need.partition("==")[0] for need in found[0].needs] == [each.name for each in found[1:]]


def test_every_checkpoint_of_the_project_has_a_distribution_where_it_is_looked_for():
    assert {f"published-{name}": f"detente_{name}" for name in FOLDERS} == {
        known.name: known.package for known in SHIPPED
    }
    assert {known.name.removeprefix("published-") for known in SHIPPED if known.extra is None} == set(ALWAYS)


def test_the_code_asks_for_its_checkpoints_and_holds_none(tmp_path, root):
    lay_out_code(tmp_path)
    project = tomllib.loads((tmp_path / "pyproject.toml").read_text())["project"]
    release = version().rpartition(".")[0]
    assert {f"detente-base=={release}.*", f"detente-small=={release}.*"} < set(project["dependencies"])
    assert project["optional-dependencies"]["multi"] == [f"detente-multi=={release}.*"]
    assert not [path for path in tmp_path.rglob("*") if path.suffix in (".safetensors", ".onnx")]
    kept = {path.relative_to(root) for path in (root / "model").rglob("*.py")}
    assert {path.relative_to(tmp_path) for path in (tmp_path / "model").rglob("*.py")} == kept
    assert (tmp_path / "model" / "published_cascade" / "cascade.json").is_file()


def test_a_pyproject_of_another_form_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(distributions, "_EXTRAS", "[project.extras]\n")
    with pytest.raises(ValueError, match=r"one line '\[project.extras\]' is expected"):
        lay_out_code(tmp_path)


def test_a_checkout_names_no_distribution_that_pip_would_look_for_on_an_index(root):
    text = (root / "pyproject.toml").read_text()
    assert "detente-" not in text
    multi = tomllib.loads((root / "checkpoints" / "multi" / "pyproject.toml").read_text())["project"]
    assert multi["version"] == version()
    assert "dependencies" not in multi


def test_the_installed_multi_is_that_of_the_checkout():
    if not is_installed("published-multi"):
        pytest.skip("multi is not installed: pip install -e ./checkpoints/multi")
    assert open_checkpoint("published-multi").fingerprint == open_checkpoint(FOLDERS["multi"]).fingerprint


def test_a_distribution_without_its_checkpoint_is_not_built(tmp_path, root):
    pytest.importorskip("setuptools")
    program = shutil.copyfile(root / "checkpoints" / "multi" / "setup.py", tmp_path / "setup.py")
    done = subprocess.run([sys.executable, program, "--name"], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "detente_multi/checkpoint: no checkpoint; `detente publish RUN/checkpoint " in done.stderr
