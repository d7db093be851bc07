"""The tallies as Markdown."""

from collections.abc import Sequence

from detente.measure.estimate.figures import FIGURES
from simulation.laws import Law
from simulation.trials import NAIVE, Tally

_LOW, _HIGH = 93.0, 97.0


def coverage_table(laws: Sequence[Law], tallies: Sequence[Tally], *, draws: int, population: int) -> str:
    """One table a law: coverage in per cent of each figure by method, and widths against the labels alone."""
    parts = [
        f"Up to {draws:,} draws of {population:,} rows with replacement; coverage in per cent of nominal 95 % "
        f"intervals of {', '.join(FIGURES)}, bold outside {_LOW:g} to {_HIGH:g}. Width: the mean over the figures of "
        "average width, against that of the labels alone under the same design, and under the random design."
    ]
    for law in laws:
        own = [tally for tally in tallies if tally.law == law.name]
        naive = next(tally for tally in own if tally.method == NAIVE)
        parts.append(
            f"### {law.name[0].upper()}{law.name[1:]}\n\n{len(law.labels):,} rows, {100 * law.accuracy:.1f} % "
            f"predicted right; {naive.draws:,} draws, so coverage is known "
            f"to {100 * (0.95 * 0.05 / naive.draws) ** 0.5:.1f} points (one standard error). "
            f"Naive coverage: {_coverage(naive)}; naive error in points: {_errors(naive)}."
        )
        parts.append(_rows(own))
    return "\n\n".join(parts)


def _rows(tallies: Sequence[Tally]) -> str:
    lines = [
        "| design | labels | PPI | DSL | labels alone | width of PPI | of DSL | PPI against random labels |",
        "| --- | ---: | --- | --- | --- | ---: | ---: | ---: |",
    ]
    known = {(tally.design, tally.size, tally.method): tally for tally in tallies}
    for design, size in dict.fromkeys((t.design, t.size) for t in tallies if t.method != NAIVE):
        ppi, dsl, hand = (known[design, size, method] for method in ("ppi", "dsl", "hand"))
        lines.append(
            f"| {design} | {size:,} | {_coverage(ppi)} | {_coverage(dsl)} | {_coverage(hand)} | {_width(ppi, hand)} "
            f"| {_width(dsl, hand)} | {_width(ppi, known['random', size, 'hand'])} |"
        )
    return "\n".join(lines)


def _coverage(tally: Tally) -> str:
    shares = [round(100 * float(held) / tally.draws, 1) for held in tally.held]
    marked = tally.method in ("ppi", "dsl")
    return ", ".join(
        f"**{share:.1f}**" if marked and not _LOW <= share <= _HIGH else f"{share:.1f}" for share in shares
    )


def _errors(tally: Tally) -> str:
    return ", ".join(f"{100 * float(error) / tally.draws:+.1f}" for error in tally.error)


def _width(tally: Tally, other: Tally) -> str:
    ratios = [one / two for one, two in zip(tally.width, other.width, strict=True)]
    return f"{sum(ratios) / len(ratios):.2f}"
