"""The rows that speed is measured on are all different, and worded as the classifier words them."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from speed.rows import (
    DATA,
    DATELINES,
    PLACES,
    STEP,
    Pair,
    draw_pairs,
    many_statements,
    project_pairs,
    read_column,
    token_counts,
    under_dateline,
    word_pairs,
    write_pairs,
)
from speed.scaling import own_statements

from detente.model import StanceClassifier
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.text.actor_finder import ActorFinder

numbers = st.integers(0, DATELINES - 1)


def test_no_two_statements_are_equal():
    own = own_statements()
    made = list(islice(many_statements(own), 5 * len(own) + 7))
    assert len(own) > 3000
    assert len(set(made)) == len(made)


@given(one=numbers, other=numbers)
def test_another_dateline_gives_another_statement(one, other):
    same = under_dateline("Seoul waited.", one) == under_dateline("Seoul waited.", other)
    assert same == (one == other)


def test_the_step_comes_by_every_dateline_before_it_returns():
    seen = bytearray(DATELINES)
    for turn in range(DATELINES):
        seen[turn * STEP % DATELINES] = 1
    assert all(seen)


def test_statements_depend_on_the_seed_alone():
    own = ["Seoul waited.", "Beijing thanked Seoul.", "Washington left."]
    first, again, other = (list(islice(many_statements(own, seed=seed), 30)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_nothing_comes_of_no_statements():
    with pytest.raises(ValueError, match="no more than these"):
        next(many_statements([]))


def test_a_dateline_mentions_no_actor():
    finder = ActorFinder.from_files()
    every = range(0, DATELINES, DATELINES // (4 * len(PLACES)))
    assert [number for number in every if finder.find(under_dateline("They waited.", number))] == []


def test_the_projects_pairs_are_different_and_many():
    pairs = project_pairs()
    assert len(set(pairs)) == len(pairs) > 5000


def test_pairs_are_drawn_without_repeating_one():
    pairs = project_pairs()
    drawn = draw_pairs(pairs, 500)
    assert len(set(drawn)) == 500
    assert drawn == draw_pairs(pairs, 500) != draw_pairs(pairs, 500, seed=1)


def test_more_pairs_than_there_are_is_refused():
    with pytest.raises(ValueError, match="3 pairs are asked for"):
        draw_pairs([Pair("Seoul waited.", "KR")], 3)


def test_pairs_are_worded_as_the_classifier_words_them(tiny_checkpoint):
    checkpoint = open_checkpoint(tiny_checkpoint)
    pairs = draw_pairs(project_pairs(DATA), 200)
    predictions = StanceClassifier.from_pretrained(tiny_checkpoint, backend="onnx").predict_pairs(pairs)
    wording = checkpoint.settings.wording
    marked = [wording.mark(str(one.statement), one.mentions) for one in predictions]
    assert [worded.text for worded in word_pairs(pairs, checkpoint) if not worded.cut] == [
        text for text, worded in zip(marked, word_pairs(pairs, checkpoint), strict=True) if not worded.cut
    ]


def test_both_files_hold_the_same_pairs_in_the_same_order(tiny_checkpoint, tmp_path):
    pairs = draw_pairs(project_pairs(), 20)
    files = write_pairs(pairs, open_checkpoint(tiny_checkpoint), tmp_path)
    assert read_column(files.pairs, "text") == [pair.text for pair in pairs]
    unmarked = [text.replace("[ ", "").replace(" ]", "") for text in read_column(files.worded, "text")]
    assert unmarked == [pair.text.replace("[ ", "").replace(" ]", "") for pair in pairs]


def test_tokens_are_counted_as_the_classifier_has_them(tiny_checkpoint, tiny_encoder, monkeypatch):
    pairs = [Pair("Washington and Beijing held talks about matter 7.", target) for target in ("US", "CN")]
    checkpoint = open_checkpoint(tiny_checkpoint)
    seen = []
    logits = tiny_encoder.logits

    def watched(**arrays):
        seen.extend(arrays["mask"].sum(axis=1).tolist())
        return logits(**arrays)

    classifier = StanceClassifier(checkpoint, tiny_encoder)
    monkeypatch.setattr(tiny_encoder, "logits", watched)
    classifier.predict_pairs(pairs)
    assert sorted(token_counts(word_pairs(pairs, checkpoint), checkpoint)) == sorted(seen)


def test_a_long_statement_counts_no_more_tokens_than_the_checkpoint_reads(tiny_checkpoint):
    checkpoint = open_checkpoint(tiny_checkpoint)
    pair = Pair("Beijing held talks. " * 200, "CN")
    assert token_counts(word_pairs([pair], checkpoint), checkpoint) == [checkpoint.settings.max_tokens]
