"""Prints an evaluation on documents as tables on a terminal, with the statements that were read wrongly."""

from rich.console import Console
from rich.text import Text

from detente.scripts.terminal.evaluation_tables import score_table
from detente.scripts.terminal.table import printable
from detente.train.documents.document_evaluation import (
    ALL,
    WITHOUT_KCNA,
    DocumentDifferences,
    DocumentEvaluation,
)
from detente.train.documents.document_report import (
    EXPLANATION,
    DocumentReport,
    counts_line,
)
from detente.train.documents.document_scores import MEASURES, DocumentScore
from detente.train.documents.stance_outcomes import StanceOutcome
from detente.train.evaluate.report_text import difference_text, score_text

# The scores of a group that fit into 80 columns, with what stands over each.
_OF_GROUP = {
    "target_recall": "targets found",
    "stance_accuracy": "stance right",
    "source_accuracy": "source right",
    "dyad_recall": "dyads of all",
    "dyad_precision": "dyads claimed",
}


def print_documents(report: DocumentReport, console: Console) -> None:
    """Print the scores of each reading, what separates it from the first, and what the first read wrongly."""
    first, *others = report.readings
    _print_scores(first, report.readings[first], console)
    for name in others:
        _print_scores(name, report.readings[name], console, report.differences[name])
    for line in EXPLANATION:
        console.print(line, markup=False, highlight=False)
    for name, found in report.readings.items():
        _print_groups(name, found, console)
    _print_misses(report, console)


def _print_scores(
    name: str,
    found: DocumentEvaluation,
    console: Console,
    differences: DocumentDifferences | None = None,
) -> None:
    last = ("counted",) if differences is None else ("first less this",)
    table = score_table(name, "score and interval", *last)
    scores = found.groups[ALL].scores
    for key, measure in MEASURES.items():
        score = scores[key]
        end = _counted(score) if differences is None else difference_text(differences[ALL][key])
        table.add_row(measure.title, score_text(score), end)
    console.print(table)
    for key in ("dyad_recall", "dyad_precision") if differences and WITHOUT_KCNA in differences else ():
        less = difference_text((differences or {})[WITHOUT_KCNA][key])
        line = f"{WITHOUT_KCNA}, {MEASURES[key].title}: first less this {less}"
        console.print(line, markup=False, highlight=False)
    console.print(counts_line(found), markup=False, highlight=False)
    console.print()


def _print_groups(name: str, found: DocumentEvaluation, console: Console) -> None:
    console.print()
    console.print(Text(f"{name}, by kind of publisher"))
    table = score_table("", "documents", *_OF_GROUP.values())
    table.columns[0].no_wrap = True
    for group, of_group in found.groups.items():
        cells = (_two_lines(of_group.scores[key]) for key in _OF_GROUP)
        table.add_row(Text(group), f"{of_group.documents:,}", *cells)
    console.print(table)


def _two_lines(score: DocumentScore | None) -> str:
    return "-" if score is None else f"{score.value:.3f}\n{score.low:.2f}-{score.high:.2f}"


def _counted(score: DocumentScore | None) -> str:
    return "0" if score is None else f"{score.counted:,}"


def _print_misses(report: DocumentReport, console: Console) -> None:
    name, found = next(iter(report.readings.items()))
    for kind, misses in found.misses.items():
        if misses:
            console.print()
            console.print(Text(f"{kind}: {len(misses):,} of {name}", "bold"))
        for miss in misses[: report.misses_shown]:
            statement = report.documents[miss.document].statements[miss.position]
            head = f"{report.documents[miss.document].id} {miss.position + 1:>3} {_said(miss)}"
            line = Text(f"{head}  {printable(statement.text)}")
            console.print(line, no_wrap=True, overflow="ellipsis", crop=True)


def _said(miss: StanceOutcome) -> str:
    label, prediction = miss.label, miss.prediction
    labelled = "no label" if label is None else f"{label.source or ''} {label.label}".strip()
    if prediction is None:
        return f"{miss.target}: {labelled}"
    return f"{miss.target}: {labelled}, predicted {prediction.source or ''} {prediction.stance}".replace(
        "  ", " "
    )
