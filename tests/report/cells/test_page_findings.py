import random
from dataclasses import replace

import numpy as np
import pytest

from detente.batch.columns import FIXED_COLUMNS
from detente.measure.net.net_bands import net_bands
from detente.model.labels import STANCES
from detente.report.cells import findings
from detente.report.cells.lines import compared_lines
from detente.report.cells.sentences import signed
from detente.report.rows.row_counts import RowSettings
from detente.report.summary.summary import summarise

WARM, COLD = (0.5, 0.2, 0.3), (0.2, 0.5, 0.3)


def rows_of(law, *, months=24, each=60, publishers=("wire",), seed=1):
    """Rows of two targets by month, with the stances' weights that `law(target, month, publisher, source)` gives."""
    draw = random.Random(seed)
    number = 0
    for month in range(months):
        for target in ("CN", "US"):
            for _ in range(each):
                number += 1
                publisher, source = draw.choice(publishers), draw.choice(("JP", "RU"))
                weights = law(target, month, publisher, source)
                stance = draw.choices(("cooperative", "hostile", "neutral"), weights)[0]
                yield dict.fromkeys(FIXED_COLUMNS) | {
                    **{"document": f"{number}.txt", "position": 1},
                    **{"statement": f"Statement {number}.", "target": target, "stance": stance, "score": 0.8},
                    **{"source": None if stance == "neutral" else source, "publisher": publisher},
                    "date": f"{2001 + month // 12}-{month % 12 + 1:02}-10",
                }


def sentences(law, **options):
    made = summarise(rows_of(law, **options), inputs=["rows.jsonl"], settings=RowSettings("month"))
    return [found["text"] for found in made.findings["sentences"]]


def test_rows_without_a_difference_make_no_sentence():
    assert sentences(lambda *_: WARM) == []


def test_a_lasting_change_is_told_with_its_date_and_interval():
    said, *_ = sentences(lambda target, month, *_: COLD if target == "CN" and month >= 14 else WARM)
    assert said.startswith("Stance toward China turned more hostile in March 2002: net stance −0.")
    assert "from then on, +0." in said
    assert "; difference −0." in said


def test_a_stretch_that_ends_is_told_from_when_to_when():
    said, *_ = sentences(lambda target, month, *_: COLD if target == "US" and 5 <= month < 9 else WARM)
    assert said.startswith(
        "Stance toward the United States was more hostile from June 2001 to September 2001"
    )


def test_a_change_of_one_period_is_told_as_that_period():
    rows = rows_of(lambda target, month, *_: COLD if target == "US" and month == 5 else WARM, each=200)
    found, *_ = summarise(rows, inputs=["rows.jsonl"], settings=RowSettings("month")).findings["sentences"]
    assert found["text"].startswith(
        "Stance toward the United States was more hostile in June 2001 than otherwise: net stance −0."
    )
    assert found["listed"] == "target=US&from=2001-06-01&to=2001-06-01"


def test_the_statements_of_a_change_are_those_of_its_stretch():
    rows = rows_of(lambda target, month, *_: COLD if target == "US" and 5 <= month < 9 else WARM)
    found, *_ = summarise(rows, inputs=["rows.jsonl"], settings=RowSettings("month")).findings["sentences"]
    assert (found["address"], found["listed"]) == ("target=US", "target=US&from=2001-06-01&to=2001-09-01")


def test_a_change_of_the_mix_of_publishers_is_no_change_of_stance():
    def mixed(months):
        for row in rows_of(
            lambda target, month, publisher, source: COLD if publisher == "gazette" else WARM,
            publishers=("wire", "gazette"),
            each=120,
        ):
            late = row["date"] >= "2002"
            # Before 2002 nearly all is of the wire, from then on of the gazette.
            draw = random.Random(row["statement"])
            if draw.random() < (0.9 if (row["publisher"] == "gazette") == late else 0.1):
                yield row

    made = summarise(mixed(24), inputs=["rows.jsonl"], settings=RowSettings("month")).findings["sentences"]
    assert [found["section"] for found in made if found["section"] == "timeline"] == []
    assert any("The most hostile publisher is gazette" in found["text"] for found in made)


def test_the_dyads_that_stand_out_are_told_with_the_address_of_their_statements():
    def law(target, month, publisher, source):
        return (0.02, 0.9, 0.08) if (source, target) == ("RU", "CN") else WARM

    made = summarise(rows_of(law), inputs=["rows.jsonl"], settings=RowSettings("month")).findings
    (hostile,) = [found for found in made["sentences"] if "most hostile stance" in found["text"]]
    assert hostile["text"].startswith(
        "The most hostile stance is that of Russia toward China: net stance −0."
    )
    assert (hostile["section"], hostile["address"]) == ("matrix", "target=CN&source=RU")
    assert made["looks"] > 100


