"""The fenced blocks of the documents, and the table of what is run in place of commands that no test can run."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>[^\n`]*)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """A fenced block: its page, the line its fence stands in, and what is in it."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


class Instead(NamedTuple):
    """What is run in place of what matches `pattern` in a line, and why the line is not run as it stands."""

    pattern: str
    run: str
    why: str


SECONDS = "base_model=random epochs=1 max_tokens=32 data.limit=40 evaluations_an_epoch=1 frozen_layers=null"

TABLE = [
    Instead(r"python3 -m venv \.venv", "true", "the environment is there"),
    Instead(r"\. \.venv/bin/activate", "true", "and active"),
    Instead(
        r"(\.venv/bin/)?pip install (-e )?('[^']+'|\.[\w/]*)",
        "true",
        "installs; other tests look up what is named",
    ),
    Instead(r"\.venv/bin/detente", "detente", "the environment is elsewhere"),
    Instead(r"\.venv/bin/pytest", "true", "this is it"),
    Instead(r"(?<=train )configs/\w+\.yaml[^&|;]*", rf"\g<0> {SECONDS}", "trains for minutes, from a hub"),
    Instead(
        r"accelerate launch --num_processes \d", "python", "one process is enough to see the call accepted"
    ),
    Instead(r"torchrun --nproc_per_node \d", "python", "the same"),
    Instead(r"tensorboard --logdir runs", "ls runs/*/curves/*", "serves until it is stopped"),
    Instead(r"(?<=hydrate )data/real/dev\.jsonl", "data/dev.jsonl", "nobody has those texts"),
    Instead(
        r"python benchmarks/inference\.py[^&|;]*",
        "python benchmarks/inference.py published-small -o speed --pairs 30 --tried-pairs 30 --batches 8 --rounds 1 "
        "--sizes 30 --pipeline-up-to 0",
        "measures for an hour",
    ),
    Instead(
        r"python benchmarks/training_speed\.py[^&|;]*",
        "python benchmarks/training_speed.py random --batches 2 --batch-size 4 --rounds 1",
        "trains for minutes, from a hub",
    ),
    Instead(r"python benchmarks/performance_page\.py", "true", "would write the page that is read"),
    Instead(r"hf://owner/name(?! --dry-run)", r"\g<0> --dry-run", "sends it to a hub"),
    Instead(r"^ray (start|stop)\b.*", "true", "stops every cluster of the machine, whoever started it"),
    Instead(r"--address auto", "--workers 1", "the cluster was not started"),
    Instead(
        r"^detente label import todo\.csv todo-",
        rf"python {HERE}/label_sheets.py todo-*.xlsx && \g<0>",
        "people label first",
    ),
    Instead(r"detente demo$", f"python {HERE}/demo_answers.py", "serves until it is stopped"),
    Instead(r"^url=http://127\.0\.0\.1:7860/.*", "exit 0", "needs a running demo; test_demo_page.py has one"),
]

STATEMENT = "Seoul condemned the launch by the North.\n"


def find_blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    content = page.read_text(encoding="utf-8")
    return [
        Block(page, content.count("\n", 0, found.start()) + 1, found["language"].strip(), found["text"])
        for found in _FENCE.finditer(content)
    ]


def lines_of(block: Block) -> list[str]:
    """The lines of a shell block without comments."""
    return [re.sub(r"(^|\s+)#\s.*", "", line) for line in block.text.splitlines()]


def to_run(block: Block) -> str:
    """The script of a shell block, with what the table puts in place of some commands."""
    script = []
    for line in lines_of(block):
        for instead in TABLE:
            line = re.sub(instead.pattern, instead.run, line)
        script.append(line)
    return "\n".join(script)


DATA = ("train.jsonl", "dev.jsonl", "test.jsonl", "minimal_pairs.jsonl")


def furnish(folder: Path) -> None:
    """Lay into a folder what the commands read: links to the repository's files, and files that pages only name."""
    for name in ("examples", "configs", "benchmarks"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "data").mkdir()
    for name in (*DATA, "real", "ko", "behaviour", "constructed"):
        (folder / "data" / name).symlink_to(ROOT / "data" / name)
    (folder / "speeches").mkdir()
    (folder / "speeches" / "first.txt").write_text(STATEMENT)
    (folder / "speech.txt").write_text(STATEMENT)
    (folder / "wire.csv").write_text(f"id,text\n1,{STATEMENT}")
    (folder / "posts.jsonl").write_text(json.dumps({"text": STATEMENT.strip()}) + "\n")
    stances = [{"target": "KP", "label": "hostile", "source": "KR", "named": True}]
    document = {"document": "d", "statements": [{"text": STATEMENT.strip(), "stances": stances}] * 2}
    (folder / "documents.jsonl").write_text(json.dumps(document) + "\n")
    pairs = (ROOT / "data" / "dev.jsonl").read_text(encoding="utf-8")
    (folder / "mine.jsonl").write_text(pairs, encoding="utf-8")
    texts = [json.loads(line)["text"] for line in pairs.splitlines()]
    (folder / "texts.txt").write_text("\n".join(texts) + "\n", encoding="utf-8")


def furnish_readme(folder: Path) -> None:
    """Lay down, beside the rest, what the README speaks of between its blocks."""
    import pyarrow
    import pyarrow.parquet

    (folder / "small").symlink_to(ROOT / "model" / "published")
    pyarrow.parquet.write_table(pyarrow.table({"text": [STATEMENT.strip()]}), folder / "wire.parquet")
