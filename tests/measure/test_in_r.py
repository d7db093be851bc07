"""The code for R of the page on measuring gives the figures of the package, from the same two files."""

import random
import re
import shutil
import subprocess
from csv import DictReader
from dataclasses import replace
from pathlib import Path

import pytest
from invented import labelled, prediction_rows, write_predictions

from detente.measure.exchange import write_label_rows
from detente.measure.rows.estimates import EstimateSettings, estimate_rows
from detente.measure.sampling import DrawSettings, draw_sample

FIGURES = ["cooperative", "hostile", "neutral", "net"]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Rows of documents and of a table, some of them repeated, without a target or with an error, and labels."""
    predicted = prediction_rows(600)
    for number, row in enumerate(predicted):
        row["document"] = "posts.csv" if number < 100 else f"d{number // 4}.txt"
        row["statement"] = f'=Statement {number % 550}, "on" trade with 한국.'
    predicted.append(dict(predicted[0]) | {"position": 601, "target": None, "stance": None})
    predicted.append(dict(predicted[1]) | {"position": 602, "error": "wrong"})
    path = write_predictions(tmp_path / "rows.csv", predicted)
    drawn = draw_sample(path, 150, settings=DrawSettings(design="doubt", with_predictions=True)).rows
    chance = random.Random(5)
    gold = [
        replace(row, label=row.predicted) if chance.random() < 0.7 else row
        for row in labelled(drawn, ["kim"])
    ]
    write_label_rows(tmp_path / "gold.csv", [replace(row, source=None) for row in gold])
    return path


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_page_and_the_package_agree(root: Path, rows: Path):
    page = (root / "docs" / "measure.md").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```text\n(.*?)```", page, re.DOTALL)[-2:])
    subprocess.run(["Rscript", "-e", code], cwd=rows.parent, check=True, timeout=120)
    with (rows.parent / "shares.csv").open(encoding="utf-8", newline="") as file:
        found = {row["figure"]: row for row in DictReader(file)}
    table = estimate_rows([rows], rows.parent / "gold.csv", settings=EstimateSettings(by=())).shares
    expected = {
        row[table.columns.index("figure")]: row[table.columns.index("corrected")] for row in table.rows
    }
    assert list(found) == list(expected) == FIGURES
    for figure, one in expected.items():
        assert [float(found[figure][name]) for name in ("corrected", "low", "high")] == pytest.approx(
            [one.value, one.low, one.high]
        )
