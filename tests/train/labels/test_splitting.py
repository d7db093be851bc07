"""Splitting labelled pairs: nothing is lost, no statement is shared, and the draw can be made again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.model.errors import InputError
from detente.model.text.statement_id import statement_id
from detente.scripts.commands.data import app
from detente.train.labels.pairs import LabelledPair, read_pairs, write_pairs
from detente.train.labels.splitting import split_pairs


def pair(text, target="US", *, corpus=None, date=None):
    return LabelledPair(statement_id(text), text, target, "neutral", corpus=corpus, date=date)


def many(number=200):
    # Words that no other statement has, so that none is a near-duplicate.
    return [
        pair(f"a{n} b{n} c{n} d{n}", target, corpus=f"corpus {n % 10}", date=f"{2000 + n // 10}")
        for n in range(number)
        for target in ("US", "CN")
    ]


@given(
    st.lists(
        st.builds(
            pair,
            st.text("abcdefg .", min_size=1, max_size=9).filter(str.strip),
            st.sampled_from(("US", "CN")),
            corpus=st.sampled_from((None, "x", "y", "z")),
            date=st.sampled_from((None, "1999", "2001-05", "2010-01-02")),
        ),
        min_size=10,
        max_size=40,
    ),
    st.sampled_from(("statement", "corpus", "date")),
    st.floats(0, 0.5),
    st.floats(0, 0.45),
)
def test_every_pair_is_in_one_split_and_no_statement_in_two(pairs, by, dev, test):
    try:
        splits = split_pairs(pairs, dev=dev, test=test, by=by)
    except InputError:
        return  # too few groups for these shares: nothing was split
    everything = [found for split in splits.values() for found in split]
    assert sorted(map(repr, everything)) == sorted(map(repr, pairs))
    texts = [{" ".join(found.text.split()) for found in split} for split in splits.values()]
    assert sum(map(len, texts)) == len(set().union(*texts))


@pytest.mark.parametrize("by", ["statement", "corpus", "date"])
def test_splits_have_the_shares_that_were_asked_for(by):
    splits = split_pairs(many(), dev=0.1, test=0.2, by=by)
    assert {name: len(split) for name, split in splits.items()} == {"train": 280, "dev": 40, "test": 80}


def test_a_corpus_is_wholly_in_one_split():
    splits = split_pairs(many(), dev=0.1, test=0.1, by="corpus")
    corpora = [{found.corpus for found in split} for split in splits.values()]
    assert sum(map(len, corpora)) == 10


def test_test_is_newer_than_dev_and_dev_newer_than_train():
    splits = split_pairs(many(), dev=0.1, test=0.1, by="date")
    dates = {name: [str(found.date) for found in split] for name, split in splits.items()}
    assert max(dates["train"]) < min(dates["dev"]) <= max(dates["dev"]) < min(dates["test"])


def test_a_year_alone_counts_as_its_end_so_that_only_what_is_older_trains():
    dates = ["2001-02-03", "2001", "2001-12-30", "2000-05", "2000-05-31", "1999"]
    pairs = [pair(f"a{n} b{n} c{n}", date=date) for n, date in enumerate(dates)]
    splits = split_pairs(pairs, dev=0, test=1 / 6, by="date")
    assert [found.date for found in splits["test"]] == ["2001"]
    splits = split_pairs(pairs, dev=0, test=4 / 6, by="date")
    assert [found.date for found in splits["train"]] == ["2000-05-31", "1999"]


def test_undated_statements_stay_in_train():
    undated = [pair(f"u{n} v{n}") for n in range(20)]
    splits = split_pairs([*many(20), *undated], dev=0.2, test=0.2, by="date")
    assert set(undated) <= set(splits["train"])


def test_near_duplicates_stay_together():
    twins = [pair(f"p{n} q{n} r{n} s{n} t{n} u{n} v{n} {end}") for n in range(50) for end in ("now", "then")]
    splits = split_pairs(twins, dev=0.2, test=0.2)
    firsts = [{found.text.split()[0] for found in split} for split in splits.values()]
    assert sum(map(len, firsts)) == 50


def test_one_seed_gives_one_split_and_another_seed_another():
    first, again, other = (split_pairs(many(), dev=0.1, test=0.1, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


@pytest.mark.parametrize(("dev", "test"), [(0.5, 0.5), (-0.1, 0.1)])
def test_shares_that_leave_nothing_are_refused(dev, test):
    with pytest.raises(InputError, match="leave something for train"):
        split_pairs(many(), dev=dev, test=test)


def test_one_corpus_cannot_be_cut():
    with pytest.raises(InputError, match="would be empty: 1 group by corpus"):
        split_pairs([pair(f"w{n} x{n}", corpus="only") for n in range(20)], dev=0.1, test=0.1, by="corpus")


def test_the_command_writes_three_files_and_never_over_others(tmp_path):
    write_pairs(tmp_path / "all.jsonl", many(50))
    call = ["split", str(tmp_path / "all.jsonl"), "-o", str(tmp_path / "out")]
    result = CliRunner().invoke(app, call)
    assert result.exit_code == 0, result.output
    sizes = {name: len(read_pairs(tmp_path / "out" / f"{name}.jsonl")) for name in ("train", "dev", "test")}
    assert sizes == {"train": 80, "dev": 10, "test": 10}
    assert isinstance(CliRunner().invoke(app, call).exception, InputError)


def test_a_split_by_date_of_pairs_without_dates_says_what_is_missing():
    with pytest.raises(InputError, match="no pair has a date to split by; add a column `date`"):
        split_pairs([pair(f"w{n} x{n}") for n in range(20)], dev=0.1, test=0.1, by="date")
