"""The import paths of version 0.2 are refused with what to write instead."""

import importlib
import re
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from detente.model.moved import MOVED, refuse_moved

PACKAGES = ("detente.model.batch", "detente.model.batch.job")


@pytest.mark.parametrize("old", sorted(set(MOVED) - set(PACKAGES)))
def test_a_moved_module_is_refused_by_its_new_name(old: str) -> None:
    with pytest.raises(ImportError, match=re.escape(f"{old} moved to {MOVED[old]} in 0.3")) as caught:
        importlib.import_module(old)
    assert caught.value.name == old


@pytest.mark.parametrize("old", PACKAGES)
def test_a_moved_package_is_refused_at_the_first_name_that_is_wanted_of_it(old: str) -> None:
    package = importlib.import_module(old)
    with pytest.raises(ImportError, match=re.escape(f"{old} moved to {MOVED[old]} in 0.3")):
        _ = package.anything
    with pytest.raises(ImportError, match=re.escape(f"{old} moved to")):
        exec(f"from {old} import anything")


def test_a_module_taken_from_a_moved_package_is_refused_by_its_own_name() -> None:
    with pytest.raises(
        ImportError, match=r"detente\.model\.batch\.sinks moved to detente\.batch\.sinks\.sinks in 0\.3"
    ):
        exec("from detente.model.batch import sinks")


@pytest.mark.parametrize("new", sorted(set(MOVED.values())))
def test_the_new_name_is_there(new: str) -> None:
    assert find_spec(new) is not None


@pytest.mark.parametrize("old", sorted(MOVED))
def test_the_old_name_is_not(old: str) -> None:
    room, _, rest = old.removeprefix("detente.").partition(".")
    folder = Path(importlib.import_module(f"detente.{room}").__path__[0])
    assert not (folder / f"{rest.replace('.', '/')}.py").exists()


def test_what_did_not_move_is_imported_as_before() -> None:
    from detente.model import StanceClassifier
    from detente.model.checkpoint import open_checkpoint

    assert callable(StanceClassifier.from_pretrained)
    assert callable(open_checkpoint)


def test_a_module_that_never_was_is_not_found_as_ever() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'detente\.model\.nothing'"):
        importlib.import_module("detente.model.nothing")


def test_a_second_call_installs_no_second_finder() -> None:
    before = list(sys.meta_path)
    refuse_moved()
    assert sys.meta_path == before
