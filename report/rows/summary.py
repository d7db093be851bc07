"""The summary of prediction rows that a page shows: facts, names, periods, cells, findings, statements."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Final

from detente.batch.records import Row
from detente.measure.periods import Period
from detente.measure.rows.scan import RowScan
from detente.model.dates.written_dates import ACCEPTED_DATES
from detente.model.errors import InputError
from detente.model.labels import STANCES
from detente.model.suggestion import did_you_mean
from detente.model.text.actor_finder import ActorFinder
from detente.report.actor_names import NameLanguage, names_in
from detente.report.cells.page_counts import count_page
from detente.report.rows.embedded import embedded
from detente.report.rows.known_errors import KnownErrors, KnownScores
from detente.report.rows.row_counts import RowCounts, RowSettings
from detente.report.rows.series import Series
from detente.report.rows.tallies import shown
from detente.report.rows.time_axis import TimeAxis, dense_enough, exact_enough, time_axis

MOST_NAMES: Final = 40
MOST_ERRORS: Final = 5
# Sources that are no actor of the list (codebook, Source).
_SOURCE_NAMES: Final = {"other": "other", "author": "the author"}


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary of prediction rows, each field as JSON has it.

    `about` counts rows and says what they are. `targets` are codes, that of most rows first, `sources` codes as their
    dyads are frequent, and `names` what both are called. `periods` are the first days of the periods, without gaps.
    `documents` are bars, each a `name`, None for all others, and how many rows it has of each stance. `cells` are as
    `page_cells` makes them, and `findings` as PageCounts has them. `statements` are rows to read, all of them or the
    most confident of every kind. `corrected` is as `correct_timeline` makes it, None without hand labels; `events`
    have a `date` and a `label`.

    The page makes its net stances and their intervals from the cells. `about.intervals` says what it has to know for
    that: `sampled`, whether they count a part of the documents, and `confusion`, as `confusion_as_json` makes it.
    """

    about: dict[str, Any]
    targets: list[str]
    sources: list[str]
    names: dict[str, str]
    periods: list[str]
    documents: list[dict[str, Any]]
    cells: dict[str, Any]
    findings: dict[str, Any]
    statements: list[dict[str, Any]]
    corrected: list[dict[str, Any]] | None = None
    events: list[dict[str, str]] = field(default_factory=list)

    def payload(self) -> dict[str, Any]:
        """Return the summary as one JSON object."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def summarise(
    rows: Iterable[Row],
    *,
    inputs: Sequence[str],
    settings: RowSettings | None = None,
    known_scores: KnownScores | None = None,
    finder: ActorFinder | None = None,
    names: NameLanguage = "en",
    scan: RowScan | None = None,
) -> Summary:
    """Count prediction rows in one pass and in bounded memory.

    `inputs` are the files they come from, and `settings` say how they are read. `known_scores` maps the name of a
    checkpoint to scores of it; those of the checkpoints and languages in the rows are shown, and their tables of labels
    and predictions widen the intervals. `scan` takes the rows that are predicted. `names` is the language of the names
    of actors. Raises InputError if there are no rows, if the stances of all are unknown, if a column that was named is
    empty in every row, if a bound is no date, or if the period gives more than a page can hold.
    """
    settings = settings or RowSettings()
    counts = RowCounts(settings, scan=scan)
    for row in rows:
        counts.take(row)
    _check(counts, inputs, settings)
    series = [one for one in counts.series if one.dates]
    usual = dense_enough(exact_enough(counts.period(), series), series)
    chosen = counts.period() if settings.period else usual
    finder = finder or ActorFinder.from_files()
    return _summary(counts, series, chosen, inputs, known_scores or {}, finder, names)


def _check(counts: RowCounts, inputs: Sequence[str], settings: RowSettings) -> None:
    date_column, publisher_column = settings.date_column, settings.publisher_column
    if counts.window is not None and counts.window.outside and not counts.rows:
        raise InputError(
            f"{', '.join(inputs)}: no row has a date within since and until; {counts.window.outside:,} rows are "
            f"outside, {counts.window.undated:,} of them without a date"
        )
    if not counts.rows:
        raise InputError(f"{', '.join(inputs)}: no rows; give what `detente predict … -o FILE` wrote")
    if counts.uncountable and not counts.predicted:
        errors = counts.errors.most_frequent(MOST_ERRORS)
        why = "; ".join(f"{error} (in {number:,})" for error, (number,) in errors if error is not None)
        raise InputError(f"{', '.join(inputs)}: no row can be counted, of {counts.rows:,}: {why}")
    unclear = counts.dates.unread.either_way_round
    if date_column and counts.predicted and not (counts.dates.found_in_column or unclear):
        hint = _hint(date_column, counts)
        raise InputError(
            f"date column {date_column}: no row has a date there; {hint}accepted are {ACCEPTED_DATES}"
        )
    if publisher_column and counts.predicted and not len(counts.by_publisher):
        raise InputError(
            f"publisher column {publisher_column}: {_hint(publisher_column, counts)}no row has a publisher there"
        )
    if counts.predicted:
        counts.document_keys.check()


def _hint(name: str, counts: RowCounts) -> str:
    """Say which column may be meant by one that the rows do not have; nothing where they have it."""
    hint = "" if name in counts.columns else did_you_mean(name, counts.columns)
    return f"{hint} " if hint else ""


def _summary(
    counts: RowCounts,
    series: Sequence[Series],
    period: Period | None,
    inputs: Sequence[str],
    known_scores: KnownScores,
    finder: ActorFinder,
    language: NameLanguage,
) -> Summary:
    targets, sources = _targets(series), _sources(series)
    known = KnownErrors.of_rows(counts.predictors, known_scores)
    axis = time_axis(series, period)
    publishers = (named.name for named in counts.by_publisher.most_frequent(MOST_NAMES))
    names = names_in(language, {code: _name(code, finder) for code in dict.fromkeys((*targets, *sources))})
    counted_page = count_page(
        counts.kept.rows(),
        counts.series,
        period=period,
        periods=axis.periods,
        targets=targets,
        sources=sources,
        publishers=[name for name in publishers if name is not None],
        names=names,
        confusion=known.confusion,
    )
    statements = embedded(
        counts.samples.ranked(period),
        finder,
        period=period,
        periods={day: index for index, day in enumerate(axis.periods)},
        repeats=counted_page.cells.repeats,
    )
    return Summary(
        about={
            **_about(counts, axis, period),
            "inputs": [shown(Path(name).name) for name in inputs],
            "shown": len(statements),
            "known_rates": known.rates,
            "known_scores": known.scores,
            "intervals": {"sampled": counts.kept.sampled, "confusion": known.confusion_as_json()},
        },
        targets=targets,
        sources=sources,
        names=names,
        periods=[date.fromordinal(day).isoformat() for day in axis.periods],
        documents=_document_bars(counts),
        cells=counted_page.counted,
        findings=counted_page.findings,
        statements=statements,
    )


def _about(counts: RowCounts, axis: TimeAxis, period: Period | None) -> dict[str, Any]:
    first, last = counts.dates.first, counts.dates.last
    errors, unread = counts.errors.most_frequent(MOST_ERRORS), counts.column_dates().unread
    return {
        "rows": counts.rows,
        "predicted": counts.predicted,
        "statements": counts.statements,
        "documents": len(counts.documents),
        "documents_at_least": counts.documents.at_least,
        "failed": counts.failed,
        "no_target": counts.no_target,
        "too_close": counts.too_close,
        "truncated": counts.truncated,
        "undated": axis.undated,
        "dated": counts.dated,
        "date_order": counts.dates.order,
        "shown_date_order": counts.column_dates().shown_order(),
        "unread_dates": unread.number,
        "unread_date": shown(unread.first),
        "unclear_dates": unread.either_way_round,
        "likely_date_columns": [shown(name) for name in counts.column_dates().likely_columns],
        "likely_publisher_columns": [shown(name) for name in counts.likely_publishers],
        "outside": counts.window.outside if counts.window else 0,
        "outside_undated": counts.window.undated if counts.window else 0,
        "checkpoints": list(counts.checkpoints),
        "first": None if first is None else str(first),
        "last": None if last is None else str(last),
        "period": period,
        "period_fixed": counts.fixed_period is not None,
        "errors": [{"error": error, "count": number[0]} for error, number in errors if error is not None],
    }


def _targets(series: Iterable[Series]) -> list[str]:
    rows: Counter[str] = Counter()
    for one in series:
        if one.target is not None:
            rows[one.target] += one.rows
    return sorted(rows, key=lambda target: (-rows[target], target))


def _sources(series: Iterable[Series]) -> list[str]:
    # In the order of their most frequent dyads, then those that are sources toward all other targets alone.
    rows: Counter[tuple[str, str]] = Counter()
    for one in series:
        if one.source is not None and one.target is not None:
            rows[one.source, one.target] += one.rows
    ranked = sorted(rows, key=lambda dyad: (-rows[dyad], dyad))
    rest = sorted({one.source for one in series if one.source is not None})
    return list(dict.fromkeys([*(source for source, _ in ranked), *rest]))


def _document_bars(counts: RowCounts) -> list[dict[str, Any]]:
    return [
        {"name": named.name, **dict(zip(STANCES, named.counts, strict=True))}
        for named in counts.by_document.most_frequent(MOST_NAMES)
    ]


def _name(code: str, finder: ActorFinder) -> str:
    actor = finder.actors.get(code)
    return actor.name if actor else _SOURCE_NAMES.get(code, code)
