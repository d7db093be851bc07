"""How well documents are read whose labels the linear models have not seen: cross-validation by document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from sklearn.model_selection import GroupKFold

from detente.model.document.plan import MeantTarget
from detente.model.document.scorers import Scorers
from detente.model.labels import NEUTRAL, SOURCES, STANCES
from detente.train.scorers.examples import Example
from detente.train.scorers.fitting import fit_scorers

__all__ = ["HeldOut", "cross_validate"]

_FOLDS: Final = 5


@dataclass(slots=True)
class HeldOut:
    """Counts over all documents, each read with models that were fitted on others.

    `polar` are the labelled stances that are hostile or cooperative, `claimed` those that are read; of these `right`
    have the labelled stance, and `dyads` its source too. Of the `targets` that are read, `meant` are labelled.
    """

    polar: int = 0
    claimed: int = 0
    right: int = 0
    dyads: int = 0
    targets: int = 0
    meant: int = 0

    def lines(self) -> list[str]:
        """Return the shares as lines of text."""
        shares = {
            "dyads right, of all": (self.dyads, self.polar),
            "dyads right, of those claimed": (self.dyads, self.claimed),
            "source right, if stance is": (self.dyads, self.right),
            "found targets right": (self.meant, self.targets),
        }
        return [f"{name:<30}{count / max(1, whole):.3f}" for name, (count, whole) in shares.items()]


def cross_validate(examples: Sequence[Example]) -> HeldOut:
    """Fit on four fifths of the documents and read the others, five times.

    Examples of less weight than one are fitted on every time and not read. A target that a statement names gets what
    the network says of the statement alone. The network is the same everywhere: one that has learnt from these
    documents seems better than it is. Raises InputError where a part lacks what is to be learnt, ValueError
    where there are fewer than five documents.
    """
    found = HeldOut()
    whole = [one for one in examples if one.weight == 1]
    lighter = [one for one in examples if one.weight != 1]
    documents = np.array([one.document for one in whole])
    for train, test in GroupKFold(_FOLDS).split(documents, groups=documents):
        scorers = Scorers.from_content(fit_scorers([*(whole[at] for at in train), *lighter]))
        for at in test:
            _count(whole[at], scorers, found)
    return found


def _count(example: Example, scorers: Scorers, found: HeldOut) -> None:
    label = example.stance
    found.polar += label is not None and label.polar
    stance = _read(example, scorers)
    if stance is None:
        return
    found.targets += 1
    found.meant += label is not None
    if stance == NEUTRAL:
        return
    found.claimed += 1
    if label is not None and label.label == stance:
        found.right += 1
        found.dyads += _source(example, stance, scorers) == label.source


def _read(example: Example, scorers: Scorers) -> str | None:
    """The stance that is read toward the target of an example; None where it is not taken for meant."""
    if example.candidate is None:
        return STANCES[int(example.alone.stance.argmax())]
    score = scorers.meant_score(example.candidate)
    if scorers.meant_probability(score, example.alone, example.context) < scorers.threshold:
        return None
    return STANCES[int(scorers.stance_probabilities(example.alone, example.context).argmax())]


def _source(example: Example, stance: str, scorers: Scorers) -> str:
    planned = MeantTarget(
        "",
        example.named,
        source_scores=tuple(scorers.source_score(example.sources[source]) for source in SOURCES),
        hostile_scores=tuple(scorers.source_score(example.foes[source]) for source in SOURCES),
        partner=example.partner,
    )
    shares = scorers.source_probabilities(planned, stance, example.alone, example.context)
    return SOURCES[int(shares.argmax())]
