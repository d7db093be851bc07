"""Report pages of finished runs: made when they are opened, and only from files that this server wrote."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

from detente.batch.readers.stored_rows import read_rows
from detente.model.text.actor_finder import ActorFinder

ADDRESS: Final = "/report/"

# More than one visitor opens in an afternoon; the oldest ones are forgotten.
_MOST: Final = 100


@dataclass(slots=True)
class Reports:
    """Reports that were offered, by an address that cannot be guessed."""

    finder: ActorFinder
    _files: dict[str, tuple[Path, str]] = field(default_factory=dict)
    _making: Lock = field(default_factory=Lock)

    def offer(self, rows: Path, *, name: str) -> str:
        """Return the address of the report of a file of prediction rows; `name` is what was read."""
        token = secrets.token_urlsafe(16)
        self._files[token] = rows, name
        while len(self._files) > _MOST:
            del self._files[next(iter(self._files))]
        return f"{ADDRESS}{token}"

    def page(self, token: str) -> Path | None:
        """Return the page of an address, made at the first call; None for an address that was not offered.

        Raises InputError if the rows give no report.
        """
        if token not in self._files:
            return None
        rows, name = self._files[token]
        path = rows.with_name("report.html")
        with self._making:
            if not path.exists():
                _write_report(rows, path, name=name, finder=self.finder)
        return path


def _write_report(rows: Path, path: Path, *, name: str, finder: ActorFinder) -> None:
    # Only here: Altair takes a second to load.
    from detente.report.page import write_page
    from detente.report.rows.known_errors import known_scores_of
    from detente.report.summary.report_page import report_page
    from detente.report.summary.summary import summarise

    summary = summarise(read_rows(rows), inputs=[name], known_scores=known_scores_of(), finder=finder)
    write_page(report_page(summary.payload()), path)
