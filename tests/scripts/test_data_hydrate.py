"""`detente data hydrate`: it needs no train extra, and says what is wrong with a file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from detente.model.errors import InputError
from detente.model.text.statement_id import statement_id
from detente.scripts.commands.data import hydrate_cli


def test_labels_are_joined_to_texts_without_the_train_extra(tmp_path: Path) -> None:
    text = "Beijing thanked Seoul."
    label = {
        "id": statement_id(text),
        "target": "CN",
        "label": "cooperative",
        "source": "KR",
        "corpus": "own",
    }
    (tmp_path / "labels.jsonl").write_text(json.dumps(label) + "\n")
    (tmp_path / "texts.txt").write_text(text + "\n")
    blocked = "import sys; sys.modules.update(dict.fromkeys(['scipy', 'sklearn', 'torch', 'yaml']));"
    call = "from detente.scripts.main import app; app(['data', 'hydrate', *sys.argv[1:]])"
    done = subprocess.run(
        [sys.executable, "-c", blocked + call, "labels.jsonl", "texts.txt", "-o", "out.jsonl"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads((tmp_path / "out.jsonl").read_text())["text"] == text


def test_a_file_without_labels_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "labels.jsonl").write_text("")
    (tmp_path / "texts.txt").write_text("Beijing thanked Seoul.\n")
    with pytest.raises(InputError, match=r"labels\.jsonl: no label matches a text"):
        hydrate_cli(tmp_path / "labels.jsonl", [tmp_path / "texts.txt"], output=tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()
