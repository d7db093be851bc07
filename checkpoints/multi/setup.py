"""Refuses to build a distribution without its checkpoint; pyproject.toml says the rest."""

from pathlib import Path

from setuptools import setup

CHECKPOINT = Path(__file__).parent / "detente_multi" / "checkpoint"

if not (CHECKPOINT / "detente.json").is_file():
    raise SystemExit(
        f"{CHECKPOINT}: no checkpoint; `detente publish RUN/checkpoint {CHECKPOINT}` puts one there"
    )

setup()
