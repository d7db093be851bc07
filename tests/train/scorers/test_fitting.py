"""Weights for reading documents are learnt from labelled documents."""

import json
import random
from dataclasses import replace

import numpy as np
import pytest
import typer

from detente.model.document.scorers import LEAST_SCORE, SHIPPED_SCORERS, read_scorers
from detente.model.errors import CheckpointError, InputError
from detente.model.labels import SOURCES, STANCES
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import ActorFinder
from detente.train.documents.labelled_documents import (
    LabelledDocument,
    LabelledStance,
    LabelledStatement,
    write_documents,
)
from detente.train.scorers.__main__ import fit
from detente.train.scorers.examples import build_examples
from detente.train.scorers.fitting import fit_scorers, write_scorers
from detente.train.scorers.held_out import cross_validate

FINDER = ActorFinder.from_files()
STANCE_OF = {"thanked": "cooperative", "cursed": "hostile", "saw": "neutral"}


def network(pairs):
    """A network that knows the stance by a word, and of the source nothing."""
    found = []
    for pair in pairs:
        stance = next(stance for word, stance in STANCE_OF.items() if word in pair.statement.split(". ")[-1])
        shares = {name: 0.8 if name == stance else 0.1 for name in STANCES}
        sources = dict.fromkeys(SOURCES, 1 / len(SOURCES))
        found.append(
            Prediction(
                pair.statement, pair.target, stance=stance, probabilities=shares, source_probabilities=sources
            )
        )
    return found


def documents(number: int) -> list[LabelledDocument]:
    """Documents in which "he" means China and "rain" nobody, and Pyongyang holds every stance in KCNA's."""
    drawn = random.Random(3)
    made = []
    for of_one in range(number):
        verbs = [drawn.choice(list(STANCE_OF)) for _ in range(3)]
        labels = [STANCE_OF[verb] for verb in verbs]
        stances = [
            LabelledStance("CN", label, None if label == "neutral" else "KP", named=at == 0)
            for at, label in enumerate(labels)
        ]
        texts = [
            f"Everybody {verbs[0]} China.",
            f"Somebody {verbs[1]} him.",
            f"Rain fell and nobody {verbs[2]} it.",
        ]
        held = ((stances[0],), (stances[1],), ())
        statements = [
            LabelledStatement(f"{of_one}-{at}", of_statement, text)
            for at, (text, of_statement) in enumerate(zip(texts, held, strict=True))
        ]
        made.append(LabelledDocument(f"d{of_one}", tuple(statements), publisher="KCNA"))
    return made


@pytest.fixture(scope="module")
def weights():
    return fit_scorers(build_examples(documents(60), FINDER, network))


def test_every_actor_of_a_document_is_an_example_in_each_of_its_statements():
    examples = build_examples(documents(2), FINDER, network)
    assert [(one.document, one.named) for one in examples] == [
        (0, True), (0, False), (0, False), (1, True), (1, False), (1, False),
    ]  # fmt: skip
    assert [one.stance is not None for one in examples] == [True, True, False] * 2
    assert [one.candidate is None for one in examples] == [True, False, False] * 2


def test_the_word_that_means_the_actor_is_learnt(weights):
    assert weights["meant"]["cue he"] > 0.5
    assert weights["meant"].get("cue it", 0) < weights["meant"]["cue he"]


def test_the_holder_is_learnt_from_the_voice_of_the_document(weights):
    named = {source: weights["source"].get(f"own KP {source}", 0.0) for source in SOURCES}
    assert max(named, key=named.__getitem__) == "KP"


def test_weights_come_back_from_their_file_and_predict(weights, tmp_path):
    path = tmp_path / "scorers.json"
    write_scorers(path, weights)
    scorers = read_scorers(path)
    assert json.loads(path.read_text(encoding="utf-8")) == weights
    hostile = next(one for one in build_examples(documents(20), FINDER, network) if one.alone.stance[1] > 0.5)
    shares = scorers.stance_probabilities(hostile.alone, hostile.context)
    assert STANCES[int(np.argmax(shares))] == "hostile"


def test_the_same_documents_give_the_same_weights(weights):
    assert fit_scorers(build_examples(documents(60), FINDER, network)) == weights


def test_examples_of_half_the_weight_count_half_and_say_nothing_of_the_threshold(weights):
    examples = build_examples(documents(60), FINDER, network)
    last = max(one.document for one in examples)
    again = [replace(one, document=one.document + last + 1) for one in examples]
    twice = fit_scorers(examples + again)
    halves = [replace(one, weight=0.5) for one in (*again, *again)]
    lighter = fit_scorers(examples + halves)
    assert lighter["threshold"] != 1.0
    for name, weight in twice["meant"].items():
        assert lighter["meant"][name] == pytest.approx(weight, abs=2e-3)
    for name, weight in twice["source"].items():
        assert lighter["source"].get(name, 0.0) == pytest.approx(weight, abs=2e-3)
    assert np.allclose(lighter["stance"], twice["stance"], atol=2e-3)
    # Nothing that is wrong in them moves the threshold.
    denied = [replace(one, stance=None, weight=1e-9) for one in again if one.named]
    assert fit_scorers(examples + denied) == weights


