"""Commands whose modules are imported when they are called, so that each starts without waiting for the others."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group


class LazyCommands(Mapping[str, Any]):
    """Commands by name, in the order of `modules`: "MODULE:NAME" of the function or of the app behind each."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._modules = modules
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Return a command, imported now if it was not yet; raises KeyError if there is none of this name."""
        if name not in self._loaded:
            module, _, attribute = self._modules[name].partition(":")
            found = getattr(import_module(module), attribute)
            alone = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
            if isinstance(found, typer.Typer):
                alone.add_typer(found, name=name)
            else:
                alone.command(name)(found)
            self._loaded[name] = get_group(alone).commands[name]
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


def lazy_group(modules: Mapping[str, str]) -> type[TyperGroup]:
    """Return the class of a group of these commands, for `typer.Typer(cls=…)`."""

    class LazyGroup(TyperGroup):
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings | {"commands": None})
            # A mapping is all that a group asks of them.
            self.commands = LazyCommands(modules)  # type: ignore[assignment]

    return LazyGroup
