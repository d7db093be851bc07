import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_blocks import ROOT, find_blocks
from demo_answers import running_demo

ADDRESS = "http://127.0.0.1:7860/"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="the example needs curl")
def test_the_example_of_the_api_prints_rows(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    [example] = [block for block in find_blocks(ROOT / "docs" / "demo.md") if "/upload" in block.text]
    assert ADDRESS in example.text
    with running_demo("-c", "published-small") as url:
        script = example.text.replace(ADDRESS, url)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], cwd=root, capture_output=True, text=True, check=True
        )
    event, data = done.stdout.strip().splitlines()
    assert event == "event: complete"
    [rows] = json.loads(data.removeprefix("data: "))
    assert {row["target"] for row in rows} == {"CN", None}
    assert {row["document"] for row in rows} == {"article.txt"}
