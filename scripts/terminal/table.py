"""Prints prediction rows as coloured lines on a terminal, one line per row."""

from collections import Counter

from rich.console import Console
from rich.text import Text

from detente.batch.columns import row_kind
from detente.batch.records import Row

COLOURS = {"cooperative": "green", "hostile": "red", "neutral": "bright_black"}
# Signs beside the colours, for readers who cannot tell red from green, or have no colours.
SIGNS = {"cooperative": "+", "hostile": "-", "neutral": "·"}


class TerminalTable:
    """Prints rows as they arrive, with a header for each document and a summary at the end."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._document: object = None
        self.counts: Counter[str] = Counter()

    def write(self, row: Row) -> None:
        """Print one prediction row; a statement without a target is only counted."""
        if row["document"] != self._document:
            self._document = row["document"]
            self._line(Text(printable(self._document), style="bold"))
        kind = row_kind(row)
        self.counts[kind] += 1
        if kind == "no target":
            return
        self._line(_error_line(row) if kind == "error" else _stance_line(row))

    def close(self) -> None:
        """Print the number of rows of each kind."""
        counts = [f"{number} {kind}" for kind, number in sorted(self.counts.items())]
        self._line(Text(", ".join(counts) or "nothing to predict", style="italic"))

    def _line(self, text: Text) -> None:
        self._console.print(text, no_wrap=True, overflow="ellipsis", crop=True)


def _stance_line(row: Row) -> Text:
    stance = str(row["stance"])
    source = f"{row['source']} → {row['target']}" if row["source"] else f"{row['target']}"
    mark = "?" if row["too_close"] else " "
    cut = " (cut)" if row["truncated"] else ""
    return Text.assemble(
        f"{row['position'] or '':>4}  ",
        (f"{SIGNS[stance]} {stance:<11}", COLOURS[stance]),
        f" {row['score']:>4.0%}{mark} ",
        (f"{printable(source):<12} ", "cyan"),
        printable(row["statement"]) + cut,
    )


def _error_line(row: Row) -> Text:
    return Text.assemble(
        f"{row['position'] or '':>4}  ",
        ("! error      ", "yellow"),
        f"{printable(row['error'])}  ",
        (printable(row["statement"] or ""), "bright_black"),
    )


def printable(text: object) -> str:
    """Return a value as text in which control characters are spaces, so that no hostile text moves the cursor."""
    return "".join(character if character.isprintable() else " " for character in str(text))
