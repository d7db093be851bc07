from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_rows import STANCES, payload, predicted, row

from detente.measure.net.known_confusion import LEAN, LEAN_ERROR
from detente.measure.net.net_intervals import dyad_net_stance, target_net_stance
from detente.measure.periods import PERIODS
from detente.measure.statement_key import pair_hash
from detente.report.rows.bands import Bands
from detente.report.rows.kept_rows import KeptRows
from detente.report.rows.series import SeriesTable

TABLE = [[80, 4, 16], [3, 90, 7], [10, 10, 180]]
SCORES = {"small-0.1.0": [{"data": "test.jsonl", "confusion": TABLE}]}


def each_alone(rows):
    """The rows, each of a statement and a document of its own."""
    return [one | {"statement": f"Statement {n}.", "document": f"{n}.txt"} for n, one in enumerate(rows)]


def figures(made):
    """All that has a net stance, by what it is of."""
    points = {
        (line["target"], line["source"], point["period"]): point
        for line in made["timeline"]
        for point in line["points"]
    }
    dyads = {(dyad["source"], dyad["target"]): dyad for dyad in made["dyads"]}
    bars = {
        (by, bar["name"]): bar
        for by in ("target", "publisher")
        for bar in made["composition"][by]
        if bar["name"] is not None
    }
    return points | dyads | bars


def ends(figure):
    return figure["net"], figure["low"], figure["high"]


@given(st.lists(predicted, min_size=1, max_size=40), st.sampled_from(PERIODS))
def test_statements_that_stand_alone_have_the_closed_form_intervals(rows, period):
    for key, figure in figures(payload(each_alone(rows), period=period)).items():
        counts = {stance: figure.get(stance, 0) for stance in STANCES}
        assert figure["distinct"] == figure["documents"] == sum(counts.values())
        if "neutral" not in figure or (len(key) == 3 and key[1] is not None):
            expected = dyad_net_stance(cooperative=counts["cooperative"], hostile=counts["hostile"])
        else:
            expected = target_net_stance(**counts)
        assert ends(figure) == pytest.approx(expected, abs=1e-4)


@given(st.lists(predicted, min_size=1, max_size=20), st.integers(2, 26))
def test_rows_that_are_repeated_narrow_nothing(rows, times):
    rows = each_alone(rows)
    once = figures(payload(rows, period="year", known_scores=SCORES))
    often = figures(payload(rows * times, period="year", known_scores=SCORES))
    assert {key: ends(figure) for key, figure in once.items()} == {
        key: ends(figure) for key, figure in often.items()
    }


def test_a_statement_counts_once_in_each_period():
    rows = [
        row(date=day, document=f"{n}.txt") for n, day in enumerate(["2001-02-01", "2001-02-09", "2002-02-01"])
    ]
    [line, _] = payload(rows, period="year")["timeline"]
    assert [(point["hostile"], point["distinct"]) for point in line["points"]] == [(2, 1), (1, 1)]


def test_what_is_known_of_a_checkpoint_widens_the_intervals_of_its_rows_alone():
    rows = each_alone([row(publisher="wire", date="2001-02-01", stance=STANCES[n % 3]) for n in range(600)])
    known, chance = (payload(rows, period="year", known_scores=scores) for scores in (SCORES, None))
    assert chance["about"]["intervals"] == {"sampled": False, "confusion": None}
    said = known["about"]["intervals"]["confusion"]
    assert (said["data"], said["pairs"]) == ("test.jsonl", 400)
    assert (said["lean"], said["lean_error"]) == (LEAN, LEAN_ERROR)
    assert [list(line) for line in said["table"]] == TABLE
    for key, figure in figures(known).items():
        other = figures(chance)[key]
        assert figure["net"] == other["net"]
        assert figure["low"] < other["low"] - 0.02
    mixed = [*rows, *each_alone([row(checkpoint="own-1")] * 40)]
    assert payload(mixed, known_scores=SCORES)["about"]["intervals"]["confusion"] is None


def test_documents_are_told_apart_by_the_column_that_is_named():
    rows = [
        row(document="news.csv", position=n, statement=f"Statement {n}.", link=f"link {n // 10}",
            stance="hostile" if n < 20 else "cooperative")
        for n in range(40)
    ]  # fmt: skip
    in_rows, in_links = payload(rows), payload(rows, document_column="link")
    assert (in_rows["about"]["documents"], in_links["about"]["documents"]) == (1, 4)
    alone, linked = (made["composition"]["target"][0] for made in (in_rows, in_links))
    assert (alone["documents"], linked["documents"]) == (40, 4)
    assert linked["low"] < alone["low"] < alone["high"] < linked["high"]


def test_beyond_its_bound_intervals_rest_on_fewer_documents_and_are_wider():
    kept: dict[int, Bands] = {}
    for most in (1000, 100):
        table, rows = SeriesTable(lambda: None), KeptRows(most)
        for n in range(1000):
            series = table.find("CN", "US", STANCES[n % 2])
            rows.add(series.number, None, None, document=pair_hash(f"{n}.txt", ""), pair=n)
        assert len(rows.rows()) <= most
        kept[most] = Bands(rows, table)
    assert [kept[most].about()["sampled"] for most in (1000, 100)] == [False, True]
    widths = defaultdict(list)
    for bands in kept.values():
        for line, band in bands.lines().items():
            widths[line].append(band.high - band.low)
    assert all(whole < part for whole, part in widths.values())


def test_rows_of_half_of_the_documents_are_kept_again_and_again():
    rows = KeptRows(100)
    documents = [pair_hash(f"{n}.txt", "") for n in range(1000)]
    for n, document in enumerate(documents):
        rows.add(0, None, None, document=document, pair=n)
    kept = rows.rows()
    halvings = next(bits for bits in range(20) if all(int(each) % 2**bits == 0 for each in kept["document"]) and
                    sum(document % 2**bits == 0 for document in documents) <= 100)  # fmt: skip
    assert kept["pair"].tolist() == [n for n, each in enumerate(documents) if each % 2**halvings == 0]
