"""Prints an evaluation as tables on a terminal, with the statements that were predicted wrongly."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.scripts.terminal.table import printable
from detente.train.evaluate.certainty import Certainty
from detente.train.evaluate.evaluation import Evaluation
from detente.train.evaluate.report import EvaluationReport, certainty_rows, overall_rows
from detente.train.evaluate.report_text import score_text
from detente.train.labels.pairs import LabelledPair


def print_evaluation(report: EvaluationReport, pairs: Sequence[LabelledPair], console: Console) -> None:
    """Print the scores of each system, what separates it from the first, and what the first predicted wrongly."""
    checkpoint = next(iter(report.systems.values()))
    _print_systems(report.systems, console)
    for name in report.systems:
        for line in report.difference_lines(name):
            console.print(f"{name}: {line}", markup=False, highlight=False)
    _print_certainty(report.certainty, console)
    _print_groups(checkpoint, console)
    _print_worst(checkpoint, pairs, report.worst_shown, console)


def _print_systems(systems: Mapping[str, Evaluation], console: Console) -> None:
    """Print the overall scores, one column per system."""
    table = score_table("", *systems)
    columns = [overall_rows(evaluation) for evaluation in systems.values()]
    for row in zip(*columns, strict=True):
        table.add_row(row[0][0], *(value for _, value in row))
    console.print(table)


def _print_certainty(certainty: Mapping[str, Certainty], console: Console) -> None:
    """Print how well the probabilities of each checkpoint are calibrated."""
    for name, found in certainty.items():
        table = score_table(f"probabilities of {name}", "")
        for row in certainty_rows(found):
            table.add_row(*row)
        console.print(table)


def _print_groups(evaluation: Evaluation, console: Console) -> None:
    """Print the scores of each stance and of each group of pairs."""
    table = score_table("stance", "pairs", "precision", "recall", "F1")
    for name, scores in evaluation.labels.items():
        shares = (f"{value:.3f}" for value in (scores.precision, scores.recall, scores.f1))
        table.add_row(name, f"{scores.support:,}", *shares)
    console.print(table)
    table = score_table("group", "pairs", "macro-F1", "accuracy")
    for grouping, groups in evaluation.groups.items():
        for name, group in groups.items():
            row = (f"{group.pairs:,}", score_text(group.macro_f1), score_text(group.accuracy))
            table.add_row(Text(f"{grouping} {name}"), *row)
        table.add_section()
    console.print(table)


def _print_worst(
    evaluation: Evaluation, pairs: Sequence[LabelledPair], number: int, console: Console
) -> None:
    """Print the `number` most confident errors with their statements."""
    for miss in evaluation.worst[:number]:
        head = f"{miss.row + 1:>6} {miss.target}  {miss.label}, predicted {miss.predicted} {miss.probability:.2f}  "
        line = Text.assemble((head, "bold"), printable(pairs[miss.row].text))
        console.print(line, no_wrap=True, overflow="ellipsis", crop=True)


def score_table(*header: str) -> Table:
    """Make a table without lines whose columns, but for the first, are aligned right."""
    table = Table(box=None, pad_edge=False)
    for column, name in enumerate(header):
        table.add_column(Text(name), justify="right" if column else "left")
    return table
