"""What a checkpoint tells of where it comes from."""

from pathlib import Path

import pytest

from detente.train.config import TrainConfig
from detente.train.provenance import describe_training


def test_a_base_model_in_a_folder_is_not_told_as_one_of_the_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models" / "minilm").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    for base, told in (("models/minilm", "minilm"), ("owner/minilm", "owner/minilm")):
        content = {"name": "x", "base_model": base, "data": {"train": ["a"], "dev": ["b"]}}
        assert describe_training(TrainConfig.model_validate(content), processes=1)["base_model"] == told