def test_examples_of_less_weight_are_fitted_and_not_read_in_cross_validation():
    examples = build_examples(documents(60), FINDER, network)
    last = max(one.document for one in examples)
    lighter = [replace(one, document=one.document + last + 1, weight=0.3) for one in examples]
    alone, both = cross_validate(examples), cross_validate(examples + lighter)
    assert (both.polar, both.meant <= both.targets) == (alone.polar, True)


def test_the_part_without_the_network_is_near_the_log_odds_by_itself(weights):
    examples = [one for one in build_examples(documents(60), FINDER, network) if one.candidate is not None]
    scores = [
        sum(weights["meant"].get(name, 0.0) * value for name, value in one.candidate.items())
        for one in examples
    ]
    meant = np.array([one.stance is not None for one in examples])
    assert (np.array(scores)[meant] > LEAST_SCORE).all()


def test_documents_with_nothing_to_learn_are_refused():
    named_only = [
        LabelledDocument("d", document.statements[:1], publisher="KCNA") for document in documents(5)
    ]
    with pytest.raises(InputError, match="nothing to learn"):
        fit_scorers(build_examples(named_only, FINDER, network))


@pytest.mark.parametrize("content", ["{}", "no JSON", '{"meant": {}, "stance": [], "source": {}}'])
def test_a_file_of_other_weights_is_refused(tmp_path, content):
    path = tmp_path / "scorers.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CheckpointError, match=r"scorers\.json"):
        read_scorers(path)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (lambda question: question.pop("least"), "'question' lacks 'least'"),
        (lambda question: question.update({"network alone 3": 1.0}), "has the unknown 'network alone 3'"),
    ],
)
def test_other_weights_of_an_answer_are_refused_with_what_to_do(tmp_path, changed, told):
    weights = json.loads(SHIPPED_SCORERS.read_text(encoding="utf-8"))
    changed(weights["question"])
    path = tmp_path / "scorers.json"
    path.write_text(json.dumps(weights), encoding="utf-8")
    with pytest.raises(CheckpointError, match=rf"{told}; take it out and fit it again with python -m"):
        read_scorers(path)


def test_the_module_writes_weights_that_can_be_read(tiny_checkpoint, tmp_path, capsys):
    labelled, written = tmp_path / "documents.jsonl", tmp_path / "scorers.json"
    write_documents(labelled, documents(12))
    fit([labelled], written, checkpoints=[str(tiny_checkpoint)])
    assert read_scorers(written).threshold > 0
    assert "36 pairs of a statement and an actor of 12 documents" in capsys.readouterr().out


def test_two_files_are_read_as_one_file_of_both_would_be(tiny_checkpoint, tmp_path):
    whole, first, second = (tmp_path / name for name in ("whole.jsonl", "first.jsonl", "second.jsonl"))
    write_documents(whole, documents(12))
    write_documents(first, documents(12)[:5])
    write_documents(second, documents(12)[5:])
    fit([whole], tmp_path / "once.json", checkpoints=[str(tiny_checkpoint)])
    fit([first, second], tmp_path / "twice.json", checkpoints=[str(tiny_checkpoint)] * 2)
    assert (tmp_path / "once.json").read_bytes() == (tmp_path / "twice.json").read_bytes()


def test_a_checkpoint_too_few_is_refused(tmp_path):
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl", tmp_path / "c.jsonl"]
    with pytest.raises(typer.BadParameter, match="2 checkpoints for 3 files"):
        fit(files, tmp_path / "scorers.json", checkpoints=["one", "two"])


def test_documents_are_read_with_weights_that_were_fitted_on_others():
    examples = build_examples(documents(60), FINDER, network)
    found = cross_validate(examples)
    polar = [one for one in examples if one.stance is not None and one.stance.polar]
    assert found.polar == len(polar)
    # "Rain" never means China and "he" always does, the network knows the stance, and KCNA holds all of them.
    assert found.targets == found.meant == sum(one.stance is not None for one in examples)
    assert (found.claimed, found.right, found.dyads) == (len(polar),) * 3
    assert found.lines()[0].endswith("1.000")


def test_what_chance_decides_is_read_as_badly_as_it_is():
    drawn = random.Random(5)
    examples = [
        replace(one, stance=replace(one.stance, source=drawn.choice(["US", "KP"])))
        if one.stance is not None and one.stance.polar
        else one
        for one in build_examples(documents(60), FINDER, network)
    ]
    found = cross_validate(examples)
    assert found.right == found.claimed
    assert 0.3 < found.dyads / found.right < 0.7
