"""Weights in shards: loaded whole or refused, by détente and by plain transformers."""

import json
import shutil
from pathlib import Path

import pytest
from safetensors.numpy import load_file, save_file

from detente.model import StanceClassifier
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.checkpoint.weights import INDEX_FILE, WEIGHTS_FILE, weight_files
from detente.model.errors import CheckpointError

PAIRS = [(f"Beijing and Washington discussed matter {n}.", "CN") for n in range(8)]


@pytest.fixture
def folder(sharded_checkpoint: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sharded_checkpoint, tmp_path / "copy")


def rewrite_index(folder: Path, name: object) -> None:
    index = json.loads((folder / INDEX_FILE).read_text())
    renamed = dict.fromkeys(index["weight_map"], name)
    (folder / INDEX_FILE).write_text(json.dumps(index | {"weight_map": renamed}))


def test_the_fixture_is_in_shards_that_hold_the_weights_of_the_one_file(
    sharded_checkpoint: Path, tiny_checkpoint: Path
) -> None:
    shards = weight_files(sharded_checkpoint)
    assert len(shards) > 1
    assert not (sharded_checkpoint / WEIGHTS_FILE).exists()
    together = {name: value for shard in shards for name, value in load_file(shard).items()}
    whole = load_file(tiny_checkpoint / WEIGHTS_FILE)
    assert together.keys() == whole.keys()
    assert all((together[name] == whole[name]).all() for name in whole)


def test_shards_predict_as_one_file_does(sharded_checkpoint: Path, tiny_checkpoint: Path) -> None:
    one, other = (
        StanceClassifier.from_pretrained(folder, backend="torch", device="cpu", precision="fp32")
        for folder in (tiny_checkpoint, sharded_checkpoint)
    )
    for a, b in zip(one.predict_pairs(PAIRS), other.predict_pairs(PAIRS), strict=True):
        assert a.probabilities == pytest.approx(b.probabilities, abs=1e-6)
        assert a.source == b.source


def test_plain_transformers_loads_the_shards(sharded_checkpoint: Path) -> None:
    from transformers import pipeline

    classifier = StanceClassifier.from_pretrained(
        sharded_checkpoint, backend="torch", device="cpu", precision="fp32"
    )
    settings = classifier.checkpoint.settings
    predictions = classifier.predict_pairs(PAIRS)
    asked = [
        {
            "text": settings.wording.mark(str(p.statement), p.mentions),
            "text_pair": settings.targets[p.target],
        }
        for p in predictions
    ]
    by_transformers = pipeline(
        "text-classification", model=str(sharded_checkpoint), truncation=True, device="cpu"
    )
    assert [answer["label"] for answer in by_transformers(asked)] == [p.stance for p in predictions]


def test_a_sharded_checkpoint_opens_with_the_fingerprint_of_its_settings(
    sharded_checkpoint: Path, tiny_checkpoint: Path
) -> None:
    one, other = open_checkpoint(sharded_checkpoint), open_checkpoint(tiny_checkpoint)
    assert one.fingerprint == other.fingerprint
    assert one.weights == sharded_checkpoint / INDEX_FILE


def test_shards_without_a_graph_are_a_checkpoint(folder: Path) -> None:
    shutil.rmtree(folder / "onnx")
    assert open_checkpoint(folder).onnx is None
    assert StanceClassifier.from_pretrained(folder, device="cpu").backend == "torch"


def test_a_missing_shard_is_told_by_name(folder: Path) -> None:
    lost = weight_files(folder)[1]
    lost.unlink()
    with pytest.raises(CheckpointError, match=rf"{lost.name} is named in .* but missing"):
        StanceClassifier.from_pretrained(folder, backend="torch")


def test_a_damaged_shard_is_told_with_its_folder(folder: Path) -> None:
    shard = weight_files(folder)[0]
    shard.write_bytes(shard.read_bytes()[:200])
    with pytest.raises(CheckpointError, match=str(folder)):
        StanceClassifier.from_pretrained(folder, backend="torch")


@pytest.mark.parametrize(
    "name", ["pytorch_model.bin", "../elsewhere.safetensors", "/etc/model-1-of-1.safetensors", "model.pt", 1]
)
def test_an_index_never_leads_to_a_pickle_or_out_of_the_folder(folder: Path, name: object) -> None:
    rewrite_index(folder, name)
    with pytest.raises(CheckpointError, match="which is never loaded"):
        StanceClassifier.from_pretrained(folder, backend="torch")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"weight_map": {}}', "[" * 100_000])
def test_a_broken_index_is_told(folder: Path, content: str) -> None:
    (folder / INDEX_FILE).write_text(content)
    with pytest.raises(CheckpointError, match=r"index\.json: cannot be read as an index of shards"):
        weight_files(folder)


def test_weights_that_are_not_in_the_files_are_told_and_not_drawn_at_random(
    tiny_checkpoint: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(tiny_checkpoint, tmp_path / "copy")
    weights = load_file(folder / WEIGHTS_FILE)
    del weights["classifier.bias"]
    save_file(weights, folder / WEIGHTS_FILE, metadata={"format": "pt"})
    with pytest.raises(
        CheckpointError, match=r"1 weights are missing from the files, such as classifier\.bias"
    ):
        StanceClassifier.from_pretrained(folder, backend="torch")


def test_what_belongs_to_a_checkpoint_is_told_from_what_lies_beside_it(folder: Path) -> None:
    for name in ("pytorch_model.bin", "optimizer.pt", "model-00001-of-00099.safetensors", "notes.txt"):
        (folder / name).write_bytes(b"x")
    (folder / "states").mkdir()
    (folder / "states" / "model.safetensors").write_bytes(b"x")
    files = {path.as_posix() for path in open_checkpoint(folder).files()}
    shards = {path.name for path in weight_files(folder)}
    plain = {
        "detente.json",
        "config.json",
        "source_head.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
    }
    assert files == plain | shards | {INDEX_FILE, "onnx/model_int8.onnx"}


def test_one_file_counts_more_than_shards_left_from_before(folder: Path, tiny_checkpoint: Path) -> None:
    shutil.copy(tiny_checkpoint / WEIGHTS_FILE, folder)
    files = {path.name for path in open_checkpoint(folder).files()}
    assert WEIGHTS_FILE in files
    assert not any(name.startswith("model-") or name == INDEX_FILE for name in files)
