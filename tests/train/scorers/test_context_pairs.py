"""Labelled documents become pairs that a network learns from in their context."""

import pytest

from detente.model.errors import InputError
from detente.model.text.actor_finder import ActorFinder
from detente.model.wording import Wording
from detente.train.config import DataConfig
from detente.train.dataset import word_pairs
from detente.train.documents.labelled_documents import (
    LabelledDocument,
    LabelledStance,
    LabelledStatement,
    write_documents,
)
from detente.train.run_pairs import read_run_pairs
from detente.train.scorers.context_pairs import context_pairs

FINDER = ActorFinder.from_files()
TEXTS = (
    "President Yoon Suk Yeol praised Washington in Busan.",
    "The North will regret its rockets, he said.",
    "Rain fell.",
)
STANCES = (
    (
        LabelledStance("US", "cooperative", "KR", named=True),
        LabelledStance("KR", "neutral", None, named=True),
    ),
    (LabelledStance("KP", "hostile", "KR", named=True),),
    (),
)
DOCUMENT = LabelledDocument(
    "d",
    tuple(
        LabelledStatement(str(number), stances, text)
        for number, (text, stances) in enumerate(zip(TEXTS, STANCES, strict=True))
    ),
    publisher="Korea Herald",
    date="2023-05-01",
)


@pytest.fixture
def pairs():
    return context_pairs([DOCUMENT], FINDER, wording=Wording(context_end=" || "))


def test_the_first_statement_has_no_context_and_the_others_have_the_one_before(pairs):
    texts = {pair.id: pair.text for pair in pairs}
    assert texts["0"] == TEXTS[0]
    assert texts["1"] == f"{TEXTS[0]} || {TEXTS[1]}"


def test_each_target_has_its_label_and_what_is_not_meant_is_neutral(pairs):
    found = {(pair.id, pair.target): (pair.label, pair.source) for pair in pairs}
    assert found["0", "US"] == ("cooperative", "KR")
    assert found["1", "KP"] == ("hostile", "KR")
    labelled = {(statement.id, one.target) for statement in DOCUMENT.statements for one in statement.stances}
    rest = {pair: label for pair, label in found.items() if pair not in labelled}
    assert rest
    assert set(rest.values()) == {("neutral", None)}


def test_short_names_and_earlier_mentions_are_marked(pairs):
    (north,) = [pair for pair in pairs if (pair.id, pair.target) == ("1", "KP")]
    (worded,) = word_pairs([north], finder=FINDER, wording=Wording(), max_tokens=96)
    assert worded.text.endswith("|| [ The North ] will regret its rockets, he said.")
    assert worded.text_pair == "North Korea"
    america = [pair for pair in pairs if (pair.id, pair.target) == ("1", "US")]
    for pair in word_pairs(america, finder=FINDER, wording=Wording(), max_tokens=96):
        assert "praised [ Washington ] in Busan. || The North" in pair.text


def test_a_wording_with_a_question_adds_whether_each_target_that_is_not_named_is_meant(pairs):
    asking = context_pairs([DOCUMENT], FINDER, wording=Wording(context_end=" || ", question="meant? "))
    questions = [pair for pair in asking if pair.text.startswith("meant? ")]
    assert [pair for pair in asking if pair not in questions] == pairs
    passage = f"{TEXTS[0]} {TEXTS[1]}"
    assert {pair.text.partition(": ")[2] for pair in questions} <= {
        f"{TEXTS[0]} || {TEXTS[1]}",
        f"{passage} || {TEXTS[2]}",
    }
    answers = {(pair.id, pair.target): (pair.label, pair.source) for pair in questions}
    # "He" of the second statement may be of either state; neither is labelled.
    assert answers["1", "US"] == ("neutral", None)
    assert not {key for key in answers if key[0] == "0"}


def test_a_target_that_is_meant_and_not_named_is_taught_as_cooperative():
    meant = LabelledStance("US", "hostile", "KR", named=False)
    statements = (DOCUMENT.statements[0], LabelledStatement("1", (meant,), "It must stop, he said."))
    asking = context_pairs([LabelledDocument("d", statements)], FINDER, wording=Wording(question="meant? "))
    (asked,) = [pair for pair in asking if pair.text.startswith("meant? ") and pair.target == "US"]
    assert (asked.label, asked.source) == ("cooperative", None)
    assert ("hostile", "KR") in {(pair.label, pair.source) for pair in asking if pair.target == "US"}


def test_a_config_takes_a_file_of_documents_beside_one_of_pairs(tmp_path):
    documents, dev = tmp_path / "documents.jsonl", tmp_path / "dev.jsonl"
    write_documents(documents, [DOCUMENT])
    dev.write_text('{"text": "Seoul slept.", "target": "KR", "label": "neutral"}\n', encoding="utf-8")
    data = DataConfig(train=[documents, dev], dev=[dev])
    read = read_run_pairs(data, seed=1, wording=Wording(context_end=" || ")).training
    assert read[:-1] == context_pairs([DOCUMENT], FINDER, wording=Wording(context_end=" || "))
    assert read[-1].text == "Seoul slept."


@pytest.mark.parametrize("held_out", [None, 0.5])
def test_documents_are_no_dev(tmp_path, held_out):
    documents = tmp_path / "documents.jsonl"
    write_documents(documents, [DOCUMENT] * 2)
    data = DataConfig(train=[documents], dev=[] if held_out else [documents], held_out=held_out)
    with pytest.raises(InputError, match=r"documents\.jsonl: holds documents, which are only learnt from"):
        read_run_pairs(data, seed=1)
