"""Runs from config to checkpoint, with a tiny network: whole, resumed, finished, and as plain transformers predicts."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from safetensors.numpy import load_file

from detente.model import StanceClassifier
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.encoders.torch_encoder import final_linear
from detente.model.errors import ConfigError, InputError
from detente.model.wording import Wording
from detente.train.base.base_model import load_base_model
from detente.train.config import TrainConfig
from detente.train.config_file import read_config
from detente.train.export import checkpoint as export
from detente.train.export.checkpoint import GraphAgreement, export_checkpoint
from detente.train.export.model_card import write_card
from detente.train.labels.pairs import read_pairs
from detente.train.labels.soft_labels import SoftPair, write_soft_labels
from detente.train.run import train

TWO_EPOCHS = ("epochs=2", "evaluations_an_epoch=2", "optimiser.learning_rate=0.01")


def smoke(root: Path, folder: Path, *overrides: str) -> TrainConfig:
    data = root / "data"
    return read_config(
        root / "configs" / "smoke.yaml",
        [
            f"run_folder={folder}",
            f"data.train=[{data}/train.jsonl]",
            f"data.dev=[{data}/dev.jsonl]",
            "data.limit=64",
            "batch_size=8",
            *overrides,
        ],
    )


@pytest.fixture(scope="module")
def finished(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    train(smoke(root, folder, *TWO_EPOCHS), version="0")
    return folder


def test_a_run_ends_with_a_checkpoint_that_predicts_and_no_pickle(finished: Path) -> None:
    classifier = StanceClassifier.from_pretrained(finished / "checkpoint")
    assert classifier.name == "smoke-0"
    assert [p.target for p in classifier.predict("Beijing thanked Seoul.")] == ["CN", "KR"]
    endings = {path.suffix for path in (finished / "checkpoint").rglob("*") if path.is_file()}
    assert endings <= {".json", ".safetensors", ".onnx", ".md"}


def test_a_finished_run_is_returned_and_not_trained_again(root: Path, finished: Path) -> None:
    before = (finished / "checkpoint" / "model.safetensors").stat().st_mtime_ns
    result = train(smoke(root, finished, *TWO_EPOCHS), version="0")
    assert result.before_after is None  # it started from random weights
    assert (finished / "checkpoint" / "model.safetensors").stat().st_mtime_ns == before
    assert result.checkpoint == finished / "checkpoint"


@pytest.mark.slow
def test_an_interrupted_run_ends_as_an_uninterrupted_one(root: Path, finished: Path, tmp_path: Path) -> None:
    # All that a kill in the middle of the second epoch would have left: a whole state and a half-written one.
    interrupted = tmp_path / "run"
    shutil.copytree(finished, interrupted, ignore=shutil.ignore_patterns("checkpoint", "metrics.json"))
    states = sorted((interrupted / "states").iterdir(), key=lambda path: int(path.name.rpartition("-")[2]))
    shutil.rmtree(states[-1])
    states[-1].mkdir()
    # A run of its own folder, or the best state would be looked up in the other.
    for path in (interrupted / "config.json", states[0] / "trainer_state.json"):
        path.write_text(path.read_text().replace(str(finished), str(interrupted)))
    train(smoke(root, interrupted, *TWO_EPOCHS), version="0")
    one = load_file(finished / "checkpoint" / "model.safetensors")
    other = load_file(interrupted / "checkpoint" / "model.safetensors")
    assert one.keys() == other.keys()
    assert all((one[name] == other[name]).all() for name in one)


@pytest.mark.slow
def test_a_student_learns_from_a_teachers_soft_labels_alone(root: Path, tmp_path: Path) -> None:
    """Every text is taught as hostile, held by Russia: nothing in the labels says so."""
    soft = tmp_path / "soft.jsonl"
    texts = [f"Beijing thanked Seoul for {number} tonnes of rice." for number in range(64)]
    write_soft_labels(
        soft,
        [
            SoftPair(str(n), text, "CN", (-4, 4, -4), (*[-4] * 5, 4, *[-4] * 3))
            for n, text in enumerate(texts)
        ],
    )
    result = train(
        smoke(root, tmp_path / "run", f"data.soft=[{soft}]", "epochs=6", "optimiser.learning_rate=0.01"),
        version="0",
    )
    classifier = StanceClassifier.from_pretrained(result.checkpoint)
    prediction = classifier.predict_pairs([("Beijing thanked Seoul for 90 tonnes of rice.", "CN")])[0]
    assert (prediction.stance, prediction.source) == ("hostile", "RU")
    assert classifier.checkpoint.settings.data["soft"][0]["pairs"] == 64


def test_the_checkpoint_is_the_state_that_scored_best(root: Path, finished: Path) -> None:
    metrics = json.loads((finished / "metrics.json").read_text())
    scores = [entry["eval_macro_f1"] for entry in metrics["evaluations"]]
    assert metrics["kept"]["macro_f1"] == pytest.approx(max(scores), abs=1e-6)
    pairs = read_pairs(root / "data" / "dev.jsonl")[:64]
    predictions = StanceClassifier.from_pretrained(finished / "checkpoint").predict_pairs(
        [(pair.text, pair.target) for pair in pairs]
    )
    right = [pair.label == p.stance for pair, p in zip(pairs, predictions, strict=True)]
    assert sum(right) / len(right) == pytest.approx(metrics["kept"]["accuracy"], abs=0.02)


@pytest.mark.slow
def test_the_last_state_is_kept_where_the_config_says_so(root: Path, tmp_path: Path) -> None:
    # A rate that undoes what was learnt: the last state scores no better than the first.
    settings = ("keep=last", "epochs=2", "evaluations_an_epoch=1", "optimiser.learning_rate=0.5")
    result = train(smoke(root, tmp_path / "run", *settings), version="0")
    states = (tmp_path / "run" / "states").iterdir()
    last = max(states, key=lambda path: int(path.name.rpartition("-")[2]))
    trained, kept = load_file(last / "model.safetensors"), load_file(result.checkpoint / "model.safetensors")
    name = next(name for name in kept if name.endswith("word_embeddings.weight"))
    assert (trained[f"stance_model.{name}"].astype("float16") == kept[name]).all()


def test_a_run_goes_on_from_a_checkpoint_with_both_its_heads(finished: Path, tmp_path: Path) -> None:
    network, _ = load_base_model(
        str(finished / "checkpoint"), run_folder=tmp_path, texts=[], seed=1, max_tokens=64
    )
    head = load_file(finished / "checkpoint" / "source_head.safetensors")["weight"]
    assert (network.source_head.weight.detach().numpy() == head).all()


def test_a_run_reads_documents_as_the_checkpoint_does_that_it_goes_on_from(
    root: Path, tiny_checkpoint: Path, tmp_path: Path
) -> None:
    base = shutil.copytree(tiny_checkpoint, tmp_path / "base")
    learnt = Wording(context_end=" || ", question="meant? ")
    replace(CheckpointSettings.read(base), wording=learnt, languages=("en", "ko")).write(base)
    config = smoke(root, tmp_path / "run", f"base_model={base}", "data.limit=16", "max_tokens=32")
    settings = CheckpointSettings.read(train(config, version="1").checkpoint)
    assert (settings.wording, settings.languages) == (learnt, ("en", "ko"))
    assert settings.training["wording"]["question"] == "meant? "


@pytest.mark.slow
def test_a_checkpoint_tells_what_the_one_it_went_on_from_had_learnt_from(
    root: Path, finished: Path, tmp_path: Path
) -> None:
    base = f"base_model={finished / 'checkpoint'}"
    said: list[str] = []
    result = train(smoke(root, tmp_path / "run", base, "data.limit=32"), version="1", tell=said.append)
    told = CheckpointSettings.read(result.checkpoint).training
    first = CheckpointSettings.read(finished / "checkpoint")
    # 32 dev pairs are too few to calibrate on.
    assert told["calibration_kept_from"] == "smoke 0"
    assert any("32 dev pairs are too few to calibrate on" in line for line in said)
    metrics = json.loads((tmp_path / "run" / "metrics.json").read_text())
    assert metrics["calibration"] == {"kept_from": "smoke 0", "pairs": 32}
    assert "too few to calibrate on" in (result.checkpoint / "README.md").read_text()
    assert told["base_model"] == f"{first.name} {first.version}"
    assert result.before_after is not None
    assert (result.before_after.base, result.before_after.pairs) == ("smoke 0", 32)
    again = train(smoke(root, tmp_path / "run", base, "data.limit=32"), version="1")
    assert again.before_after == result.before_after
    assert told["goes_on_from"]["data"] == first.data
    assert told["goes_on_from"]["training"] == first.training
    card = (result.checkpoint / "README.md").read_text()
    table = card.partition("It started from")[2].partition("Base model")[0]
    assert f"{first.data['train'][0]['pairs']}" in table


@pytest.mark.slow
def test_a_run_can_end_with_the_mean_of_its_weights_and_another_checkpoints(
    root: Path, finished: Path, tmp_path: Path
) -> None:
    other = finished / "checkpoint"
    keys = (f"base_model={other}", f"averaged_with=[{other}]", "keep=last", "optimiser.learning_rate=0.01")
    result = train(smoke(root, tmp_path / "run", *keys), version="1")
    last = next((tmp_path / "run" / "states").iterdir()) / "model.safetensors"
    kept, theirs = load_file(result.checkpoint / "model.safetensors"), load_file(other / "model.safetensors")
    name = next(name for name in kept if name.endswith("word_embeddings.weight"))
    trained = load_file(last)[f"stance_model.{name}"]
    assert not (trained.astype("float16") == theirs[name]).all()
    assert kept[name] == pytest.approx((trained + theirs[name].astype("float32")) / 2, abs=1e-3)
    first = CheckpointSettings.read(other)
    told = CheckpointSettings.read(result.checkpoint).training
    assert told["averaged_with"] == [
        {"name": first.name, "version": first.version, "same_as": "goes_on_from"}
    ]
    assert told["goes_on_from"]["data"] == first.data
    assert (
        "the mean of its own and those of the checkpoint that it started from"
        in (result.checkpoint / "README.md").read_text()
    )


def test_new_heads_depend_on_the_seed_alone(finished: Path, tmp_path: Path) -> None:
    def heads(seed: int) -> list[float]:
        base = str(finished / "random_base")
        network, _ = load_base_model(base, run_folder=tmp_path, texts=[], seed=seed, max_tokens=64)
        return [*final_linear(network.stance_model).weight.flatten(), *network.source_head.weight.flatten()]

    assert heads(1) == heads(1) != heads(2)


@pytest.mark.parametrize(
    ("agreeing", "graph", "backend"),
    [([1.0], "int8", "onnx"), ([0.9, 1.0], "int8, exact after GELU", "onnx"), ([0.9, 0.9], "none", "torch")],
)
def test_a_graph_that_disagrees_with_the_weights_is_made_more_exact_or_left_out(
    finished: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    agreeing: list[float],
    graph: str,
    backend: str,
) -> None:
    network, tokenizer = load_base_model(
        str(finished / "checkpoint"), run_folder=tmp_path, texts=[], seed=1, max_tokens=64
    )
    shares = iter(agreeing)
    monkeypatch.setattr(export, "compare_backends", lambda *_: GraphAgreement(next(shares), 0.5, 200))
    settings = open_checkpoint(finished / "checkpoint").settings
    found = export_checkpoint(network, tokenizer, settings=settings, folder=tmp_path / "out", gate=[])
    assert found.graph == graph
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]
    assert StanceClassifier.from_pretrained(tmp_path / "out").backend == backend


def test_another_run_in_the_same_folder_is_refused_but_a_failed_start_leaves_it_free(
    root: Path, finished: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="nowhere"):
        train(smoke(root, tmp_path / "run", "data.train=[nowhere.jsonl]"), version="0")
    assert not (tmp_path / "run").exists()
    with pytest.raises(ConfigError, match="another seed;"):
        train(smoke(root, finished, *TWO_EPOCHS, "seed=2"), version="0")


def test_plain_transformers_gives_the_stances_of_detente(finished: Path) -> None:
    from transformers import pipeline

    checkpoint = open_checkpoint(finished / "checkpoint")
    wording = checkpoint.settings.wording
    classifier = StanceClassifier.from_pretrained(
        checkpoint.folder, backend="torch", device="cpu", precision="fp32"
    )
    statements = ["Beijing thanked Seoul.", "Washington will not talk to Pyongyang.", "The DPRK waited."]
    predictions = classifier.predict(statements)
    asked = [
        {
            "text": wording.mark(str(p.statement), p.mentions),
            "text_pair": checkpoint.settings.targets[p.target],
        }
        for p in predictions
    ]
    by_transformers = pipeline(
        "text-classification", model=str(checkpoint.folder), truncation=True, device="cpu"
    )(asked)
    assert [answer["label"] for answer in by_transformers] == [p.stance for p in predictions]


def test_the_model_card_is_filled_in_to_the_last_placeholder(finished: Path) -> None:
    text = write_card(open_checkpoint(finished / "checkpoint")).read_text(encoding="utf-8")
    assert "$" not in text
    assert "détente smoke 0" in text
    assert "No evaluation was given" in text
