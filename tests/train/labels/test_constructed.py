"""Constructed pairs: what the templates say becomes labelled sentences, apart from the suite and the same each time."""

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.model.errors import InputError
from detente.model.labels import TARGETS
from detente.model.text.actor_finder import ActorFinder
from detente.scripts.commands.data import app
from detente.train.labels.checking import check_files
from detente.train.labels.constructed import construct, runs_of_words
from detente.train.labels.filling import word_act
from detente.train.labels.hydration import read_statements
from detente.train.labels.pairs import read_pairs
from detente.train.labels.templates import Act, read_templates

DATA = Path(__file__).parents[3] / "data"
FOLDER = DATA / "constructed"
SHIPPED = FOLDER / "train.jsonl"
SUITE = sorted((DATA / "behaviour").glob("*.jsonl"))


@cache
def shipped_pairs():
    return read_pairs(SHIPPED)


def templates_with(tmp_path, lines, *, draws=20):
    """The shipped actors, acts and phrases around lines of the test's own."""
    for name in ("actors", "acts", "fillers", "phrases"):
        (tmp_path / f"{name}.toml").write_text((FOLDER / f"{name}.toml").read_text("utf-8"), "utf-8")
    quoted = ",\n".join(f"'''{line}'''" for line in lines)
    (tmp_path / "frames_own.toml").write_text(f"[own]\ndraws = {draws}\nlines = [\n{quoted}\n]\n", "utf-8")
    return read_templates(tmp_path)


def pairs_of(tmp_path, *lines, draws=20, apart_from=()):
    return construct(templates_with(tmp_path, lines, draws=draws), seed=1, apart_from=apart_from)


def labels_by_text(pairs):
    found = {}
    for pair in pairs:
        found.setdefault(pair.text, {})[pair.target] = (pair.label, pair.source)
    return found


def test_the_shipped_file_is_what_the_command_makes_of_the_shipped_templates(tmp_path):
    made = tmp_path / "train.jsonl"
    apart_from = ["--apart-from", str(DATA / "behaviour")]
    result = CliRunner().invoke(app, ["construct", str(FOLDER), "-o", str(made), *apart_from])
    assert result.exit_code == 0, result.output
    assert made.read_bytes() == SHIPPED.read_bytes()
    assert f"{len(read_pairs(SHIPPED)):,} pairs" in result.output


def test_no_shipped_sentence_shares_seven_words_in_a_row_with_the_behavioural_suite():
    assert len(SUITE) >= 25
    suite = {run for path in SUITE for text in read_statements(path) for run in runs_of_words(text)}
    shared = [pair.text for pair in shipped_pairs() if runs_of_words(pair.text) & suite]
    assert len(suite) > 1000
    assert shared == []


def test_the_labels_of_a_shipped_sentence_are_of_exactly_the_actors_that_the_finder_sees():
    finder = ActorFinder.from_files()
    for text, labels in labels_by_text(shipped_pairs()).items():
        assert {mention.target for mention in finder.find(text)} == set(labels), text


def test_the_check_finds_no_error_in_the_shipped_file_and_every_place_is_filled():
    check = check_files([SHIPPED])
    assert check.passed
    assert not [pair.text for pair in shipped_pairs() if re.search(r"[{}]", pair.text)]


def test_every_target_has_each_stance_and_every_source_is_there():
    pairs = shipped_pairs()
    assert {(pair.target, pair.label) for pair in pairs} == {
        (target, label) for target in TARGETS for label in ("cooperative", "hostile", "neutral")
    }
    assert {pair.source for pair in pairs} == {*TARGETS, "JP", "RU", "UN", "other", "author", None}


def test_the_doer_is_neutral_and_its_stance_is_toward_the_other(tmp_path):
    labels = labels_by_text(pairs_of(tmp_path, "b=h:a a@four b@four | {a.name} {hd>b.past}."))
    assert len(labels) > 10
    for text, found in labels.items():
        doer = next(target for target in found if found[target][0] == "neutral")
        others = {target: label for target, label in found.items() if target != doer}
        assert list(others.values()) == [("hostile", doer)], text


def test_the_passive_carries_the_same_labels_and_names_the_target_first(tmp_path):
    pairs = pairs_of(tmp_path, "b=h:a a@four b@outside | {h>b.pass}.", "b=k:a a@outside b@four | {k>b.pass}.")
    neutral = [pair for pair in pairs if pair.label == "neutral"]
    friendly = [pair for pair in pairs if pair.label == "cooperative"]
    assert len(neutral) + len(friendly) == len(pairs)
    assert neutral
    assert friendly
    assert all(re.search(r"\b(was|were)\b.* by ", pair.text) for pair in pairs)
    assert {pair.source for pair in friendly} <= {"JP", "RU", "UN", "other"}


