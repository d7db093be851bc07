"""Makes the pages that the site shows as live examples, from the invented texts in examples/."""

import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

# The faster checkpoint: the site is built often.
_COMMANDS: Final = (
    ("predict", "examples/bulletins", "-c", "published-small", "-o", "rows.jsonl"),
    ("report", "rows.jsonl", "-o", "report.html"),
    ("read", "examples/article.txt", "-c", "published-small", "-o", "article.html"),
)
_PAGES: Final = ("report.html", "article.html")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the examples to the site, as `example/report.html` and `example/article.html`."""
    for name, content in _made(Path(config.config_file_path).parent).items():
        files.append(File.generated(config, f"example/{name}", content=content))
    return files


@cache
def _made(root: Path) -> dict[str, str]:
    """The pages by name; made once, however often `mkdocs serve` builds the site."""
    with tempfile.TemporaryDirectory(prefix="detente-docs-") as name:
        folder = Path(name)
        # Pages say what was read: names as a reader would give them, not those of this machine.
        (folder / "examples").symlink_to(root / "examples")
        for command in _COMMANDS:
            _run(command, folder)
        return {page: (folder / page).read_text(encoding="utf-8") for page in _PAGES}


def _run(command: tuple[str, ...], folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "detente.scripts", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise PluginError(f"detente {' '.join(command)} ended with {done.returncode}: {done.stderr[-2000:]}")
