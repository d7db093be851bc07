"""Which rows a page counts where there are more than it has memory for."""

import pytest

from detente.measure.statement_key import pair_hash
from detente.report.rows.kept_rows import KeptRows

DOCUMENTS = [pair_hash(f"{n}.txt", "") for n in range(1000)]


def kept_of(documents, most):
    rows = KeptRows(most)
    for n, document in enumerate(documents):
        rows.add(0, None, None, document=document, pair=n)
    return rows


def test_rows_of_half_of_the_documents_are_kept_again_and_again():
    kept = kept_of(DOCUMENTS, 100).rows()
    halvings = next(bits for bits in range(20) if all(int(each) % 2**bits == 0 for each in kept["document"]) and
                    sum(document % 2**bits == 0 for document in DOCUMENTS) <= 100)  # fmt: skip
    assert kept["pair"].tolist() == [n for n, each in enumerate(DOCUMENTS) if each % 2**halvings == 0]


@pytest.mark.parametrize(("most", "sampled"), [(1000, False), (999, True), (100, True)])
def test_whether_rows_were_left_out_is_told(most, sampled):
    kept = kept_of(DOCUMENTS, most)
    assert len(kept.rows()) <= most
    assert kept.sampled == sampled
