"""The head of the data card, by which a hub loads the data sets, is sound and names the files that are there."""

from itertools import chain
from pathlib import Path

import yaml

DATA = Path(__file__).parents[2] / "data"
# Soft labels and templates are loaded by no data set, and the two older states of the training labels are for repeats.
UNNAMED = {"train_0_2.jsonl.gz", "train_0_3.jsonl.gz", "train_reread.jsonl.gz", "minimal_pairs.jsonl"}
UNNAMED_FOLDERS = {"soft", "behaviour", "constructed"}


def named_files():
    """The paths that the head of the card names, below data/."""
    head = yaml.safe_load((DATA / "README.md").read_text(encoding="utf-8").split("---")[1])
    paths = [split["path"] for one in head["configs"] for split in one["data_files"]]
    return set(chain.from_iterable([path] if isinstance(path, str) else path for path in paths))


def test_the_card_names_only_files_that_are_there():
    assert [path for path in sorted(named_files()) if not (DATA / path).is_file()] == []


def test_the_card_names_every_file_of_statements():
    there = {
        path.relative_to(DATA).as_posix()
        for path in DATA.rglob("*.jsonl*")
        if path.name not in UNNAMED and path.relative_to(DATA).parts[0] not in UNNAMED_FOLDERS
    }
    assert there - named_files() == set()
