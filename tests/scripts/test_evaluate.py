"""What `detente evaluate` says of the labelled pairs and of the checkpoints: their language, and their names."""

import json

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


def test_a_second_checkpoint_of_the_same_name_is_told_by_its_path():
    assert told_apart(["tiny-0", "tiny-0"], "runs/b") == ["tiny-0", "tiny-0 (runs/b)"]
    assert told_apart(["tiny-0", "tiny-1"], "runs/b") == ["tiny-0", "tiny-1"]
    assert told_apart(["tiny-0"], None) == ["tiny-0"]
