"""Whether a checkpoint, or one that it started from, has learnt from a file that it is scored on."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Final

from detente.model.checkpoint.folder import Checkpoint
from detente.model.checkpoint.settings import CheckpointSettings
from detente.train.evaluate.ensemble import CheckpointClassifier, Ensemble
from detente.train.lineage import learnt_before

__all__ = ["file_warnings", "known_file"]

_LEARNT: Final = "learnt from this file, so these scores are too high"
_CHOSEN: Final = "was chosen or calibrated on this file, so these scores are too high"


def known_file(settings: CheckpointSettings, digest: str) -> str | None:
    """Say what a checkpoint has to do with the file of this SHA-256; None where it is a new one to it.

    A file is known by its bytes: of a part or a copy of it nothing is said.
    """
    of_all = [settings.data, *(before["data"] for before in learnt_before(settings.training))]
    splits = {
        split for data in of_all for split, files in data.items() for one in files if one["sha256"] == digest
    }
    if not splits:
        return None
    return _CHOSEN if splits == {"dev"} else _LEARNT


def file_warnings(classifiers: Iterable[CheckpointClassifier], data: Path) -> Iterator[str]:
    """Yield a line for each checkpoint of the classifiers that knows the file `data`."""
    digest = sha256(data.read_bytes()).hexdigest()
    every = chain.from_iterable(map(_settings_of, classifiers))
    known = ((one, known_file(one, digest)) for one in every)
    yield from dict.fromkeys(f"{data}: {one.name}-{one.version} {what}" for one, what in known if what)


def _settings_of(classifier: CheckpointClassifier) -> Iterator[CheckpointSettings]:
    members = classifier.members if isinstance(classifier, Ensemble) else (classifier,)
    for checkpoint in (member.checkpoint for member in members):
        yield checkpoint.settings
        first = checkpoint.asked_first if isinstance(checkpoint, Checkpoint) else None
        if first is not None:
            yield first.settings
