"""How many cases of the behavioural suite a checkpoint passes, skill by skill.

    python benchmarks/behaviour.py [CHECKPOINT] [--language en|ko|zh] [--with CHECKPOINT...] [--failures N]

Prints cases, passed, pass rate and the rate of right sources for each skill and for the whole; with
--failures the first N cases that are not passed, surest first. CHECKPOINT is a published one, a
folder or a hub name; without one it is `published` for English and `published-multi` for Korean and Chinese.
Those of --with predict together with it.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from behaviour_suite import CaseOutcome, PassRate, SuiteResult, read_suite, run_suite

from detente.train.evaluate.ensemble import load_together

SUITE = Path(__file__).parents[1] / "data" / "behaviour"
# The suite of each language and the published checkpoint that reads it.
SUITES = {"en": SUITE, "ko": SUITE / "ko", "zh": SUITE / "zh"}
PUBLISHED = {"en": "published", "ko": "published-multi", "zh": "published-multi"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the suite and print the table."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("checkpoint", nargs="?", metavar="CHECKPOINT")
    parser.add_argument("--language", choices=list(SUITES), default="en", help="language of the suite")
    parser.add_argument("--failures", type=int, default=0, metavar="N", help="failing cases to print")
    parser.add_argument("--with", nargs="+", default=[], metavar="CHECKPOINT", dest="members")
    given = parser.parse_args(arguments)
    suite = SUITES[given.language]
    classifier = load_together([given.checkpoint or PUBLISHED[given.language], *given.members])
    result = run_suite(classifier, read_suite(suite))
    print(f"{classifier.name} ({classifier.backend}) on {suite.relative_to(SUITE.parent).as_posix()}\n")
    print("\n".join(table_lines(result)))
    for outcome in sorted(result.failures, key=_score, reverse=True)[: given.failures]:
        print(f"\n{failure_text(outcome)}")


def table_lines(result: SuiteResult) -> list[str]:
    """Format the pass rates: a line for each skill, then one for all."""
    rows = [*result.skills.items(), ("overall", result.overall)]
    width = max(len(name) for name, _ in rows)
    header = f"{'skill':<{width}}  cases  passed    rate  source"
    return [header, *(f"{name:<{width}}  {_numbers(rate)}" for name, rate in rows)]


def failure_text(outcome: CaseOutcome) -> str:
    """Say of a failing case what was expected and what came."""
    case, prediction = outcome.case, outcome.prediction
    predicted = prediction.error or f"{prediction.stance} ({_score(outcome):.0%})"
    return f"{case.id}  toward {case.target}: expected {case.label}, predicted {predicted}\n  {case.text}"


def _numbers(rate: PassRate) -> str:
    return f"{rate.cases:>5}  {rate.passed:>6}  {_share(rate.rate)}  {_share(rate.source_rate)}"


def _share(share: float | None) -> str:
    return f"{'-':>6}" if share is None else f"{share:>6.1%}"


def _score(outcome: CaseOutcome) -> float:
    return outcome.prediction.score or 0.0


if __name__ == "__main__":
    main()
