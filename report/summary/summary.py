"""The summary of prediction rows that a page shows: facts, names, periods, cells, findings, statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from detente.batch.records import Row
from detente.measure.rows.scan import RowScan
from detente.model.dates.written_dates import ACCEPTED_DATES
from detente.model.errors import InputError, number_of
from detente.model.labels import STANCES
from detente.model.suggestion import did_you_mean
from detente.model.text.actor_finder import ActorFinder
from detente.report.actor_names import NameLanguage, names_in
from detente.report.cells.axes import Axes
from detente.report.cells.page_counts import count_page
from detente.report.rows.known_errors import KnownErrors, KnownScores
from detente.report.rows.row_counts import RowCounts, RowSettings
from detente.report.rows.tallies import shown
from detente.report.rows.time_axis import TimeAxis, dense_enough, exact_enough
from detente.report.summary.embedded import embedded

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
    axes = Axes.of(series, counts.period() if settings.period else usual)
    known = KnownErrors.of_rows(counts.predictors, known_scores or {})
    finder = finder or ActorFinder.from_files()
    called = _called(axes, finder, names)
    publishers = [each.name for each in counts.by_publisher.most_frequent(MOST_NAMES)]
    page = count_page(
        counts.kept.rows(),
        counts.series,
        axes=axes,
        publishers=[name for name in publishers if name is not None],
        names=called,
        confusion=known.confusion,
    )
    ranked = counts.samples.ranked(axes.time.period)
    statements = embedded(ranked, finder, time=axes.time, repeats=page.cells.repeats)
    return Summary(
        about={
            **_about(counts, axes.time),
            "inputs": [shown(Path(name).name) for name in inputs],
            "shown": len(statements),
            "known_rates": known.rates,
            "known_scores": known.scores,
            "intervals": {"sampled": counts.kept.sampled, "confusion": known.confusion_as_json()},
        },
        targets=list(axes.targets),
        sources=list(axes.sources),
        names=called,
        periods=axes.time.iso_days(),
        documents=_document_bars(counts),
        cells=page.counted,
        findings=page.findings,
        statements=statements,
    )


def _check(counts: RowCounts, inputs: Sequence[str], settings: RowSettings) -> None:
    date_column, publisher_column = settings.date_column, settings.publisher_column
    if counts.window is not None and counts.window.outside and not counts.rows:
        outside = number_of(counts.window.outside, "row is", "rows are")
        raise InputError(
            f"{', '.join(inputs)}: no row has a date within since and until; {outside} "
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


def _about(counts: RowCounts, axis: TimeAxis) -> dict[str, Any]:
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
        "period": axis.period,
        "period_fixed": counts.fixed_period is not None,
        "errors": [{"error": error, "count": number[0]} for error, number in errors if error is not None],
    }


def _document_bars(counts: RowCounts) -> list[dict[str, Any]]:
    return [
        {"name": named.name, **dict(zip(STANCES, named.counts, strict=True))}
        for named in counts.by_document.most_frequent(MOST_NAMES)
    ]


def _called(axes: Axes, finder: ActorFinder, language: NameLanguage) -> dict[str, str]:
    codes = dict.fromkeys((*axes.targets, *axes.sources))
    return names_in(language, {code: _name(code, finder) for code in codes})


def _name(code: str, finder: ActorFinder) -> str:
    actor = finder.actors.get(code)
    return actor.name if actor else _SOURCE_NAMES.get(code, code)
