"""The page of figures says what the records say, and nothing else on it is touched."""

import json
import re

import pytest
from performance_page import BEGIN, END, PAGE, SCORES, with_figures
from speed.record import RECORD, REPORT

FRAME = f"# Performance\n\nBefore.\n\n{BEGIN}\n\nold\n\n{END}\n\nAfter.\n"


@pytest.fixture
def docs(tmp_path):
    folder = tmp_path / SCORES / "tiny"
    folder.mkdir(parents=True)
    cold_start = [{"name": "tiny-0", "seconds": [0.4, 0.5, 0.6], "peak_bytes": 1e8}]
    machine = {
        "processor": "Some Core",
        "family_model_stepping": "26/2/1",
        "flags": ["avx2", "avx512f", "avx512_vnni"],
    }
    record = {"checkpoint": {"name": "tiny-0"}, "machine": machine, "cold_start": cold_start}
    (folder / RECORD).write_text(json.dumps(record))
    return tmp_path


def test_what_was_measured_stands_between_the_marks(docs):
    page = with_figures(FRAME, docs)
    assert page.startswith(
        f"# Performance\n\nBefore.\n\n{BEGIN}\n\n## tiny-0 on Some Core (26/2), with VNNI, without AMX\n\n"
    )
    assert page.endswith(f"\n\n{END}\n\nAfter.\n")
    assert "| one sentence from the shell, tiny-0: at most 1.2 s | 0.50 s | yes |" in page
    assert f"({SCORES}/tiny/{REPORT})" in page
    assert "old" not in page
    assert with_figures(page, docs) == page


def test_a_heading_says_what_was_switched_off(docs):
    path = docs / SCORES / "tiny" / RECORD
    record = json.loads(path.read_text())
    record["machine"] |= {"flags": ["avx2"], "switched_off": ["avx512f", "avx512_vnni"]}
    path.write_text(json.dumps(record))
    heading = "## tiny-0 on Some Core (26/2), with AVX2 alone, the faster ones switched off\n"
    assert heading in with_figures(FRAME, docs)


def test_the_table_of_training_is_inserted(docs):
    (docs / SCORES / "training.md").write_text(
        "# Speed of training\n\nSaid.\n\n| a | b |\n| --- | --- |\n\n## Machine\n"
    )
    assert "## Training\n\n| a | b |\n| --- | --- |\n\n[The whole report]" in with_figures(FRAME, docs)


@pytest.mark.parametrize("page", ["# Performance\n", f"{END}\n{BEGIN}\n"])
def test_a_page_without_marks_is_refused(docs, page):
    with pytest.raises(ValueError, match="has no"):
        with_figures(page, docs)


def test_the_projects_page_says_what_its_records_say():
    page = PAGE.read_text(encoding="utf-8")
    assert with_figures(page, PAGE.parent) == page
    named = re.findall(r"\]\((scores/[^)]+)\)", page)
    assert [name for name in named if not (PAGE.parent / name).is_file()] == []
