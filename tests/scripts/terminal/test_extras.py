"""What a command says where the `train` extra is not installed."""

import pytest

from detente.model.errors import DetenteError
from detente.scripts.terminal.extras import TRAIN_MODULES, require_train


def test_an_installed_extra_is_enough():
    require_train(TRAIN_MODULES)


def test_a_missing_extra_is_named_with_the_way_to_install_it():
    with pytest.raises(DetenteError, match=r"pip install '\.\[train\]' .*\(missing: no_such_part\)"):
        require_train(("json", "no_such_part"))
