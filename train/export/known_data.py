"""What model cards say of the project's own data and of base models, which they know by their hashes and names."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import chain
from typing import Any

from detente.model.checkpoint.settings import CheckpointSettings
from detente.train.lineage import learnt_before

_LABELS = "Labels: "
LABELLED = (
    f"{_LABELS}one round of annotation by a language model over the training statements under the project's codebook; "
    "development and test statements were annotated twice and adjudicated. Two rounds agreed on 95.8 % of the labels "
    "(Cohen's kappa 0.937, 2,037 pairs). The real statements are speeches, briefings, agency dispatches, news and "
    "posts, 1945 to 2026; the rest are invented statements of the project."
)
LABELLED_AGAIN = (
    "Training labels that an earlier model could not fit were read again, and two rounds over statements of 2016 to "
    "2026 agreed on 96.5 % (kappa 0.943, 1,637 pairs)."
)
LABELLED_IN_THE_ORIGINAL = (
    "Korean and Chinese statements were labelled in the original in the same way; over all of them that were labelled "
    "twice, kappa is 0.905 in Korean and 0.948 in Chinese. Most invented ones in these languages were rendered "
    "by a language model, with the labels of the English ones; those it wrote in them were labelled twice. Documents "
    "in these languages are rendered, too. The real "
    "ones are headlines, news, broadcasts, New Year addresses, petitions, government reports and encyclopedia "
    "articles, 1947 to 2026."
)
# Of base models that are not what their name says, by the name of their folder.
BASE_NOTES = {
    "e5-small": (
        "Its encoder is `intfloat/multilingual-e5-small` as a package holds it, laid into a folder: its matrices, word "
        "embeddings among them, had been rounded to 4 bits, and the identity stands in for its pooler, which no "
        "package has. Training made up for it in the layers that it changed; the embeddings and the first layers "
        "stayed rounded. How much better a start from the original weights would be was not measured. "
    )
}
_FILES = tomllib.loads((files(__package__) / "known_files.toml").read_text(encoding="utf-8"))
# By the first 12 hex digits of their SHA-256.
READ_AGAIN, IN_THE_ORIGINAL = (frozenset(_FILES[section]) for section in ("read_again", "in_the_original"))
OWN_FILES = frozenset(chain(*_FILES.values()))

PROJECT_PUBLISHERS = ": official speech and agency prose of a few publishers"
LABELLED_BY_OTHERS = "Whoever trained this checkpoint chose and labelled these pairs."
LABELLED_BY_OTHERS_FIRST = "Whoever trained this checkpoint chose and labelled the pairs of the first table."


def is_of_the_project(settings: CheckpointSettings) -> bool:
    """Whether a checkpoint, and those that it started from, learnt from the project's own files alone."""
    return all(known in OWN_FILES for known in _hashes(settings))


def knows_the_project(settings: CheckpointSettings) -> bool:
    """Whether a checkpoint, or one that it started from, learnt from any of the project's own files."""
    return not OWN_FILES.isdisjoint(_hashes(settings))


def labelled_text(settings: CheckpointSettings) -> str:
    """What a card says of the labels that a checkpoint, and those that it started from, learnt from."""
    if is_of_the_project(settings):
        return _labelled_by_the_project(set(_hashes(settings)))
    before = {known for one in learnt_before(settings.training) for known in _hashes_of(one["data"])}
    if not before:
        return LABELLED_BY_OTHERS
    if before <= OWN_FILES:
        labels = _labelled_by_the_project(before).removeprefix(_LABELS)
        return f"{LABELLED_BY_OTHERS_FIRST} The labels of the other tables come from {labels}"
    return LABELLED_BY_OTHERS_FIRST


def _labelled_by_the_project(known: set[str]) -> str:
    said = [LABELLED]
    said += [] if READ_AGAIN.isdisjoint(known) else [LABELLED_AGAIN]
    said += [] if IN_THE_ORIGINAL.isdisjoint(known) else [LABELLED_IN_THE_ORIGINAL]
    return " ".join(said)


def _hashes(settings: CheckpointSettings) -> Iterator[str]:
    # Of the checkpoint, and of those that it started from or was averaged with.
    for data in (settings.data, *(before["data"] for before in learnt_before(settings.training))):
        yield from _hashes_of(data)


def _hashes_of(data: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    return (entry["sha256"][:12] for entry in chain(*data.values()))


def base_note(settings: CheckpointSettings) -> str:
    """What is to be said of the base model that a checkpoint, or the first that it goes on from, started from."""
    return BASE_NOTES.get(first_base_model(settings), "")


def first_base_model(settings: CheckpointSettings) -> str:
    """The base model of a checkpoint's first run; "unknown" where none is named."""
    training = settings.training
    while before := training.get("goes_on_from"):
        training = before["training"]
    return str(training.get("base_model", "unknown"))
