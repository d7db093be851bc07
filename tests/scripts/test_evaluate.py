"""What `detente evaluate` says of the labelled pairs and of the checkpoints: their language, and their names."""

import hashlib
import json
import shutil

import pytest
from typer.testing import CliRunner

from detente.scripts.main import app
from detente.train.evaluate.systems import told_apart


@pytest.mark.parametrize(
    ("texts", "lang"),
    [
        (["Washington welcomed the talks.", "Beijing condemned the sale by the US."], "en"),
        (["미국은 회담을 환영했다.", "중국은 미국의 판매를 규탄했다."], "ko"),
        (["미국은 회담을 환영했다.", "Beijing condemned the sale by the US."], None),
    ],
)
def test_the_language_of_the_pairs_is_told_where_it_is_one(tmp_path, tiny_checkpoint, texts, lang):
    pairs = [{"text": text, "target": "US", "label": "hostile", "source": "CN"} for text in texts]
    path = tmp_path / "pairs.jsonl"
    path.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), encoding="utf-8")
    command = ["evaluate", str(tiny_checkpoint), str(path), "-o", str(tmp_path / "scores")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "scores" / "evaluation.json").read_text())["data"]["lang"] == lang


@pytest.fixture
def pairs_file(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(
        json.dumps({"text": "Beijing thanked Seoul.", "target": "KR", "label": "cooperative", "source": "CN"})
        + "\n"
    )
    return path


def with_file(checkpoint, folder, data, split, *, before=False):
    """A copy of a checkpoint that has learnt from a file, or that started from one that has."""
    shutil.copytree(checkpoint, folder)
    settings = json.loads((folder / "detente.json").read_text())
    entry = {"file": data.name, "sha256": hashlib.sha256(data.read_bytes()).hexdigest(), "pairs": 1}
    described = {split: [entry]}
    if before:
        start = {"name": "start", "version": "0", "data": described, "training": {}}
        settings["training"]["goes_on_from"] = start
    else:
        settings["data"] = described
    (folder / "detente.json").write_text(json.dumps(settings))
    return folder


@pytest.mark.parametrize(
    ("split", "before", "said"),
    [
        ("train", False, "tiny-0 learnt from this file"),
        ("soft", True, "tiny-0 learnt from this file"),
        ("dev", False, "tiny-0 was chosen or calibrated on this file"),
    ],
)
def test_scores_on_what_was_learnt_are_called_too_high(
    tmp_path, tiny_checkpoint, pairs_file, split, before, said
):
    folder = with_file(tiny_checkpoint, tmp_path / "known", pairs_file, split, before=before)
    command = ["evaluate", str(folder), str(pairs_file), "-o", str(tmp_path / "scores")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    assert f"{pairs_file}: {said}, so these scores are too high" in result.stderr
    card = CliRunner().invoke(app, ["card", str(folder), "-e", str(tmp_path / "scores" / "evaluation.json")])
    assert card.exit_code == 0, card.output
    told = said.removeprefix("tiny-0 ")
    assert f"**The checkpoint {told}, so these scores are too high.**" in (folder / "README.md").read_text()


def test_a_second_checkpoint_that_knows_the_file_is_told_and_a_new_file_is_not(
    tmp_path, tiny_checkpoint, pairs_file
):
    command = ["evaluate", str(tiny_checkpoint), str(pairs_file), "--top-errors", "0"]
    assert "too high" not in CliRunner().invoke(app, command).output
    known = with_file(tiny_checkpoint, tmp_path / "known", pairs_file, "train")
    result = CliRunner().invoke(app, [*command, "--against", str(known)])
    assert result.output.count("learnt from this file") == 1


def test_a_second_checkpoint_of_the_same_name_is_told_by_its_path():
    assert told_apart(["tiny-0", "tiny-0"], "runs/b") == ["tiny-0", "tiny-0 (runs/b)"]
    assert told_apart(["tiny-0", "tiny-1"], "runs/b") == ["tiny-0", "tiny-1"]
    assert told_apart(["tiny-0"], None) == ["tiny-0"]