def test_a_dyad_has_the_interval_in_a_sentence_that_its_rows_give():
    def law(target, month, publisher, source):
        return (0.1, 0.8, 0.1) if (source, target) == ("RU", "CN") else WARM

    rows = [row | {"document": f"{number // 9}.txt"} for number, row in enumerate(rows_of(law))]
    made = summarise(rows, inputs=["rows.jsonl"], settings=RowSettings("month"))
    (said,) = [
        found["text"] for found in made.findings["sentences"] if "most hostile stance" in found["text"]
    ]
    there = [row for row in rows if (row["source"], row["target"]) == ("RU", "CN")]
    [band] = net_bands(
        np.zeros(len(there), dtype=np.int32),
        documents=np.array([int(row["document"].removesuffix(".txt")) for row in there], dtype=np.uint64),
        pairs=np.arange(len(there), dtype=np.uint64),
        stances=np.array([STANCES.index(row["stance"]) for row in there], dtype=np.int8),
        number=1,
        of_dyads=True,
        confusion=None,
    )
    assert f"({signed(band.low)} to {signed(band.high)}) in {band.statements} statements" in said


def test_what_a_finding_is_of_does_not_hang_on_the_name_of_its_line(monkeypatch):
    def law(target, month, publisher, source):
        return COLD if publisher == "gazette" or (source, target) == ("RU", "CN") else WARM

    def named(name):
        def renamed(cells):
            return [replace(line, counted=replace(line.counted, name=name)) for line in compared_lines(cells)]

        monkeypatch.setattr(findings, "compared_lines", renamed)
        return sentences(law, publishers=("wire", "gazette"), each=120)

    said = named("dyads")
    assert any("Russia toward China" in one for one in said)
    assert any("The most hostile publisher is gazette" in one for one in said)
    assert named("publishers") == named("CN RU") == said


@pytest.mark.parametrize("publisher", ["wire", ""])
def test_known_errors_widen_a_difference_unless_they_cancel_within_publishers(publisher):
    def told(table):
        score = {"data": "test.jsonl", "pairs": 300, "confusion": table}
        score |= {"accuracy": {"value": 0.8}, "macro_f1": {"value": 0.8}, "labels": {}}
        rows = rows_of(
            lambda target, month, *_: (0.35, 0.35, 0.3) if month >= 12 else WARM,
            each=100,
            publishers=(publisher,),
        )
        made = summarise(
            (row | {"checkpoint": "tiny-0"} for row in rows),
            inputs=["r.jsonl"],
            settings=RowSettings("month"),
            known_scores={"tiny-0": [score]},
        )
        return [found for found in made.findings["sentences"] if found["section"] == "timeline"]

    assert told([[1000, 0, 0], [0, 1000, 0], [0, 0, 1000]])
    assert bool(told([[40, 30, 30], [30, 40, 30], [30, 30, 40]])) == (publisher == "wire")


@pytest.mark.parametrize("days", [1, 2])
def test_one_or_two_periods_are_searched_without_fault(days):
    said = sentences(lambda target, month, *_: WARM, months=days, each=30)
    assert all("turned" not in one for one in said)


def test_a_change_that_all_publishers_together_do_not_show_says_so():
    # Each publisher turns more hostile, but from then on nearly all is of the much friendlier one.
    rates = {("gazette", False): 0.5, ("gazette", True): 0.1, ("wire", False): 1.0, ("wire", True): 0.6}

    def law(target, month, publisher, source):
        share = rates[publisher, month >= 12] if target == "CN" else 0.5
        return share, 1 - share, 0.0

    def mixed():
        for row in rows_of(law, publishers=("wire", "gazette"), each=120):
            usual = (row["publisher"] == "wire") == (row["date"] >= "2002")
            if random.Random(row["statement"]).random() < (0.95 if usual else 0.1):
                yield row

    found = summarise(mixed(), inputs=["rows.jsonl"], settings=RowSettings("month")).findings["sentences"]
    said = found[0]["text"]
    assert said.startswith(
        "Stance toward China turned more hostile in January 2002, with publishers held constant: the difference is −0."
    )
    assert "show the opposite, net stance +" in said
    assert said.endswith("because the mix of publishers changed.")
