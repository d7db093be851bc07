"""A network's answer whether a target is meant is weighed on documents it has not learnt."""

import json
import shutil
import sys
from dataclasses import replace

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from detente.model import StanceClassifier
from detente.model.document.scorers import QUESTION, SHIPPED_SCORERS, read_scorers
from detente.model.errors import InputError
from detente.model.prediction import PairProbabilities
from detente.train.documents.labelled_documents import (
    LabelledDocument,
    LabelledStance,
    LabelledStatement,
    write_documents,
)
from detente.train.scorers.question.__main__ import weigh
from detente.train.scorers.question.replies import Reply, ask
from detente.train.scorers.question.weighing import fit_question, log_odds
from detente.train.scorers.running import run_command

DOCUMENT = LabelledDocument(
    "d",
    (
        LabelledStatement(
            "0", (LabelledStance("US", "cooperative", "KR", named=True),), "Seoul praised Washington."
        ),
        LabelledStatement(
            "1", (LabelledStance("US", "hostile", "KR", named=False),), "It must stop, he said."
        ),
        LabelledStatement("2", (), "Rain fell on the hills, and they were green."),
    ),
)


@pytest.fixture
def asked(tiny_checkpoint, tmp_path):
    """The folder of a checkpoint whose wording has a question; whether it answers well does not matter here."""
    folder = shutil.copytree(tiny_checkpoint, tmp_path / "asked")
    path = folder / "detente.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["wording"] = {**settings.get("wording", {}), "question": "meant? "}
    path.write_text(json.dumps(settings), encoding="utf-8")
    return folder


STANCES = tuple(f"network {form} {number}" for form in ("alone", "context") for number in range(3))


def drawn(count: int = 400, *, seed: int = 3, of_stance: float = 0.0, surer: float = 4.0) -> list[Reply]:
    """Targets of which the answer tells whether they are meant, better than the features do.

    `of_stance` is how much the first number of the stance tells, and `surer` how much the answer does.
    """
    generator = np.random.default_rng(seed)
    meant = generator.random(count) < 0.3
    noise = generator.normal(size=(count, 2 + len(STANCES)))
    return [
        Reply(
            features=float(one + noise[at, 0]),
            reply=float(surer * one + noise[at, 1]),
            stance={
                "network": 1.0,
                **{
                    name: float(of_stance * one * (number == 0) + noise[at, 2 + number])
                    for number, name in enumerate(STANCES)
                },
            },
            meant=bool(one),
        )
        for at, one in enumerate(meant)
    ]


def test_what_tells_more_weighs_more():
    found = fit_question(drawn(), precision=0.8)
    assert set(found) == {*QUESTION, *STANCES}
    assert found["reply"] > found["features"] > 0


@pytest.mark.parametrize("precision", [0.7, 0.9, 0.99])
def test_from_the_threshold_on_as_many_are_meant_as_was_asked_for(precision):
    replies = drawn()
    found = fit_question(replies, precision=precision)
    kept = [one.meant for one in replies if log_odds(one, found) >= found["threshold"] - 1e-3]
    assert np.mean(kept) >= precision - 0.01
    assert sum(kept) > 0


def test_other_networks_help_to_weigh_the_stance_and_not_the_answer():
    few, others = drawn(60), drawn(2000, seed=4, of_stance=1.0, surer=0.0)
    alone, together = (fit_question(few, some, precision=0.8) for some in ((), (others,)))
    assert together[STANCES[0]] > 0.5 > abs(alone[STANCES[0]])
    assert together["reply"] == pytest.approx(alone["reply"], abs=0.6)
    assert together["reply"] > 1


def test_hardly_a_target_that_counts_is_lost_before_its_stance_is_asked():
    replies = drawn(of_stance=1.0)
    found = fit_question(replies, precision=0.8)
    first = {name: value for name, value in found.items() if name not in STANCES}
    counted = [one for one in replies if log_odds(one, found) >= found["threshold"]]
    asked = [one for one in replies if log_odds(one, first) >= found["least"]]
    assert 0.97 * len(counted) <= len([one for one in counted if one in asked]) < len(asked) < len(replies)