def test_two_of_the_four_are_written_both_ways_with_the_labels_swapped(tmp_path):
    labels = labels_by_text(pairs_of(tmp_path, "b=h:a a@four b@four | {a.name} has scolded {b.name}."))
    who = {
        text: next(t for t, (label, _) in found.items() if label == "hostile")
        for text, found in labels.items()
    }
    assert len(who) > 10
    pairs = {frozenset(found) for found in labels.values()}
    for pair in pairs:
        assert {target for text, target in who.items() if frozenset(labels[text]) == pair} == set(pair)


def test_what_takes_two_counts_toward_both(tmp_path):
    labels = labels_by_text(pairs_of(tmp_path, "b=k:a a@four b@four | {a.name} {k>b.past}.", draws=80))
    signed = {
        text: found for text, found in labels.items() if re.search(r" (signed|renewed|concluded) ", text)
    }
    assert signed
    for found in signed.values():
        (first, second) = found
        assert found == {first: ("cooperative", second), second: ("cooperative", first)}


def test_a_sentence_that_comes_too_close_to_a_known_one_is_left_out(tmp_path):
    line = "b@four | The old lighthouse keeper in {b.name} never liked the loud foghorn."
    assert pairs_of(tmp_path, line)
    close = "Nobody in town never liked the loud foghorn, in China never liked the loud foghorn."
    kept = pairs_of(tmp_path, line, apart_from=[close])
    assert "China" not in {pair.text.split(" in ")[1].split(" never")[0] for pair in kept}
    assert kept


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("b=h:a | {a} {hd>b.pst}.", r"\[own\] line 1: slot 'hd>b.pst' is not known; accepted are roles"),
        ("b=x:a | {a} waits for {b}.", r"line 1: stance 'x' is not known; accepted are h, k, n, s, t"),
        ("b=h:UNO | {b} waits.", r"source 'UNO' is not known; did you mean 'UN'\?"),
        ("b=s:a | {a} {hd>b.past}.", r"line 1: the drawn stance 's' stands in the labels or in an act"),
        ("b=h:a | {a} {t>b.past}.", r"line 1: the drawn stance 't' stands in the labels or in an act"),
        ("e=h:a | {b} waits.", "role 'e' is not known"),
        ("b@fuor | {b} waits.", r"wish 'fuor' is not known; did you mean 'four'\?"),
    ],
)
def test_a_slip_in_a_template_is_named_with_its_line_and_what_was_meant(tmp_path, line, message):
    with pytest.raises(InputError, match=message):
        templates_with(tmp_path, [line])


def test_a_folder_without_templates_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"actors.toml: no such file"):
        read_templates(tmp_path)
    (tmp_path / "actors.toml").write_text("[broken", "utf-8")
    with pytest.raises(InputError, match=r"actors.toml: is not TOML"):
        read_templates(tmp_path)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_any_seed_gives_unique_pairs_with_a_source_exactly_where_there_is_one_holder(seed):
    templates = read_templates(FOLDER)
    templates.lines[:] = [line for line in templates.lines if line.skill in ("doer", "mixed", "allies")][::6]
    pairs = construct(templates, seed=seed)
    assert pairs == construct(templates, seed=seed)
    assert len({(pair.text, pair.target) for pair in pairs}) == len(pairs)
    for pair in pairs:
        assert pair.source != pair.target, pair
        assert pair.source is None or pair.label != "neutral"


@pytest.mark.parametrize(
    ("form", "worded"),
    [
        ("base", "carry off two boats at dawn"),
        ("past", "carried off two boats at dawn"),
        ("perf", "carried off two boats at dawn"),
        ("ing", "carrying off two boats at dawn"),
        ("pres", "carries off two boats at dawn"),
        ("pass", "two boats were carried off by {doer} at dawn"),
        ("passperf", "two boats have been carried off by {doer} at dawn"),
        ("headpass", "two boats carried off by {doer} at dawn"),
    ],
)
def test_an_act_is_put_into_every_form(form, worded):
    act = Act("carry off", "carried off", "carried off", "carrying off", "two boats", "at dawn", True, False)
    assert word_act(act, form) == worded
