"""What a stratified sample spares an estimate of its error, and what it does not spare groups that cut across strata.

The design fixes how many labels a stratum has, not how many of them fall into a group that is only a part of it: in
such a group the means of strata add to the error (estimates for domains; Särndal, Swensson and Wretman 1992, Model
Assisted Survey Sampling, chapter 10).
"""

from typing import NamedTuple

import numpy as np

from detente.measure.estimate.rows import EstimationRows
from detente.measure.types import Codes, Floats


class CentredScores(NamedTuple):
    """The scores (labels, columns, 3) less what the design spares them, and that (strata, columns, 3).

    `shared` (strata, columns, 3) is what ties a group to others that have labels of the same strata: a label more in
    one is a label less in the other. The sum of products of two groups' `shared` is their covariance, negated.
    """

    scores: Floats
    spared: Floats
    shared: Floats


def centre_by_stratum(rows: EstimationRows, known: Codes, scores: Floats) -> CentredScores:
    """Centre the scores (labels, columns, 3) of the labelled rows `known` about the means of their strata.

    A group that holds the share P of the labels of a stratum is centred about 1 - sqrt(1 - P) of its mean: the squares
    then sum to those of the whole stratum, in which labels outside the group score 0. Without strata nothing is spared.
    """
    if rows.strata is None or rows.stratum_labels is None:
        nothing = np.zeros((1, *scores.shape[1:]))
        return CentredScores(scores, nothing, nothing)
    strata = rows.strata[known]
    count = int(rows.strata.max()) + 1
    here = np.bincount(strata, minlength=count)
    whole = np.ones(count)
    whole[strata] = np.maximum(rows.stratum_labels[known], here[strata])
    chances = np.bincount(strata, weights=rows.drawn[known], minlength=count) / np.maximum(here, 1)
    flat = scores.reshape(len(known), -1)
    sums = np.stack([np.bincount(strata, weights=column, minlength=count) for column in flat.T], axis=1)
    # A stratum with one label says nothing of its spread: it is left as it is, which errs on the wide side.
    usable = whole >= 2
    share = np.where(usable, here / whole, 0.0)
    spared = sums * ((1 - np.sqrt(1 - share)) / np.maximum(here, 1))[:, None]
    grow = np.where(usable, np.sqrt(whole / np.maximum(whole - 1, 1)), 1.0)
    centred = (flat - spared[strata]) * grow[strata, None]
    # A group that holds all labels of a stratum shares it with no other.
    apart = (share > 0) & (share < 1)
    ties = np.sqrt((1 - chances) / np.maximum(whole - 1, 1)) / np.where(apart, chances, 1.0)
    shared = np.where(apart[:, None], sums * ties[:, None], 0.0)
    shape = (count, *scores.shape[1:])
    return CentredScores(centred.reshape(scores.shape), spared.reshape(shape), shared.reshape(shape))
