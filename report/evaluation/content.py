"""What the evaluation page shows: plain numbers and texts, whoever computed them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """A score and the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """The first checkpoint's macro-F1 less another system's, over the `pairs` that both could judge.

    `p_not_better` is the share of resamples in which the first is no better.
    """

    value: float
    low: float
    high: float
    p_not_better: float
    pairs: int


@dataclass(frozen=True, slots=True)
class StanceScores:
    """How one stance is told, and how many pairs are labelled with it."""

    stance: str
    precision: float
    recall: float
    f1: float
    pairs: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts of pairs: a row a labelled stance, a column a predicted one, in the order of STANCES."""

    title: str
    counts: list[list[int]]


@dataclass(frozen=True, slots=True)
class System:
    """The scores of one system on all pairs; `difference` is None for the first checkpoint itself."""

    name: str
    errors: int
    macro_f1: Score
    accuracy: Score
    source_accuracy: Score | None
    dyad_accuracy: Score | None
    confident_accuracy: float
    calibration_error: float
    brier_score: float
    stances: list[StanceScores]
    confusion: Confusion
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """The pairs whose top probability is above `low` and at most `high`: the mean of it, and their accuracy."""

    low: float
    high: float
    pairs: int
    confidence: float
    accuracy: Score


@dataclass(frozen=True, slots=True)
class Reliability:
    """Bins and expected calibration error before and after the logits were divided by `temperature`."""

    temperature: float
    before: list[Bin]
    after: list[Bin]
    error_before: float
    error_after: float


@dataclass(frozen=True, slots=True)
class CheckpointCard:
    """What is shown of a checkpoint beyond its scores as a system.

    `coverage` is the share of pairs not too close to call, `decided_accuracy` their accuracy,
    `too_close_accuracy` that of the others (None where there are none), `too_close_below` the threshold.
    """

    system: System
    fingerprint: str
    too_close_below: float
    coverage: float
    decided_accuracy: float | None
    too_close_accuracy: float | None
    reliability: Reliability
    by_target: list[Confusion]


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the pairs; a score a checkpoint, None where that checkpoint could judge none of them."""

    name: str
    pairs: int
    macro_f1: list[Score | None]
    accuracy: list[Score | None]


@dataclass(frozen=True, slots=True)
class Grouping:
    """All pairs parted by one property: target, source, corpus or length."""

    name: str
    groups: list[Group]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one checkpoint answered to a pair: the stance, its probability, and who holds it."""

    system: str
    stance: str
    probability: float
    source: str | None
    right: bool


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A pair the first checkpoint judged wrong.

    `row` is its place in the data, from 1. `pieces` are the statement cut at the target's mentions: text,
    and whether it is one. `other` is the second checkpoint's answer, None where there is none.
    """

    row: int
    pieces: list[tuple[str, bool]]
    target: str
    label: str
    source: str | None
    answer: Answer
    other: Answer | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many pairs that both checkpoints could judge were right by both, by one only, by neither."""

    both: int
    first_only: int
    second_only: int
    neither: int


@dataclass(frozen=True, slots=True)
class EvaluationContent:
    """One or two checkpoints (`checkpoints`) and every system, they first, judged on the pairs of `data`.

    `command` prints the same figures. `wrong` are the first checkpoint's surest wrong answers, of
    `wrong_in_all`. `agreement` is None where there is one checkpoint.
    """

    data: str
    data_sha256: str
    command: str
    pairs: int
    statements: int
    checkpoints: list[CheckpointCard]
    systems: list[System]
    groupings: list[Grouping]
    wrong: list[WrongAnswer]
    wrong_in_all: int
    agreement: Agreement | None = None
