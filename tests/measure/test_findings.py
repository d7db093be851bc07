import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detente.measure.findings.counted_lines import CountedLine
from detente.measure.findings.scan import MOST_STEPS, LineScan
from detente.measure.findings.search import search_findings
from detente.measure.findings.shuffled import shuffled_scores

counts = arrays(
    np.int64, st.tuples(st.integers(1, 3), st.integers(1, 6), st.just(3)), elements=st.integers(0, 9)
)


def drawn(shares, rows, seed=0):
    """Counts of one stratum, by step, of rows drawn with these shares of the stances."""
    rng = np.random.default_rng(seed)
    return np.stack([rng.multinomial(rows, share) for share in shares])[None]


@given(counts)
def test_shuffling_keeps_the_stances_of_a_stratum_and_the_rows_of_a_step(table):
    scores = shuffled_scores(table, 5, np.random.default_rng(0))
    net = table.sum(axis=1) @ [1, -1, 0]
    assert (scores.sum(axis=2) == net).all()
    assert (np.abs(scores) <= table.sum(axis=2)).all()


def test_shuffled_scores_spread_as_the_hypergeometric_distribution_does():
    table = np.array([[[30, 10, 20], [10, 30, 20]]])
    scores = shuffled_scores(table, 20_000, np.random.default_rng(0))[:, 0, 0]
    # Of 120 rows with 80 scores of ±1 and mean 0, 60 are drawn: the variance of a sum without replacement.
    assert scores.mean() == pytest.approx(0, abs=0.15)
    assert scores.var() == pytest.approx(60 * (80 / 120) * (60 / 119), rel=0.04)


def test_a_stretch_is_found_where_it_is_and_with_its_difference():
    before, after = (0.5, 0.2, 0.3), (0.2, 0.5, 0.3)
    found = search_findings([CountedLine("one", drawn([before] * 8 + [after] * 3 + [before] * 5, 100))], [])
    (finding,) = found.findings
    assert (finding.start, finding.end) == (8, 11)
    assert finding.difference.low < -0.6 < finding.difference.high < 0
    assert sum(finding.inside) == 300


def test_a_change_that_lasts_is_told_from_its_start():
    before, after = (0.5, 0.2, 0.3), (0.2, 0.5, 0.3)
    (finding,) = search_findings([CountedLine("one", drawn([before] * 4 + [after] * 9, 100))], []).findings
    assert (finding.start, finding.end) == (4, 13)


def test_repeated_rows_of_documents_are_not_taken_for_evidence():
    table = drawn([(0.4, 0.3, 0.3)] * 6 + [(0.25, 0.45, 0.3)] * 6, 60)
    assert search_findings([CountedLine("one", table)], []).findings
    assert not search_findings([CountedLine("one", table, worth=0.05)], []).findings


def test_what_differs_between_strata_alone_is_held_constant():
    # A warm publisher in the first half, a cold one in the second: within each, nothing changes.
    warm, cold = drawn([(0.6, 0.1, 0.3)] * 12, 60)[0], drawn([(0.1, 0.6, 0.3)] * 12, 60, seed=1)[0]
    warm[6:] //= 10
    cold[:6] //= 10
    assert not search_findings([CountedLine("one", np.stack([warm, cold]))], []).findings
    assert search_findings([CountedLine("one", (warm + cold)[None])], []).findings


def test_of_compared_steps_each_that_stands_out_is_found():
    shares = [(0.4, 0.3, 0.3)] * 6 + [(0.05, 0.9, 0.05), (0.9, 0.05, 0.05)]
    found = search_findings([], [CountedLine("dyads", drawn(shares, 150))])
    assert {finding.start for finding in found.findings} == {6, 7}


def test_as_many_compared_steps_as_there_are_dyads_or_publishers_are_searched():
    shares = [(0.3, 0.4, 0.3)] * (MOST_STEPS + 70)
    shares[MOST_STEPS + 40] = (0.02, 0.96, 0.02)
    found = search_findings([], [CountedLine("dyads", drawn(shares, 60))], rounds=119)
    assert [finding.start for finding in found.findings] == [MOST_STEPS + 40]
    assert found.looks == len(shares)


def test_lines_too_short_or_too_thin_have_no_looks():
    thin = CountedLine("thin", drawn([(0.5, 0.2, 0.3)] * 5, 3))
    short = CountedLine("short", drawn([(0.5, 0.2, 0.3)], 300))
    found = search_findings([thin, short], [])
    assert (found.findings, found.looks) == ((), 0)


def test_more_steps_than_a_scan_takes_are_refused():
    with pytest.raises(ValueError, match=f"{MOST_STEPS + 1} steps"):
        LineScan(CountedLine("long", np.ones((1, MOST_STEPS + 1, 3), dtype=np.int64)))


def test_noise_is_rarely_taken_for_a_finding():
    rng = np.random.default_rng(4)
    claims = 0
    for _ in range(40):
        lines = [
            CountedLine(str(number), rng.multinomial(12, (0.3, 0.35, 0.35), size=(1, 12)))
            for number in range(2)
        ]
        claims += bool(search_findings(lines, [], rounds=119).findings)
    assert claims <= 4  # one is expected, and more than four come up once in 200 runs


def test_cells_of_single_rows_are_kept_at_what_they_are_worth():
    table = np.zeros((5, 60, 3), dtype=np.int64)
    table[np.arange(300) // 60, np.arange(300) % 60, np.arange(300) * 7 % 3] = 1
    for worth in (0.2, 0.5, 0.68):
        kept = CountedLine("one", table, worth=worth).independent()
        assert kept.sum(axis=(0, 1)) == pytest.approx(table.sum(axis=(0, 1)) * worth, abs=1)
        assert (kept >= 0).all()
        assert (kept <= table).all()
