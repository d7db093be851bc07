"""The weights of a run averaged with those of other checkpoints."""

from pathlib import Path

import pytest
import torch
from pydantic import ValidationError
from transformers import AutoTokenizer

from detente.model.checkpoint.folder import open_checkpoint
from detente.model.encoders.torch_encoder import StanceNetwork, load_network
from detente.model.errors import CheckpointError, ConfigError
from detente.model.labels import SOURCES
from detente.train.averaging import average_with, check_averaged
from detente.train.base.base_model import load_base_model
from detente.train.config import TrainConfig
from detente.train.export.random_checkpoint import make_random_checkpoint
from detente.train.provenance import describe_training

PLAIN = {"name": "mean", "base_model": "random", "data": {"train": ["train.jsonl"], "dev": ["dev.jsonl"]}}


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return [make_random_checkpoint(tmp_path_factory.mktemp("one"), seed=seed) for seed in (1, 2, 3)]


def network_of(folder: Path) -> StanceNetwork:
    return load_network(folder, sources=len(SOURCES))


def test_each_checkpoint_counts_alike_in_the_mean(checkpoints: list[Path]) -> None:
    states = [network_of(path).state_dict() for path in checkpoints]
    network = network_of(checkpoints[0])
    average_with(network, checkpoints=checkpoints[1:])
    for name, value in network.state_dict().items():
        expected = torch.stack([state[name].double() for state in states]).mean(0)
        assert torch.allclose(value.double(), expected, atol=1e-6), name


def test_the_checkpoints_together_count_for_the_share_that_is_asked_for(checkpoints: list[Path]) -> None:
    states = [network_of(path).state_dict() for path in checkpoints]
    network = network_of(checkpoints[0])
    average_with(network, checkpoints=checkpoints[1:], share=0.3)
    for name, value in network.state_dict().items():
        own, *others = (state[name].double() for state in states)
        assert torch.allclose(value.double(), 0.7 * own + 0.15 * others[0] + 0.15 * others[1], atol=1e-6), (
            name
        )


def test_with_no_checkpoints_the_weights_stay_as_they_are(checkpoints: list[Path]) -> None:
    network, before = network_of(checkpoints[0]), network_of(checkpoints[0]).state_dict()
    average_with(network, checkpoints=[])
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


def test_a_checkpoint_with_other_layers_or_words_is_refused(checkpoints: list[Path], tmp_path: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(checkpoints[0])
    check_averaged(network_of(checkpoints[0]), tokenizer, checkpoints=checkpoints)
    texts = ["Pyongyang warned Washington again and again in quite other words."]
    network, other = load_base_model("random", run_folder=tmp_path, texts=texts, seed=1, max_tokens=64)
    with pytest.raises(ConfigError, match=f"averaged_with: {checkpoints[0]}: its layers"):
        check_averaged(network, other, checkpoints=checkpoints[:1])
    with pytest.raises(ConfigError, match="its word pieces are not those of the base model"):
        check_averaged(network_of(checkpoints[0]), other, checkpoints=checkpoints[:1])


def test_a_shipped_checkpoint_can_be_named_and_is_described() -> None:
    data = {"train": ["train.jsonl"], "dev": ["dev.jsonl"]}
    config = TrainConfig(name="mean", base_model="random", data=data, averaged_with=["published-small"])
    (described,) = describe_training(config, processes=1)["averaged_with"]
    assert described["data"] == open_checkpoint("published-small").settings.data


@pytest.mark.parametrize(("share", "told"), [(None, None), (0.3, 0.3)])
def test_a_share_of_the_mean_is_told_where_one_was_asked_for(share: float | None, told: float | None) -> None:
    data = {"train": ["train.jsonl"], "dev": ["dev.jsonl"]}
    config = TrainConfig(
        name="mean", base_model="random", data=data, averaged_with=["published-small"], averaged_share=share
    )
    assert describe_training(config, processes=1).get("averaged_share") == told


@pytest.mark.parametrize("share", [0, 1, -0.1])
def test_a_share_that_leaves_one_side_out_is_refused(share: float) -> None:
    with pytest.raises(ValidationError, match="averaged_share"):
        TrainConfig(**PLAIN, averaged_with=["other"], averaged_share=share)


def test_a_share_of_no_checkpoints_is_refused() -> None:
    with pytest.raises(ValidationError, match="averaged_share needs checkpoints in averaged_with"):
        TrainConfig(**PLAIN, averaged_share=0.3)


def test_what_is_no_checkpoint_is_refused_before_training(checkpoints: list[Path], tmp_path: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(checkpoints[0])
    with pytest.raises(CheckpointError, match=str(tmp_path)):
        check_averaged(network_of(checkpoints[0]), tokenizer, checkpoints=[tmp_path])
