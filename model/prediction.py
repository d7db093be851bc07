"""One judged pair: the stance a statement takes toward a target, and how sure the model is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.model.text.actor_finder import Mention


@dataclass(frozen=True, slots=True)
class Prediction:
    """The stance of one statement toward one target.

    `stance`, `score`, `probabilities`, `source` and `p_source` are None (or empty) where `error` is set.
    `score` is the probability of `stance`; `probabilities` maps each stance to its calibrated probability
    and sums to 1. `source` is who holds the stance, None for a neutral one; `source_probabilities` maps each
    source to its probability, were the stance not neutral. `mentions` are the target's spans in `statement`,
    as character offsets. `too_close` marks a pair whose best stance does not reach the checkpoint's threshold;
    `truncated` a statement that was cut before it was judged.
    """

    statement: str | None
    target: str
    stance: str | None = None
    score: float | None = None
    probabilities: Mapping[str, float] = field(default_factory=dict)
    source: str | None = None
    p_source: float | None = None
    mentions: tuple[Mention, ...] = ()
    too_close: bool = False
    truncated: bool = False
    error: str | None = None
    source_probabilities: Mapping[str, float] = field(default_factory=dict)
