"""Data of worked examples that the papers print."""

import numpy as np

from detente.measure.agreement import Ratings, tabulate_ratings

# Cohen (1960), Educational and Psychological Measurement 20, table 2: 200 subjects, two judges, three categories.
COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]

# Fleiss (1971), Psychological Bulletin 76, table 1: 30 patients, six psychiatrists, five diagnoses; a word a patient,
# a digit a psychiatrist, sorted within the patient.
FLEISS = [
    "444444",
    "222555",
    "233335",
    "555555",
    "222444",
    "113333",
    "333355",
    "113334",
    "114444",
    "555555",
    "144444",
    "124444",
    "222333",
    "144444",
    "224445",
    "333335",
    "111455",
    "111112",
    "224444",
    "133555",
    "555555",
    "244444",
    "224555",
    "114444",
    "144445",
    "222224",
    "111155",
    "224444",
    "133333",
    "555555",
]

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: examples A, B and C; a dot is a missing value.
KRIPPENDORFF_A = ["0100000000", "1110010010"]
KRIPPENDORFF_B = ["aabbdcccedda", "babbbccceddd"]
KRIPPENDORFF_C = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]

# Gwet (2008), British Journal of Mathematical and Statistical Psychology 61: 125 subjects, two raters, two responses;
# 118 of 125 agree, and kappa still falls below zero.
GWET_PARADOX = [[118, 5], [2, 0]]

# Gwet (2014), Handbook of Inter-Rater Reliability: 12 subjects, four raters, five categories, values missing.
GWET_RATERS = ["123321412...", "1233224125..", ".33323422513", "12332441251."]


def from_table(counts: list[list[int]]) -> Ratings:
    """Ratings of two annotators from a table of counts: the first's categories down, the second's across."""
    units, annotators, labels = [], [], []
    number = 0
    for first, row in enumerate(counts):
        for second, count in enumerate(row):
            for _ in range(count):
                units += [f"unit {number}"] * 2
                annotators += ["first", "second"]
                labels += [str(first), str(second)]
                number += 1
    categories = [str(place) for place in range(len(counts))]
    return tabulate_ratings(units, annotators, labels=labels, categories=categories)


def from_lines(lines: list[str]) -> Ratings:
    """Ratings from a line for each annotator with a character for each unit, a dot where missing."""
    categories = sorted({mark for line in lines for mark in line} - {"."})
    units = [f"unit {place}" for line in lines for place in range(len(line))]
    annotators = [f"annotator {number}" for number, line in enumerate(lines) for _ in line]
    labels = [None if mark == "." else mark for line in lines for mark in line]
    return tabulate_ratings(units, annotators, labels=labels, categories=categories)


def transposed(words: list[str]) -> list[str]:
    """Turn a word for each unit into a line for each annotator."""
    return ["".join(column) for column in np.array([list(word) for word in words]).T]
