"""The code for R of the page on measuring gives the figures of the package."""

import csv
import re
import shutil
import subprocess

import numpy as np
import pytest

from detente.measure.estimate import estimate_shares, fit_groups, gather_rows
from detente.model.labels import STANCES

COLUMNS = [f"p_{stance}" for stance in STANCES]


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_page_and_the_package_agree(root, tmp_path):
    draw = np.random.default_rng(8)
    truth = draw.integers(3, size=600)
    scores = np.exp(draw.normal(size=(600, 3)) + 2 * np.eye(3)[truth])
    probabilities = scores / scores.sum(axis=1, keepdims=True)
    drawn = np.where(probabilities.max(axis=1) < 0.7, 0.4, 0.1)
    known = draw.random(600) < drawn
    labels = [STANCES[stance] if here else None for stance, here in zip(truth, known, strict=True)]
    documents = [f"d{row // 4}" for row in range(600)]
    with (tmp_path / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["document", *COLUMNS, "label", "p_drawn"])
        for row in range(600):
            chance = repr(float(drawn[row])) if known[row] else ""
            writer.writerow(
                [documents[row], *map(repr, probabilities[row].tolist()), labels[row] or "", chance]
            )
    page = (root / "docs" / "measure.md").read_text(encoding="utf-8")
    code = re.findall(r"```text\n(.*?)```", page, re.DOTALL)[-1]
    subprocess.run(["Rscript", "-e", code], cwd=tmp_path, check=True, timeout=120)
    with (tmp_path / "shares.csv").open(encoding="utf-8", newline="") as file:
        found = {row["figure"]: row for row in csv.DictReader(file)}
    rows = gather_rows(probabilities, labels, p_drawn=list(drawn), clusters=documents)
    for one in estimate_shares(fit_groups(rows)):
        expected = [one.corrected.value, one.corrected.low, one.corrected.high]
        assert [float(found[one.figure][name]) for name in ("corrected", "low", "high")] == pytest.approx(
            expected
        )
