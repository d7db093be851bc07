"""One pass over prediction rows that counts them all and keeps some, in bounded memory."""

import re
from dataclasses import dataclass
from typing import Final

from detente.batch.columns import FIXED_COLUMNS
from detente.batch.planning import INFERRED_PUBLISHER
from detente.batch.records import Row
from detente.measure.dates import DATE_COLUMN, DateReader
from detente.measure.periods import Period
from detente.measure.rows.document_keys import DocumentKeys
from detente.measure.rows.scan import RowScan
from detente.measure.statement_key import pair_hash
from detente.model.dates.date_forms import DateOrder
from detente.model.labels import STANCES
from detente.report.rows.date_window import DateWindow
from detente.report.rows.kept_rows import KeptRows
from detente.report.rows.known_errors import Predictor
from detente.report.rows.samples import Samples
from detente.report.rows.series import SeriesTable
from detente.report.rows.tallies import DistinctCount, Tally, shown
from detente.report.rows.time_axis import fixed_or_usual_period

PUBLISHER_COLUMN: Final = "publisher"

# Names of columns that may hold publishers.
_LIKE_PUBLISHER: Final = re.compile(
    r"(?<![^\W\d_])(?:publisher|outlet|newspaper|media|paper|journal|source)s?(?![^\W\d_])|언론사|매체|신문사|출처|媒体|媒體|来源|來源|报纸|報紙",
    re.IGNORECASE,
)
_MOST_CHECKPOINTS = 20
_MOST_PREDICTORS = 200


@dataclass(frozen=True, slots=True)
class RowSettings:
    """How rows are read and counted.

    `period` is what the time axis counts by, None for what suits the dates. `date_column` and `publisher_column` are
    None for `date` and `publisher`; `document_column` is as for DocumentKeys and `date_order` as for DateReader. Rows
    before `since` and after `until` are left out, as by `DateWindow.of`.
    """

    period: Period | None = None
    date_column: str | None = None
    publisher_column: str | None = None
    document_column: str | None = None
    date_order: DateOrder | None = None
    since: str | None = None
    until: str | None = None


class RowCounts:
    """Counts of the rows taken so far.

    A row with an `error` or with an invalid stance counts as failed; a row without a stance has no target. `statements`
    counts the changes of document, position and text from one row to the next, since the rows of a statement follow
    each other. `uncountable` counts the failed rows that have a stance, `predictors` the predicted rows of each
    checkpoint and language. `columns` are those of the first row. Rows outside of `window` are not counted, but for
    what the window counts. `kept` are the predicted rows that the page's cells count. `scan` takes the predicted rows
    too: none that failed or has no target. Raises what `DateWindow.of` raises.
    """

    def __init__(self, settings: RowSettings, *, scan: RowScan | None = None) -> None:
        self.rows = self.predicted = self.failed = self.no_target = self.uncountable = 0
        self.statements = self.too_close = self.truncated = self.dated = 0
        self.documents = DistinctCount()
        self.columns: tuple[str, ...] = ()
        self.checkpoints: dict[str, None] = {}
        self.predictors: dict[Predictor, int] = {}
        self.errors = Tally(capacity=1000)
        self.by_document = Tally(width=len(STANCES))
        self.by_publisher = Tally()
        date_column = settings.date_column or DATE_COLUMN
        self.dates = DateReader(date_column, order=settings.date_order)
        self.window = DateWindow.of(settings.since, settings.until)
        self._scan = scan
        self._window_dates = DateReader(date_column, order=settings.date_order)
        self.fixed_period = settings.period
        self.series = SeriesTable(self.period)
        self.samples = Samples(self.period)
        self.kept = KeptRows()
        self.document_keys = DocumentKeys(settings.document_column)
        self._publisher_column = settings.publisher_column or PUBLISHER_COLUMN
        self._likely_publishers: tuple[str, ...] | None = None
        self._document_column = settings.document_column or "document"
        self._document: object = None
        self._statement: tuple[object, object, object] | None = None
        self._checkpoint: object = None

    def period(self) -> Period | None:
        """Return the period to count by for the dates so far; raises what `fixed_or_usual_period` raises."""
        return fixed_or_usual_period(self.dates, self.fixed_period)

    def column_dates(self) -> DateReader:
        """Return the reader that met the dates of all rows, those outside of the window included."""
        return self.dates if self.window is None else self._window_dates

    @property
    def likely_publishers(self) -> tuple[str, ...]:
        """The columns that look like those of publishers, where no row so far had one."""
        return () if len(self.by_publisher) else self._likely_publishers or ()

    def take(self, row: Row) -> None:
        """Count one row, whatever its cells hold."""
        self.columns = self.columns or tuple(row)
        if self.window is not None and not self.window.takes(self._window_dates.read(row)):
            return
        self.rows += 1
        self._note_position(row)
        if row["error"] is not None:
            self._fail(row["error"])
        elif row["stance"] is None or row["stance"] == "":
            self.no_target += 1
        else:
            self._count(row)

    def _count(self, row: Row) -> None:
        target = row["target"]
        try:
            series = self.series.find(target, row["source"], row["stance"])
        except ValueError as error:
            self.uncountable += 1
            self._fail(error)
            return
        if self._scan is not None:
            self._scan.take(row, self.rows)
        self.predicted += 1
        self._note_predictor(row)
        self.too_close += row["too_close"] is True
        self.truncated += row["truncated"] is True
        date = self.dates.read(row)
        self.dated += date is not None
        self.series.count(series, date)
        publisher = row.get(self._publisher_column)
        if _is_name(row["document"]):
            self.by_document.add(row["document"], series.column)
        if _is_name(publisher):
            self.by_publisher.add(publisher)
        elif self._likely_publishers is None:
            self._likely_publishers = tuple(
                name
                for name in row
                if name not in (*FIXED_COLUMNS, INFERRED_PUBLISHER) and _LIKE_PUBLISHER.search(name)
            )
        document, pair = self.document_keys.read(row, self.rows), self._pair(row)
        self.samples.offer(row, series, date, publisher, pair=pair)
        self.kept.add(series.number, date, publisher, document=document, pair=pair)

    def _note_predictor(self, row: Row) -> None:
        checkpoint, lang = (str(row[name]) if row.get(name) else None for name in ("checkpoint", "lang"))
        named = (checkpoint, lang)
        if named not in self.predictors and len(self.predictors) >= _MOST_PREDICTORS:
            named = (None, None)
        self.predictors[named] = self.predictors.get(named, 0) + 1

    def _pair(self, row: Row) -> int:
        # A row without its text may be of any statement, so it counts as one of its own.
        text = row["statement"]
        name = text if isinstance(text, str) and text else f"\0{self.rows}"
        return pair_hash(name, f"{row['target']}\0{row['source']}\0{row['stance']}")

    def _note_position(self, row: Row) -> None:
        document, checkpoint = row.get(self._document_column), row["checkpoint"]
        if document != self._document:
            self._document = document
            if document is not None:
                self.documents.add(document)
        statement = (row["document"], row["position"], row["statement"])
        if statement != self._statement:
            self._statement = statement
            self.statements += statement[2] is not None
        if checkpoint != self._checkpoint:
            self._checkpoint = checkpoint
            if checkpoint is not None and len(self.checkpoints) < _MOST_CHECKPOINTS:
                self.checkpoints[shown(checkpoint)] = None

    def _fail(self, error: object) -> None:
        self.failed += 1
        self.errors.add(error)


def _is_name(cell: object) -> bool:
    return cell is not None and cell != ""
