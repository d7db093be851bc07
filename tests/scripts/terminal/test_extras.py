"""What a command says where an extra is not installed."""

import pytest

from detente.model.errors import DetenteError
from detente.scripts.terminal.extras import require_extra


def test_an_installed_extra_is_enough():
    require_extra("train")


def test_a_missing_extra_is_named_with_the_way_to_install_it():
    with pytest.raises(DetenteError, match=r"pip install '\.\[train\]' .*\(missing: no_such_part\)"):
        require_extra("train", ("json", "no_such_part"))
