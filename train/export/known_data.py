"""What model cards say of the project's own data and of base models, which they know by their hashes and names."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from detente.model.checkpoint.settings import CheckpointSettings
from detente.train.export.lineage import learnt_before

LABELLED = (
    "Labels: one round of annotation by a language model over the training statements under the project's codebook; "
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
# data/real/: ko_train, zh_train, ko_train_2, zh_train_2, joined to their texts.
IN_THE_ORIGINAL = frozenset(("f0a9578516f9", "56295582c656", "ff29e580de5a", "311d8051b986"))
# Of base models that are not what their name says, by the name of their folder.
BASE_NOTES = {
    "e5-small": (
        "Its encoder is `intfloat/multilingual-e5-small` as a package holds it, laid into a folder: its matrices, word "
        "embeddings among them, had been rounded to 4 bits, and the identity stands in for its pooler, which no "
        "package has. Training made up for it in the layers that it changed; the embeddings and the first layers "
        "stayed rounded. How much better a start from the original weights would be was not measured. "
    )
}
# data/real/ since the labels were doubled and some read again, joined to their texts: train, dev_recent, train_0_3,
# train_2; and train once more, since its doubtful labels were read a third time.
READ_AGAIN = frozenset(("a09b5b740783", "a2b971688f63", "921ce29ffac6", "1a55942abafe", "d8a031c8f734"))
OWN_FILES = (
    READ_AGAIN
    | IN_THE_ORIGINAL
    | frozenset(
        {
            *("3eff03ea5034", "d76284d27634"),  # data/train.jsonl, now and earlier
            *("32f6ba3371c3", "a569c9743da1"),  # data/constructed/train.jsonl
            "09da0309ff45",  # data/dev.jsonl
            *("409e6c04e1a5", "657aa65a23a6"),  # data/real/, joined to their texts: train_0_2, dev
            *("f3bf24e506e9", "82ee4b2ce203"),  # data/hard/: train, dev
            *("71738eb3475d", "16671f94a21f", "4a366188f28d"),  # train_2, train_3, train_4
            *("da79d98fea8b", "ae4f89e5b752"),  # data/soft/, likewise
            *("f7ab52762fa3", "6d641d1cd5d7"),  # the same, where 85 and 99 of the texts are missing
            *("36b897f8cc17", "ce82f4c57214"),  # data/soft/ of version 0.3: pool-3, pool-4
            "023650235b56",  # and train_0_3
            *("0b2dbdbd9f03", "73f820f31e0d", "1f7ebc5be905"),  # pool-5, train_0_4, pool-6
            *(
                "5a137378aaf1",
                "5109fac60326",
            ),  # data/real/train_3, joined to its texts, and as large learnt from it
            "7f0e359be929",  # data/soft/pool-1, as published-multi learnt from it
            *("dd9b46f25fb7", "f2a8ad410b8c", "ce47285dab16"),  # data/documents/: train, train_2, train_3
            "7e8b09ea2a73",  # train_2 with 344 documents, before some sentences were worded anew
            "01c0e33cd3a7",  # data/real/documents_train.jsonl
            *("0173f8ea9ca8", "ad90d1363325"),  # data/real/: ko_dev, zh_dev
            *(
                "a4fe7be5fb23",
                "d2826b0fbc48",
            ),  # data/ko/train.jsonl, data/zh/train.jsonl, with 1,000 statements
            *("d4df7446ddaa", "54a0407fa008"),  # the same, with 4,190
            *("ea688e7bb740", "2bece4692fe3"),  # data/ko/train_2.jsonl, data/zh/train_2.jsonl
            *("33e850b5182d", "9a1cff302a32"),  # the same, train_3
            *("cb610b85ab4f", "090b1fdf5a06"),  # train_4
            *("c990d3854c72", "d2fe139d28ca"),  # native, as published-multi learnt from it
            *("87d194b141c1", "c1327c10daa1", "5003eecb2aa4"),  # and now, with native_2 in Chinese
            *("a26b4546a3ec", "6a378fb0145a", "17a8df2132f5", "63b1782848f2"),  # documents_train, _train_2
            # The same, as published-multi learnt from them: which targets are called named was set later.
            *("3253377e5bd9", "020027046a28", "8786c37fb869", "b486c19ae95d"),
            # data/soft/: ko_carried, zh_carried, and those of documents.
            *("08825a028706", "9f8ef007aac1", "bf82aca0f84d", "de32022a7c5f"),
            *(
                "b3b5958a5e46",
                "32fad75bb99e",
                "9586d7fb04b2",
                "c1d6cc7e2cba",
            ),  # and after some were worded anew
            *("fa028ea79d69", "a317b8c8721f"),  # ko_registers_carried, zh_registers_carried
            *("628c9f22e84a", "a273a3273002", "d2acc139144b"),  # registers, registers_2, own
        }
    )
)
"""Data of the project, by the first 12 hex digits of the SHA-256: `data/train.jsonl` may be anybody's."""
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
        return f"{LABELLED_BY_OTHERS_FIRST} The other tables: {_labelled_by_the_project(before)}"
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