@pytest.mark.parametrize("meant", [True, False])
def test_targets_that_are_all_alike_are_refused(meant):
    with pytest.raises(InputError, match="no targets that are meant and not named beside others"):
        fit_question([replace(one, meant=meant) for one in drawn(20)], precision=0.8)


def test_only_targets_that_are_not_named_are_asked(asked):
    replies = ask([DOCUMENT], StanceClassifier.from_pretrained(asked))
    assert replies
    assert sum(one.meant for one in replies) == 1


def test_a_network_that_has_not_learnt_to_answer_is_refused(tiny_checkpoint):
    with pytest.raises(InputError, match="has not learnt to answer"):
        ask([DOCUMENT], StanceClassifier.from_pretrained(tiny_checkpoint))


def test_the_command_adds_the_weights_and_leaves_the_others(asked, tmp_path):
    weights = tmp_path / "scorers.json"
    shutil.copy(SHIPPED_SCORERS, weights)
    write_documents(tmp_path / "documents.jsonl", [DOCUMENT])
    app = typer.Typer()
    app.command()(weigh)
    result = CliRunner().invoke(
        app, [str(tmp_path / "documents.jsonl"), "-c", str(asked), "-o", str(weights), "--precision", "0.5"]
    )
    assert result.exit_code == 0, result.output
    before, after = read_scorers(SHIPPED_SCORERS), read_scorers(weights)
    assert set(after.question) == {*QUESTION, *STANCES}
    assert (after.meant, after.source, after.threshold) == (before.meant, before.source, before.threshold)
    assert "targets are meant" in result.output


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "no such file"), ("{}", "not the weights of reading documents")],
)
def test_weights_that_are_not_there_or_no_weights_are_refused_in_one_line(
    tmp_path, capsys, monkeypatch, content, said
):
    weights = tmp_path / "none.json"
    if content is not None:
        weights.write_text(content)
    monkeypatch.setattr(sys, "argv", ["question", str(tmp_path / "documents.jsonl"), "-o", str(weights)])
    with pytest.raises(SystemExit) as ended:
        run_command(weigh)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("error: ")
    assert said in told
    assert "Traceback" not in told


def test_the_help_names_the_checkpoint_that_is_asked_by_default(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["question", "--help"])
    with pytest.raises(SystemExit):
        run_command(weigh)
    assert "[default: published]" in " ".join(capsys.readouterr().out.split())


def asked_by(**question: float):
    return replace(
        read_scorers(SHIPPED_SCORERS),
        question={"bias": -1.0, "features": 1.0, "reply": 0.0, "least": 0.0, "threshold": 0.5, **question},
    )


def shares(*stance: float) -> PairProbabilities:
    return PairProbabilities(np.array(stance), np.zeros(9), False)


def test_a_low_total_is_not_meant():
    scorers, any_stance = asked_by(), shares(0.9, 0.05, 0.05)
    assert scorers.log_odds_by_reply(0.9, any_stance) is None
    assert scorers.log_odds_by_reply(1.4, any_stance) == pytest.approx(0.4)
    assert scorers.meant_by_reply(0.4, any_stance, any_stance) is None
    assert scorers.meant_by_reply(0.6, any_stance, any_stance) == pytest.approx(1 / (1 + np.exp(-0.6)))


def test_a_stance_makes_a_target_likelier_where_its_weight_says_so():
    scorers = asked_by(**{"network context 2": -0.5})
    hostile, neutral = shares(0.01, 0.98, 0.01), shares(0.01, 0.01, 0.98)
    assert scorers.meant_by_reply(0.0, neutral, neutral) is None
    assert scorers.meant_by_reply(0.0, neutral, hostile) == pytest.approx(1 / (1 + 0.01**0.5))
