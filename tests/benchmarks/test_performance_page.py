"""The page of figures says what the records say, and nothing else on it is touched."""

import json
import re

import pytest
from performance_page import BEGIN, END, PAGE, SCORES, with_figures
from speed.record import RECORD, REPORT

FRAME = f"# Performance\n\nBefore.\n\n{BEGIN}\n\nold\n\n{END}\n\nAfter.\n"
MACHINE = {
    "processor": "Some Core",
    "family_model_stepping": "26/2/1",
    "flags": ["avx2", "avx512f", "avx512_vnni"],
}
OWN = {
    "name": "detente",
    "pairs_a_second": [90.0, 110.0],
    "pairs_a_second_whole": [70.0, 90.0],
    "peak_bytes": 2e8,
}
RIVAL = {"name": "pipeline", "ratios": [8.0, 9.0], "ratios_whole": [6.0, 6.0], "equal_labels": 0.995}
COMPARED = {
    "checkpoint": {"name": "tiny-0"},
    "machine": MACHINE,
    "comparison": {"rival": "pipeline", "contenders": [OWN, RIVAL]},
    "cold_start": [{"name": "tiny-0", "seconds": [0.4, 0.5, 0.6], "peak_bytes": 1e8}],
}
LONG = {
    "checkpoint": {"name": "long-0"},
    "machine": MACHINE,
    "sizes": [{"name": "detente", "statements": 50_000, "peak_bytes": 128e6, "second_half": None}],
}


def write(docs, name, record):
    folder = docs / SCORES / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RECORD).write_text(json.dumps(record))


@pytest.fixture
def docs(tmp_path):
    write(tmp_path, "tiny", COMPARED)
    return tmp_path


def test_a_comparison_is_a_line_of_the_table_between_the_marks(docs):
    page = with_figures(FRAME, docs)
    assert page.startswith(f"# Performance\n\nBefore.\n\n{BEGIN}\n\n## Speed\n\n| checkpoint |")
    assert page.endswith(f"\n\n{END}\n\nAfter.\n")
    line = "| tiny-0 | Some Core (26/2), with VNNI, without AMX | 100 | 80 | 8.5 | 6.0 | 99.50% | 0.50 | 200 | 3 of 4 |"
    assert f"{line} [report]({SCORES}/tiny/{REPORT}) |" in page
    assert "old" not in page
    assert with_figures(page, docs) == page


def test_long_inputs_have_a_section_with_their_bars(docs):
    write(docs, "long", LONG)
    page = with_figures(FRAME, docs)
    assert "## Long inputs: long-0 on Some Core (26/2), with VNNI, without AMX\n" in page
    assert "| peak memory at 50,000 statements: under 600 MB | 128 MB | yes |" in page
    assert f"({SCORES}/long/{REPORT})" in page


def test_a_line_says_what_was_switched_off(docs):
    machine = MACHINE | {"flags": ["avx2"], "switched_off": ["avx512f", "avx512_vnni"]}
    write(docs, "tiny", COMPARED | {"machine": machine})
    told = "| Some Core (26/2), with AVX2 alone, the faster ones switched off |"
    assert told in with_figures(FRAME, docs)


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
