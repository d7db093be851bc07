"""Decides what a report shows of files of rows: in which order of dates, with which known scores, labels and events."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from detente.batch.records import Row
from detente.measure.rows.scan import RowScan
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.list_file import paths_of
from detente.report.actor_names import NameLanguage
from detente.report.rows.known_errors import known_scores_of
from detente.report.rows.row_counts import RowSettings
from detente.report.summary.corrected import correct_timeline, scan_for_labels
from detente.report.summary.events import read_events
from detente.report.summary.summary import Summary, summarise


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSettings(RowSettings):
    """What a report shows of rows, beside how they are read and counted.

    `labels` are hand labels that correct the net stances of the timeline, `events` a table of dates and labels to mark
    on it. The known scores of `checkpoint` are shown, or those of a shipped one, if it made the rows. `actors` are
    files that extend the actor list, and `names` is the language in which actors are named.
    """

    labels: str | Path | None = None
    events: str | Path | None = None
    checkpoint: str = "published"
    actors: str | Path | Sequence[str | Path] = ()
    names: NameLanguage = "en"


def summarise_files(
    files: Sequence[Path], read: Callable[[Sequence[Path]], Iterable[Row]], *, settings: ReportSettings
) -> Summary:
    """Summarise the prediction rows of files, which `read` reads.

    Where the settings name no order of dates and some dates show one, the rows are read again in that order. Raises
    what `summarise` and `correct_timeline` raise; InputError if the events cannot be read, CheckpointError and
    ActorsError if those files are not found.
    """
    # What is wrong with them is told before the rows are read, which can take a minute.
    events = (
        [] if settings.events is None else read_events(Path(settings.events), date_order=settings.date_order)
    )
    summary, scan = _summarised(files, read, settings)
    if summary.about["unclear_dates"] and (order := summary.about["shown_date_order"]):
        summary, scan = _summarised(files, read, replace(settings, date_order=order))
    if settings.labels is not None and scan is not None:
        summary = correct_timeline(summary, scan, Path(settings.labels))
    return replace(summary, events=events)


def _summarised(
    files: Sequence[Path], read: Callable[[Sequence[Path]], Iterable[Row]], settings: ReportSettings
) -> tuple[Summary, RowScan | None]:
    scan = None if settings.labels is None else scan_for_labels(settings)
    summary = summarise(
        read(files),
        inputs=[str(path) for path in files],
        settings=settings,
        known_scores=known_scores_of(open_checkpoint(settings.checkpoint)),
        finder=ActorFinder.from_files(*paths_of(settings.actors)),
        names=settings.names,
        scan=scan,
    )
    return summary, scan
