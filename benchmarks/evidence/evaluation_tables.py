"""The tables of docs/evaluation.md and docs/evaluation-languages.md, from what `detente evaluate -o` wrote."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from detente.model.labels import STANCES, TARGETS

# A report's JSON, and what it says of one system.
Report = Mapping[str, Any]
Scores = Mapping[str, Any]
# A row of figures by the name of its score: made from a report and the name of a system.
Figure = Callable[[Report, str], str]

NO_FIGURE = ""
# Under so many pairs of a stance, one pair moves macro-F1 by several points.
FEW_PAIRS = 5
MARK_OF_FEW = " *"
BETWEEN = (
    ("errors between neutral and cooperative", ("neutral", "cooperative")),
    ("between neutral and hostile", ("neutral", "hostile")),
    ("between hostile and cooperative", ("hostile", "cooperative")),
)


def short_name(system: str) -> str:
    """The name by which the page calls a system: that of a checkpoint without its version, in code."""
    name, dash, version = system.rpartition("-")
    return f"`{name}`" if dash and version[:1].isdigit() else system


def ranged(score: Mapping[str, float] | None) -> str:
    """A score and its interval; nothing where there is no score."""
    if score is None:
        return NO_FIGURE
    return f"{score['value']:.3f} ({score['low']:.3f}-{score['high']:.3f})"


def _plain(key: str) -> Figure:
    return lambda report, system: f"{report['systems'][system][key]:.3f}"


def _ranged(key: str) -> Figure:
    return lambda report, system: ranged(report["systems"][system][key])


def _of_certainty(told: Callable[[Scores], str]) -> Figure:
    return lambda report, system: (
        told(report["certainty"][system]) if system in report["certainty"] else NO_FIGURE
    )


def _f1_of_stances(report: Report, system: str) -> str:
    labels = report["systems"][system]["labels"]
    return ", ".join(f"{labels[stance]['f1']:.3f}" for stance in STANCES)


def _between(first: str, second: str) -> Figure:
    one, other = STANCES.index(first), STANCES.index(second)

    def told(report: Report, system: str) -> str:
        confusion = report["systems"][system]["confusion"]
        return str(confusion[one][other] + confusion[other][one])

    return told


SCORES: Mapping[str, Figure] = {
    "macro-F1": _ranged("macro_f1"),
    "accuracy": _ranged("accuracy"),
    "accuracy, surest 80 %": _plain("confident_accuracy"),
    "source, where the stance is right": _ranged("source_accuracy"),
    "stance and source right, of pairs with both": _ranged("dyad_accuracy"),
    "expected calibration error": _plain("calibration_error"),
    "before the temperature": _of_certainty(lambda one: f"{one['before']['calibration_error']:.3f}"),
    "too close to call": _of_certainty(
        lambda one: f"{1 - one['decided']['coverage']:.1%}".replace("%", " %")
    ),
    "accuracy of these, and of the rest": _of_certainty(
        lambda one: f"{one['decided']['too_close_accuracy']:.3f}, {one['decided']['accuracy']:.3f}"
    ),
    "Brier score": _plain("brier_score"),
    "kappa with the labels": _plain("kappa"),
    "F1 of " + ", ".join(STANCES): _f1_of_stances,
    **{told: _between(*stances) for told, stances in BETWEEN},
}


def scores_table(columns: Sequence[tuple[str, Report, str]], *, without: Sequence[str] = ()) -> str:
    """One column for each heading, report and system; a row for each of SCORES that is not left out."""
    rows = [
        [name, *(figure(report, system) for _, report, system in columns)]
        for name, figure in SCORES.items()
        if name not in without
    ]
    return table(["score", *(heading for heading, _, _ in columns)], rows)


def stances_table(report: Report) -> str:
    """Precision, recall and F1 of each stance, for the first system of a report."""
    labels = report["systems"][report["order"][0]]["labels"]
    rows = [
        [
            stance,
            str(labels[stance]["support"]),
            *(f"{labels[stance][key]:.3f}" for key in ("precision", "recall", "f1")),
        ]
        for stance in STANCES
    ]
    return table(["stance", "pairs", "precision", "recall", "F1"], rows, right=(1, 2, 3, 4))


def targets_table(report: Report) -> str:
    """Macro-F1 of each target, for the first system of a report."""
    groups = report["systems"][report["order"][0]]["groups"]["target"]
    rows = [
        [code, str(groups[code]["pairs"]), ranged(groups[code]["macro_f1"])]
        for code in TARGETS
        if code in groups
    ]
    return table(["target", "pairs", "macro-F1"], rows, right=(1,))


def confusion_table(report: Report) -> str:
    """Pairs by their label and by the stance that the first system of a report gave them."""
    system = report["order"][0]
    counts = report["systems"][system]["confusion"]
    rows = [[stance, *map(str, counts[number])] for number, stance in enumerate(STANCES)]
    return table([rf"labelled \ predicted by {short_name(system)}", *STANCES], rows, right=(1, 2, 3))


def corpora_table(report: Report, others: Sequence[str], labels: Mapping[str, Sequence[int]]) -> str:
    """Macro-F1 and accuracy by corpus, for the first system of a report; of `others` macro-F1 alone.

    `labels` says of each corpus how many pairs have which stance, in the order of STANCES.
    """
    first = report["order"][0]
    groups = {system: report["systems"][system]["groups"]["corpus"] for system in (first, *others)}
    rows = []
    for corpus, one in sorted(groups[first].items()):
        mark = MARK_OF_FEW if min(labels[corpus]) < FEW_PAIRS else ""
        rest = [f"{groups[system][corpus]['macro_f1']['value']:.3f}" for system in others]
        counts = ", ".join(map(str, labels[corpus]))
        rows.append(
            [f"`{corpus}`{mark}", counts, ranged(one["macro_f1"]), f"{one['accuracy']['value']:.3f}", *rest]
        )
    of_others = [f"of {short_name(system)}" for system in others]
    heading = ["corpus", ", ".join(STANCES), f"macro-F1 of {short_name(first)}", "its accuracy", *of_others]
    return table(heading, rows, right=(1, *range(3, len(heading))))


def dyads_table(report: Report, *, most: int = 6) -> str:
    """Labelled dyads between two of the four, those with most pairs alone, and the other holders as one."""
    dyads = report["systems"][report["order"][0]]["dyads"]
    named = {tuple(name.split(" > ")): counts for name, counts in dyads.items()}
    states = {
        pair: counts for pair, counts in named.items() if set(pair) <= set(TARGETS) and pair[0] != pair[1]
    }
    ordered = sorted(states, key=lambda pair: (-states[pair]["pairs"], pair))
    rows = [
        _dyad_row(f"{source} toward {target}", [states[source, target]]) for source, target in ordered[:most]
    ]
    rest = [states[pair] for pair in ordered[most:]]
    rows.append(_dyad_row(f"the other {len(rest)} between two of the four", rest))
    outside = [counts for (source, _), counts in named.items() if source in ("author", "other")]
    rows.append(_dyad_row("`author` and `other` toward one of the four", outside))
    return table(
        ["source and target", "pairs", "stance right", "stance and source right"], rows, right=(1, 2, 3)
    )


def _dyad_row(name: str, counts: Sequence[Mapping[str, int]]) -> list[str]:
    return [name, *(str(sum(one[key] for one in counts)) for key in ("pairs", "stance_right", "both_right"))]


def table(heading: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """A Markdown table; the columns whose numbers, from 0, are in `right` stand to the right."""
    rule = ["---:" if column in right else "---" for column in range(len(heading))]
    return "\n".join(
        "".join(f"| {cell} " if cell else "| " for cell in line) + "|" for line in (heading, rule, *rows)
    )
