"""Prints the result of `detente data check` as tables."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.train.labels.checking import Check, FileSummary, Finding

_COLOURS = {"error": "red", "warning": "yellow"}


def print_check(check: Check, console: Console) -> None:
    """Print a table of counts with one column per file, then the findings, errors first."""
    console.print(_summary_table(check.files))
    for finding in check.findings:
        _print_finding(finding, console)
    errors = sum(finding.level == "error" for finding in check.findings)
    console.print(f"{_count(errors, 'error')}, {_count(len(check.findings) - errors, 'warning')}")


def _count(number: int, word: str) -> str:
    return f"{number or 'no'} kind{'s' * (number != 1)} of {word}"


def _summary_table(files: Sequence[FileSummary]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for file in files:
        table.add_column(Text(file.file), justify="right")
    if any(file.documents is not None for file in files):
        table.add_row("documents", *(f"{file.documents or 0:,}" for file in files))
    table.add_row("pairs", *(f"{file.pairs:,}" for file in files))
    table.add_row("statements", *(f"{file.statements:,}" for file in files), end_section=True)
    _add_counts(table, "target", [file.named for file in files])
    _add_counts(table, "label", [file.labels for file in files])
    _add_counts(table, "target", [file.targets for file in files])
    _add_counts(table, "source", [file.sources for file in files])
    _add_counts(table, "corpus", [file.corpora for file in files])
    return table


def _add_counts(table: Table, kind: str, counts: Sequence[Mapping[str, int]]) -> None:
    for name in dict.fromkeys(name for each in counts for name in each):
        cells = (_cell(each.get(name, 0), sum(each.values())) for each in counts)
        table.add_row(Text(f"{kind} {name}"), *cells)


def _cell(number: int, total: int) -> str:
    return f"{number:,} {number / total:>6.1%}" if total else "-"


def _print_finding(finding: Finding, console: Console) -> None:
    head = Text.assemble((finding.level, _COLOURS[finding.level]), f"  {finding.message}: {finding.count:,}")
    console.print(head)
    for example in finding.examples:
        console.print(Text(f"    {example}"), soft_wrap=True)
    if finding.count > len(finding.examples):
        console.print(Text(f"    and {finding.count - len(finding.examples):,} more"))
