"""The tables of the evaluation pages are those of the reports, and nothing else on them is touched."""

import pytest
from evaluation_page import PAGES, ROOT, TABLE, made_tables, with_tables
from evidence.document_tables import SHOWN, documents_table, publishers_table
from evidence.evaluation_tables import (
    SCORES,
    corpora_table,
    dyads_table,
    scores_table,
    short_name,
    table,
)


def test_every_table_of_the_pages_says_what_the_reports_say():
    pages = [page.read_text(encoding="utf-8") for page in PAGES]
    made = made_tables(ROOT)
    assert [found["name"] for page in pages for found in TABLE.finditer(page)] == list(made)
    assert [with_tables(page, made) for page in pages] == pages


def test_a_table_is_made_anew_and_the_words_around_it_stay():
    page = "Before.\n\n<!-- table: a -->\n\nold\n\n<!-- end of table -->\n\nAfter.\n"
    new = with_tables(page, {"a": lambda: "new"})
    assert new == page.replace("old", "new")
    assert with_tables(new, {"a": lambda: "new"}) == new


def test_a_table_without_an_end_takes_no_words_of_the_page():
    cut = "<!-- table: a -->\n\nold\n\nWords.\n\n<!-- table: b -->\n\nold\n\n<!-- end of table -->\n"
    new = with_tables(cut, {"a": lambda: "new a", "b": lambda: "new b"})
    assert (
        new == "<!-- table: a -->\n\nold\n\nWords.\n\n<!-- table: b -->\n\nnew b\n\n<!-- end of table -->\n"
    )


def test_a_table_that_nothing_makes_is_refused_by_name():
    page = "<!-- table: b -->\n\n<!-- end of table -->"
    with pytest.raises(ValueError, match=r"'b'; there are: a"):
        with_tables(page, {"a": lambda: "new"})


@pytest.mark.parametrize(
    ("system", "name"), [("base-0.3.0", "`base`"), ("TF-IDF", "TF-IDF"), ("my-own-1.0.0", "`my-own`")]
)
def test_a_checkpoint_is_named_without_its_version(system, name):
    assert short_name(system) == name


def test_an_empty_cell_takes_one_blank():
    assert table(["a", "b"], [["1", ""]], right=(1,)) == "| a | b |\n| --- | ---: |\n| 1 | |"


def interval(value):
    return {"value": value, "low": value - 0.1, "high": value + 0.1}


def test_a_corpus_with_few_pairs_of_a_stance_is_marked():
    groups = {
        "corpus": {name: {"macro_f1": interval(0.5), "accuracy": interval(0.6)} for name in ("few", "many")}
    }
    report = {"order": ["base-1.0"], "systems": {"base-1.0": {"groups": groups}}}
    made = corpora_table(report, [], {"few": [4, 9, 9], "many": [5, 5, 5]})
    assert "| `few` * | 4, 9, 9 | 0.500 (0.400-0.600) | 0.600 |" in made
    assert "| `many` | 5, 5, 5 |" in made


def test_dyads_of_few_pairs_are_counted_together():
    def counts(pairs, stance, both):
        return {"pairs": pairs, "stance_right": stance, "both_right": both}

    dyads = {
        "US > CN": counts(9, 8, 7),
        "CN > US": counts(5, 4, 3),
        "KP > KR": counts(4, 3, 2),
        "CN > CN": counts(50, 50, 50),
        "author > US": counts(3, 2, 1),
        "other > KP": counts(2, 2, 2),
        "JP > KP": counts(70, 70, 70),
    }
    report = {"order": ["base-1.0"], "systems": {"base-1.0": {"dyads": dyads}}}
    rows = dyads_table(report, most=1).splitlines()[2:]
    assert rows == [
        "| US toward CN | 9 | 8 | 7 |",
        "| the other 2 between two of the four | 9 | 7 | 5 |",
        "| `author` and `other` toward one of the four | 5 | 4 | 3 |",
    ]


def test_a_score_that_a_system_lacks_leaves_its_cell_empty():
    scores = {"macro_f1": interval(0.5), "source_accuracy": None}
    report = {"systems": {"majority": scores}, "certainty": {}}
    kept = ("macro-F1", "source, where the stance is right", "too close to call")
    made = scores_table(
        [("majority", report, "majority")], without=[name for name in SCORES if name not in kept]
    )
    assert made.splitlines()[2:] == [
        "| macro-F1 | 0.500 (0.400-0.600) |",
        "| source, where the stance is right | |",
        "| too close to call | |",
    ]


PAGE_OF_DOCUMENTS = "\n".join(
    f"""
## base-1.0{part}

2 documents.

| score | all | KCNA | without KCNA | counted of all |
| --- | --- | --- | --- | --- |
| documents | 2 | 1 | 1 |  |
"""
    + "\n".join(f"| {score} | {number}.5 | 0.1 | 0.2 | 9 |" for score in SHOWN)
    for number, part in enumerate(("", ", alone"))
)


def test_documents_are_shown_as_a_whole_and_alone():
    rows = documents_table([("`base`, dev", PAGE_OF_DOCUMENTS)]).splitlines()
    assert rows[0] == "| score | `base`, dev | alone |"
    assert rows[2] == "| targets found | 0.5 | 1.5 |"
    assert len(rows) == 2 + len(SHOWN)


def test_publishers_are_those_of_the_page_without_its_column_of_all():
    rows = publishers_table("kind", PAGE_OF_DOCUMENTS).splitlines()[2:]
    assert rows == [
        "| KCNA | 1 | 0.1 | 0.1 | 0.1 | 0.1 |",
        "| all without KCNA | 1 | 0.2 | 0.2 | 0.2 | 0.2 |",
    ]
