"""A training config in the words of transformers."""

from dataclasses import replace
from pathlib import Path

import pytest

from detente.model.checkpoint.folder import open_checkpoint
from detente.model.wording import Wording
from detente.train import cpu_speed, fine_tuning
from detente.train.config import TrainConfig
from detente.train.config_file import check_config
from detente.train.fine_tuning import evaluation_schedule, goes_on_as, training_arguments, wording_of


def config(**changes: object) -> TrainConfig:
    content = {"name": "try", "base_model": "random", "data": {"train": ["a"], "dev": ["b"]}, "device": "cpu"}
    return check_config(content | changes, origin="test")


def test_every_setting_arrives() -> None:
    optimiser = {"learning_rate": 0.01, "weight_decay": 0.2, "warmup": 0.3, "max_grad_norm": 2.0}
    arguments = training_arguments(
        config(
            seed=5, epochs=7, batch_size=3, gradient_accumulation=2, precision="fp32", optimiser=optimiser
        ),
        rows=60,
    )
    assert (arguments.seed, arguments.num_train_epochs, arguments.per_device_train_batch_size) == (5, 7, 3)
    assert arguments.gradient_accumulation_steps == 2
    assert (arguments.learning_rate, arguments.weight_decay) == (0.01, 0.2)
    assert (arguments.warmup_steps, arguments.max_grad_norm) == (0.3, 2.0)
    assert not arguments.bf16
    assert arguments.load_best_model_at_end
    assert (arguments.metric_for_best_model, arguments.greater_is_better) == ("macro_f1", True)


@pytest.mark.parametrize("amx", [True, False])
def test_a_cpu_trains_in_bf16_where_it_multiplies_it_faster(
    monkeypatch: pytest.MonkeyPatch, amx: bool
) -> None:
    monkeypatch.setattr(cpu_speed, "cpu_multiplies_bf16", lambda: amx)
    assert training_arguments(config(), rows=60).bf16 is amx
    assert training_arguments(config(precision="bf16"), rows=60).bf16


@pytest.mark.parametrize(
    ("processes", "evaluations", "every"), [(1, 1, 20), (1, 2, 10), (2, 2, 5), (2, 100, 1)]
)
def test_dev_is_scored_as_often_as_asked_however_many_processes_there_are(
    monkeypatch: pytest.MonkeyPatch, processes: int, evaluations: int, every: int
) -> None:
    monkeypatch.setattr(fine_tuning, "processes", lambda: processes)
    schedule = evaluation_schedule(config(batch_size=3, evaluations_an_epoch=evaluations), rows=60)
    assert schedule["eval_steps"] == schedule["save_steps"] == every


def test_a_run_keeps_the_wording_and_the_languages_that_its_checkpoint_learnt(tiny_checkpoint: Path) -> None:
    learnt = Wording(context_end=" || ", question="meant? ", opening="< ")
    base = replace(open_checkpoint(tiny_checkpoint).settings, wording=learnt, languages=("en", "ko", "zh"))
    kept = goes_on_as(config(), base)
    assert wording_of(kept) == learnt
    assert kept.languages == ["en", "ko", "zh"]
    assert kept.wording.unmarked == config().wording.unmarked
    own = goes_on_as(config(languages=["en"], wording={"question": "", "closing": " >"}), base)
    assert wording_of(own) == replace(learnt, question="", closing=" >")
    assert own.languages == ["en"]
    assert goes_on_as(config(), None) == config()
