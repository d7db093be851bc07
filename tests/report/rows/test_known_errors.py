import pytest
from made_rows import payload, row

from detente.measure.net.known_confusion import LEAN, LEAN_ERROR
from detente.report.rows.known_errors import KnownErrors
from detente.report.summary.trust import error_line, score_texts

INTERVAL = {"value": 0.8, "low": 0.7, "high": 0.9}


def entry(data, accuracy, *, lang=None, table=((8, 1, 1), (1, 8, 1), (2, 2, 16))):
    scores = {"data": data, "pairs": 40, "macro_f1": INTERVAL, "accuracy": INTERVAL | {"value": accuracy}}
    told = {} if lang is None else {"lang": lang}
    return {**scores, "labels": {}, "confusion": [list(line) for line in table], **told}


KNOWN = {
    "base-1": [entry("test.jsonl", 0.85, lang="en"), entry("hard.jsonl", 0.6, lang="en")],
    "multi-1": [
        entry("test.jsonl", 0.8, lang="en"),
        entry("hydrated/ko_test.jsonl", 0.75, lang="ko"),
        entry("hydrated/zh_test.jsonl", 0.8, lang="zh"),
    ],
    "old-1": [entry("old.jsonl", 0.7)],
}


def about(*predictors):
    rows = [
        row(checkpoint=checkpoint, lang=lang, statement=f"{checkpoint} {lang} {n}", document=f"{n}.txt")
        for checkpoint, lang, number in predictors
        for n in range(number)
    ]
    return payload(rows, known_scores=KNOWN)["about"]


@pytest.mark.parametrize(
    ("predictors", "line"),
    [
        ([("base-1", "en", 3)], "About 15 of 100 predictions are wrong."),
        ([("multi-1", "ko", 3)], "About 25 of 100 predictions are wrong."),
        (
            [("base-1", "en", 1), ("multi-1", "ko", 3)],
            "About 22 of 100 predictions are wrong (25 in Korean, 15 in English).",
        ),
        (
            [("base-1", "en", 2), ("old-1", "en", 1)],
            "About 20 of 100 predictions are wrong (15 by base-1, 30 by old-1).",
        ),
        ([("old-1", None, 2)], "About 30 of 100 predictions are wrong."),
        ([("base-1", None, 2)], "About 15 of 100 predictions are wrong."),
        ([("mine-1", "en", 2)], ""),
        ([("base-1", "ko", 2)], ""),
        (
            [("base-1", "en", 2), ("mine-1", "en", 1)],
            "About 15 of 100 predictions are wrong. Of 1 more it is not known how often.",
        ),
    ],
)
def test_the_error_rate_is_that_of_the_language_and_the_checkpoint_of_the_rows(predictors, line):
    assert error_line(about(*predictors)) == line


def test_scores_are_shown_of_the_languages_in_the_rows_alone():
    found = about(("base-1", "en", 1), ("multi-1", "ko", 3))
    assert [(each["checkpoint"], each["data"]) for each in score_texts(found)] == [
        ("multi-1", "labelled pairs of real Korean statements"),
        ("base-1", "labelled pairs (test.jsonl)"),
        ("base-1", "labelled pairs (hard.jsonl)"),
    ]
    assert {each["checkpoint"] for each in score_texts(about(("base-1", "en", 1)))} == {"it"}


def test_intervals_allow_for_the_errors_of_each_group_by_its_share():
    worse = {"multi-1": [entry("ko.jsonl", 0.6, lang="ko", table=((6, 2, 2), (2, 6, 2), (4, 4, 12)))]}
    predictors = {("base-1", "en"): 300, ("multi-1", "ko"): 100}
    mixed = KnownErrors.of_rows(predictors, KNOWN | worse).confusion
    assert mixed is not None
    assert mixed.data == "test.jsonl, ko.jsonl"
    # 400² / (300² / 40 + 100² / 40) labelled pairs tell as much.
    assert mixed.pairs == 64
    assert mixed.table[0] == pytest.approx([64 * (0.75 * 8 + 0.25 * 6) / 40, 64 * 1.25 / 40, 64 * 1.25 / 40])


@pytest.mark.parametrize(("unknown", "allowed"), [(5, True), (6, False)])
def test_intervals_allow_for_no_errors_where_a_part_of_the_rows_has_unknown_ones(unknown, allowed):
    predictors = {("base-1", "en"): 100 - unknown, ("mine-1", "en"): unknown}
    found = KnownErrors.of_rows(predictors, KNOWN)
    assert (found.confusion is not None) == allowed


def test_a_table_that_is_about_several_groups_of_rows_is_known_no_better_for_that():
    one = KnownErrors.of_rows({("old-1", "en"): 200}, KNOWN).confusion
    several = KnownErrors.of_rows({("old-1", "en"): 100, ("old-1", "ko"): 60, ("old-1", None): 40}, KNOWN)
    assert several.confusion == one
    assert one.pairs == 40
    assert [score["rows"] for score in several.scores] == [200]


@pytest.mark.parametrize(("others", "known"), [(0, True), (2, True), (3, False)])
def test_intervals_allow_for_known_errors_if_they_are_known_of_nearly_all_rows(others, known):
    intervals = about(("old-1", None, 40), ("own-1", None, others))["intervals"]
    table = ((8, 1, 1), (1, 8, 1), (2, 2, 16))
    told = {"data": "old.jsonl", "pairs": 40, "table": table, "lean": LEAN, "lean_error": LEAN_ERROR}
    assert intervals == {"sampled": False, "confusion": told if known else None}
