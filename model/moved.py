"""The modules that version 0.2 documented and 0.3 moved: importing one says what to write instead."""

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Final

MOVED: Final = {
    "detente.model.actor_list": "detente.model.text.actor_list",
    "detente.model.actors": "detente.model.text.actor_finder",
    "detente.model.backends": "detente.model.encoders.backends",
    "detente.model.batch": "detente.batch",
    "detente.model.batch.job": "detente.batch.job",
    "detente.model.batch.job.run": "detente.batch.job.run",
    "detente.model.batch.job.settings": "detente.batch.run_settings",
    "detente.model.batch.judging": "detente.batch.predicting",
    "detente.model.batch.ray": "detente.batch.ray",
    "detente.model.batch.sinks": "detente.batch.sinks.sinks",
    "detente.model.batch.sources": "detente.batch.readers.inputs",
    "detente.model.batch.stored_rows": "detente.batch.readers.stored_rows",
    "detente.model.settings": "detente.model.checkpoint.settings",
    "detente.model.statements": "detente.model.text.statements",
    "detente.train.checking": "detente.train.labels.checking",
    "detente.train.evaluation": "detente.train.evaluate.evaluation",
    "detente.train.hydration": "detente.train.labels.hydration",
    "detente.train.pairs": "detente.train.labels.pairs",
    "detente.train.splitting": "detente.train.labels.splitting",
}

_PACKAGES: Final = {old for old in MOVED if any(other.startswith(f"{old}.") for other in MOVED)}


def refuse_moved() -> None:
    """Have the import of a moved module raise an ImportError that names its new one; a second call does nothing."""
    if not any(isinstance(finder, _MovedFinder) for finder in sys.meta_path):
        sys.meta_path.append(_MovedFinder())


class _MovedFinder(MetaPathFinder):
    """Stands last among the finders, so that it is asked only for modules that do not exist."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,  # noqa: ARG002 - a finder is called so
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        if fullname not in MOVED:
            return None
        if fullname in _PACKAGES:
            # Python imports a package before the module in it; an empty one lets the message name the module.
            return ModuleSpec(fullname, _EmptyPackage(), is_package=True)
        raise ImportError(_message(fullname), name=fullname)


class _EmptyPackage(Loader):
    """Loads a package that has nothing but moved modules; any other name of it is refused when it is asked for."""

    def exec_module(self, module: ModuleType) -> None:
        def refuse(name: str) -> None:
            if name.startswith("__") or f"{module.__name__}.{name}" in MOVED:
                raise AttributeError(name)  # Python then imports the module of that name
            raise ImportError(_message(module.__name__), name=module.__name__)

        module.__dict__["__getattr__"] = refuse


def _message(old: str) -> str:
    return f"{old} moved to {MOVED[old]} in 0.3"
