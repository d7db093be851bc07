"""What is known of intervals without labels, as Markdown."""

from collections.abc import Sequence

import numpy as np

from simulation.bands import Coverage
from simulation.laws import Law
from simulation.leaning import CENTRES, Leaning


def leaning_table(found: Leaning, *, used: str) -> str:
    """The error of each centre, and how alike errors are."""
    lines = ["| centre | root mean squared error of the net stance |", "| --- | ---: |"]
    lines += [f"| {name} | {error:.3f} |" for name, error in zip(CENTRES, found.errors, strict=True)]
    return "\n".join(lines) + (
        f"\n\nOver {found.large} groups of one corpus and target with 25 rows or more. Intraclass correlation of "
        f"errors: {found.lean:.3f} (standard error {found.standard_error:.3f}, {found.groups} groups); used: {used}.\n"
    )


def band_table(
    laws: Sequence[Law], corpora: Sequence[Law], found: Sequence[Coverage], *, draws: int, dyads: bool
) -> str:
    """Coverage and width of each law by number of rows, and their mean over the laws of one corpus each."""
    own = {(one.law, one.rows): one for one in found if one.dyads is dyads}
    sizes = sorted({rows for _, rows in own})
    lines = [
        f"| law | labelled rows | {' | '.join(f'{size:,} rows drawn' for size in sizes)} |",
        "| --- | ---: |" + " --- |" * len(sizes),
    ]
    for law in (*laws, *corpora):
        cells = " | ".join(_cell([own[law.name, size]]) for size in sizes)
        lines.append(f"| {law.name} | {len(law.labels):,} | {cells} |")
    if corpora:
        mean = " | ".join(_cell([own[law.name, size] for law in corpora]) for size in sizes)
        lines.append(f"| **mean of the {len(corpora)} corpora** | | {mean} |")
    title = "Net stance of rows that take a stance" if dyads else "Net stance of all rows"
    return (
        f"### {title}\n\n{draws:,} draws; coverage in per cent of nominal 95 % intervals that allow for chance alone → "
        "for the known confusion too, and their mean widths in brackets.\n\n" + "\n".join(lines) + "\n"
    )


def _cell(found: Sequence[Coverage]) -> str:
    held = np.mean([one.held for one in found], axis=0)
    width = np.mean([one.width for one in found], axis=0)
    return f"{100 * held[0]:.1f} → {100 * held[1]:.1f} ({width[0]:.2f} → {width[1]:.2f})"
