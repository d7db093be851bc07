"""`detente evaluate` on documents: what it prints fits a terminal, and what it writes holds no statement."""

import json
from dataclasses import replace

import pytest
import typer
from typer.testing import CliRunner
from written_documents import DOCUMENTS, ReadsDocuments, ReadsNames

from detente.model.classifier import StanceClassifier
from detente.model.document.facts import DocumentFacts
from detente.model.errors import InputError
from detente.train.documents.labelled_documents import write_documents


@pytest.fixture
def command(monkeypatch, tmp_path):
    from detente.scripts.commands.evaluate import evaluate_cli

    loaded = {"whole": ReadsDocuments(), "names": ReadsNames(), "other": ReadsDocuments()}
    monkeypatch.setattr(StanceClassifier, "from_pretrained", lambda name, *, backend: loaded[name])
    monkeypatch.setenv("COLUMNS", "80")
    write_documents(tmp_path / "documents.jsonl", DOCUMENTS)
    app = typer.Typer()
    app.command()(evaluate_cli)

    def run(checkpoint, *words):
        return CliRunner().invoke(app, [checkpoint, str(tmp_path / "documents.jsonl"), *words])

    run.loaded = loaded
    return run


def test_a_classifier_gets_the_facts_of_each_document(command):
    result = command("whole")
    assert result.exit_code == 0, result.output
    assert command.loaded["whole"].facts == [
        DocumentFacts(publisher="Korea Herald", date="2024-05-02"),
        DocumentFacts(publisher="KCNA", date="2024-06"),
    ]
    assert "dyads right, of all" in result.stdout
    assert "alone" not in result.stdout


def test_a_date_that_cannot_be_read_does_not_end_the_evaluation_and_is_not_guessed(command, tmp_path):
    first, *rest = DOCUMENTS
    write_documents(tmp_path / "documents.jsonl", [replace(first, date="05/02/2024"), *rest])
    assert command("whole").exit_code == 0
    assert [facts.date for facts in command.loaded["whole"].facts] == [None, "2024-06"]


def test_what_is_printed_fits_80_columns_and_names_every_group(command):
    result = command("whole", "--alone", "--against", "other")
    assert result.exit_code == 0, result.output
    assert max(map(len, result.stdout.splitlines())) <= 80
    for said in ("KCNA", "news", "without KCNA", "first less this", "whole-1, alone", "whole-1 (other)"):
        assert said in result.stdout


def test_the_statements_that_were_read_wrongly_are_shown(command):
    result = command("names", "--alone")
    assert "target not found: " in result.stdout
    assert "d1   2 US: other cooperative  They had promised them" in result.stdout
    assert "They had promised" not in command("names", "--alone", "--top-errors", "0").stdout


def test_the_files_give_every_score_and_difference_and_no_statement(command, tmp_path):
    result = command("whole", "--alone", "-o", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    written = {path.name: path.read_text() for path in (tmp_path / "out").iterdir()}
    assert set(written) == {"evaluation.json", "evaluation.md"}
    assert not any(
        text in content for content in written.values() for each in DOCUMENTS for text in each.texts
    )
    content = json.loads(written["evaluation.json"])
    assert content["order"] == ["whole-1", "whole-1, alone"]
    assert content["command"].endswith("documents.jsonl --alone")
    alone = content["readings"]["whole-1, alone"]
    recall = {name: alone["groups"][name]["scores"]["dyad_recall"]["value"] for name in alone["groups"]}
    less = content["first_less"]["whole-1, alone"]
    assert less["all"]["dyad_recall"]["value"] == pytest.approx(1 - recall["all"])
    assert less["without KCNA"]["dyad_recall"]["value"] == pytest.approx(1 - recall["without KCNA"])
    missed = alone["misses"]["target not found"]
    assert missed["count"] == len(missed["shown"]) == 2
    first = missed["shown"][0]
    assert (first["document"], first["statement"], first["label"], first["predicted"]) == (
        "d1",
        2,
        "cooperative",
        None,
    )
    for block in written["evaluation.md"].split("\n\n"):
        rows = [line for line in block.splitlines() if line.startswith("|")]
        assert len({line.count("|") for line in rows}) <= 1


def test_options_for_pairs_are_refused(command, tmp_path):
    result = command("whole", "--with", "other")
    assert isinstance(result.exception, InputError)
    assert "--with is for labelled pairs" in str(result.exception)
    (tmp_path / "documents.jsonl").write_text('{"text": "Rain.", "target": "US", "label": "neutral"}\n')
    assert "--alone is for labelled documents" in str(command("whole", "--alone").exception)
