"""The codebook in short, as people have it beside the statements."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def _codebook() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "codebook.toml").read_text(encoding="utf-8"))


def question() -> str:
    """Return the question that a label answers."""
    return str(_codebook()["question"])


def label_meanings() -> dict[str, str]:
    """Return what each label conveys."""
    return dict(_codebook()["labels"])


def source_meanings() -> dict[str, str]:
    """Return whom each source stands for; "-" for none."""
    return dict(_codebook()["sources"])


def codebook_lines() -> Iterator[tuple[str, str]]:
    """Give the codebook line by line, a code or heading and its meaning."""
    book = _codebook()
    yield book["title"], ""
    yield "question", book["question"]
    for section in ("labels", "sources", "rules"):
        yield "", ""
        yield section, ""
        yield from book[section].items()
