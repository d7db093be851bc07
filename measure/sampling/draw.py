"""A sample of prediction rows to label by hand: the rows, and how likely each was to be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.measure.dates import DATE_COLUMN
from detente.measure.exchange.label_rows import LabelRow, unlabelled_row
from detente.measure.options import DESIGNS, Allocation, Design
from detente.measure.periods import PERIODS, Period
from detente.measure.rows.predicted import Progress
from detente.measure.sampling.designs import Drawn, draw_by_doubt, draw_random, draw_stratified
from detente.measure.sampling.diversity import CANDIDATES, hashed_words, spread_out
from detente.measure.sampling.pairs_scan import PERIOD_COLUMN, ScannedPairs, scan_pairs
from detente.measure.sampling.paying import disagreement_hint, diversity_hint, doubt_hint
from detente.measure.sampling.row_fetch import fetch_rows
from detente.measure.sampling.training import checkpoint_distances, most_disputed, most_doubtful
from detente.model.dates.date_forms import DateOrder
from detente.model.errors import InputError, number_of


@dataclass(frozen=True, slots=True)
class DrawSettings:
    """How a sample is drawn.

    `by`, `period`, `allocation` and `minimum` are for the design "stratified", where None stands for "month",
    "proportional" and 2; `period` says what the key "period" of `by` means. `other` (the rows of a second checkpoint
    for the same input) is for "disagreement". `with_predictions` puts what was predicted beside the rows, where it can
    sway the people who label. `date_column` and `date_order` are as for DateReader.
    """

    design: Design = "random"
    by: Sequence[str] | str = ()
    period: Period | None = None
    allocation: Allocation | None = None
    minimum: int | None = None
    other: str | Path | None = None
    seed: int = 13
    with_predictions: bool = False
    date_column: str = DATE_COLUMN
    date_order: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """The drawn rows, in the order to label them in.

    `population` counts the distinct pairs that could be drawn, `duplicates` the rows that came up again,
    `left_out` those without a target or with an error. `hint` says, for a training design, whether more labels are
    likely to pay; None for the others. `notes` are those of ScannedPairs.
    """

    rows: list[LabelRow]
    population: int
    duplicates: int
    left_out: int
    hint: str | None = None
    notes: tuple[str, ...] = ()


def draw_sample(
    path: str | Path, number: int, *, settings: DrawSettings | None = None, progress: Progress | None = None
) -> Sample:
    """Draw `number` distinct pairs of a statement and a target from a file of prediction rows.

    The file is read twice (three times for "diversity"), and some 50 bytes a row are kept. The same file, settings and
    version of numpy give the same sample. `progress` is called with the rows read in each pass. Raises
    InputError where the file cannot be read, too few pairs can be drawn, or settings do not go together.
    """
    settings, path = settings or DrawSettings(), Path(path)
    _check(number, settings)
    by = _keys(settings) if settings.design == "stratified" else ()
    pairs = scan_pairs(
        path,
        by=by,
        period=settings.period or "month",
        date_column=settings.date_column,
        date_order=settings.date_order,
        progress=progress,
    )
    if number > len(pairs):
        raise InputError(
            f"{path}: {number_of(number, 'pair is', 'pairs are')} asked for, and {len(pairs):,} can be drawn "
            f"({number_of(pairs.duplicates, 'row is a duplicate', 'rows are duplicates')}, {pairs.left_out:,} "
            "without a target or with an error)"
        )
    indices, chances, hint = _draw(path, pairs, number, settings, progress)
    drawn = fetch_rows(path, pairs, indices, progress=progress)
    rows = [
        unlabelled_row(row, design=settings.design, p_drawn=chance, with_prediction=settings.with_predictions)
        for row, chance in zip(drawn, chances, strict=True)
    ]
    return Sample(rows, len(pairs), pairs.duplicates, pairs.left_out, hint, pairs.notes)


def _check(number: int, settings: DrawSettings) -> None:
    if number < 1:
        raise InputError(f"{number_of(number, 'pair is', 'pairs are')} asked for; at least 1 is accepted")
    if settings.design not in DESIGNS:
        raise InputError(f"design {settings.design!r} is not known; accepted are {', '.join(DESIGNS)}")
    if settings.design == "stratified" and not settings.by:
        raise InputError("the design 'stratified' needs keys to draw by (--by, in Python by), such as target")
    if settings.by and settings.design != "stratified":
        raise InputError("keys to draw by (--by, in Python by) need the design 'stratified'")
    if settings.design == "disagreement" and settings.other is None:
        raise InputError(
            "the design 'disagreement' needs the rows of a second checkpoint (--other, in Python other)"
        )
    if settings.other is not None and settings.design != "disagreement":
        raise InputError(
            "rows of a second checkpoint (--other, in Python other) need the design 'disagreement'"
        )
    _check_strata(settings)


def _check_strata(settings: DrawSettings) -> None:
    given = {"period": settings.period, "allocation": settings.allocation, "minimum": settings.minimum}
    first = next((name for name, value in given.items() if value is not None), None)
    if first is not None and settings.design != "stratified":
        raise InputError(
            f"the {first} of strata (--{first}, in Python {first}) needs the design 'stratified'"
        )
    if settings.period is not None and PERIOD_COLUMN not in _keys(settings):
        raise InputError("--period (in Python period) says what the key 'period' means; add it to --by")
    if settings.date_column != DATE_COLUMN and not {PERIOD_COLUMN, *PERIODS} & set(_keys(settings)):
        raise InputError(
            "--date-column (in Python date_column) says where the date of a period is; add a period to --by, such as "
            "period or year"
        )
    if settings.minimum is not None and settings.minimum < 1:
        raise InputError(f"the minimum of a stratum is {settings.minimum}; at least 1 is accepted")


def _keys(settings: DrawSettings) -> Sequence[str]:
    return [settings.by] if isinstance(settings.by, str) else settings.by


def _draw(
    path: Path, pairs: ScannedPairs, number: int, settings: DrawSettings, progress: Progress | None
) -> tuple[NDArray[np.int64], list[float | None], str | None]:
    rng = np.random.default_rng(settings.seed)
    match settings.design:
        case "random":
            return _by_chance(draw_random(len(pairs), number, rng=rng))
        case "stratified":
            drawn = draw_stratified(
                pairs.strata,
                number,
                rng=rng,
                allocation=settings.allocation or "proportional",
                minimum=2 if settings.minimum is None else settings.minimum,
            )
            return _by_chance(drawn)
        case "doubt":
            return _by_chance(draw_by_doubt(pairs.doubt, number, rng=rng))
        case "least-sure":
            indices = most_doubtful(pairs.doubt, number)
            return _chosen(indices, doubt_hint(pairs.doubt[indices]))
        case "disagreement":
            return _disputed(pairs, number, settings.other, progress)
        case _:
            return _diverse(path, pairs, number, rng, progress)


def _by_chance(drawn: Drawn) -> tuple[NDArray[np.int64], list[float | None], None]:
    indices, chances = drawn
    return indices, [float(chance) for chance in chances], None


def _chosen(indices: NDArray[np.int64], hint: str) -> tuple[NDArray[np.int64], list[float | None], str]:
    return indices, [None] * len(indices), hint


def _disputed(
    pairs: ScannedPairs, number: int, other: str | Path | None, progress: Progress | None
) -> tuple[NDArray[np.int64], list[float | None], str]:
    if other is None:
        raise InputError("the design 'disagreement' needs the rows of a second checkpoint")
    found = checkpoint_distances(pairs, scan_pairs(Path(other), progress=progress))
    if number > len(found.indices):
        raise InputError(
            f"{other}: shares {number_of(len(found.indices), 'pair')} with the first file; ask for no more"
        )
    best = most_disputed(found, number)
    return _chosen(found.indices[best], disagreement_hint(found.kappa, found.distances[best]))


def _diverse(
    path: Path, pairs: ScannedPairs, number: int, rng: np.random.Generator, progress: Progress | None
) -> tuple[NDArray[np.int64], list[float | None], str]:
    if number > CANDIDATES:
        raise InputError(
            f"the design 'diversity' draws at most {CANDIDATES:,} pairs, and {number:,} are asked for"
        )
    candidates = np.sort(rng.permutation(len(pairs))[:CANDIDATES])
    rows = fetch_rows(path, pairs, candidates, progress=progress)
    chosen, left = spread_out(hashed_words([str(row["statement"]) for row in rows]), number, rng=rng)
    return _chosen(candidates[chosen], diversity_hint(left))
