"""A baseline that counts words of conflict and cooperation, as dictionary methods of the field do."""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from detente.model.labels import STANCES
from detente.model.prediction import Prediction
from detente.model.splitting.spans import Span
from detente.train.evaluate.baselines import prediction_of, require_pairs, two_or_more
from detente.train.labels.pairs import LabelledPair

# How many words before a word may turn it round.
_REACH: Final = 3
_WORD: Final = re.compile(r"[a-z]+(?:['’-][a-z]+)*")


class LexiconBaseline:
    """Logistic regression over how many words of `lexicon.toml` a statement holds on either side.

    A negation up to three words before turns a word round. It knows nothing of targets: all of one
    statement get one stance. As source it names the most frequent one.
    """

    def __init__(self, pairs: Sequence[LabelledPair], *, seed: int = 13) -> None:
        require_pairs(pairs)
        lists = tomllib.loads((files("detente.train.evaluate") / "lexicon.toml").read_text(encoding="utf-8"))
        self._hostile, self._friendly = _pattern(lists["hostile"]), _pattern(lists["friendly"])
        self._negations = frozenset(lists["negations"])
        sources = Counter(pair.source for pair in pairs if pair.source is not None)
        self._source = sources.most_common(1)[0][0] if sources else None
        self._regression = LogisticRegression(class_weight="balanced", random_state=seed)
        labels = two_or_more([pair.label for pair in pairs])
        self._regression.fit(self._counted([pair.text for pair in pairs]), labels)

    def predict_pairs(
        self,
        pairs: Sequence[tuple[str | None, str]],
        *,
        spans: Sequence[Span | None] | None = None,  # noqa: ARG002 - it predicts alike wherever a target stands
    ) -> list[Prediction]:
        """Predict each pair by the words of its statement, wherever its target stands."""
        if not pairs:
            return []
        found = self._regression.predict_proba(self._counted([text or "" for text, _ in pairs]))
        shares = np.zeros((len(pairs), len(STANCES)))
        shares[:, [STANCES.index(name) for name in self._regression.classes_]] = found
        return [prediction_of(pair, share, self._source) for pair, share in zip(pairs, shares, strict=True)]

    def _counted(self, texts: Sequence[str]) -> NDArray[np.float64]:
        counts = np.array([self.count(text) for text in texts], dtype=float)
        hostile, friendly = counts.T
        return np.column_stack([np.log1p(hostile), np.log1p(friendly), np.sign(friendly - hostile)])

    def count(self, text: str) -> tuple[int, int]:
        """Count the words of a text that are hostile and those that are friendly, negated ones turned round."""
        words = _WORD.findall(text.lower().replace("’", "'"))
        hostile = friendly = 0
        for at, word in enumerate(words):
            negated = not self._negations.isdisjoint(words[max(0, at - _REACH) : at])
            is_hostile, is_friendly = self._hostile.match(word), self._friendly.match(word)
            hostile += bool(is_friendly if negated else is_hostile)
            friendly += bool(is_hostile if negated else is_friendly)
        return hostile, friendly


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    whole = [re.escape(word[:-1]) + "$" for word in words if word.endswith(".")]
    return re.compile("|".join([*whole, *(re.escape(word) for word in words if not word.endswith("."))]))
