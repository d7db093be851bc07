"""`detente info`: which checkpoint and which backend this machine would use."""

from typing import Annotated

import typer

from detente.model.checkpoint import open_checkpoint


def info_cli(
    checkpoint: Annotated[str, typer.Argument(help="published, a folder, or a hub name")] = "published",
) -> None:
    """Show a checkpoint's settings and what this machine runs it with."""
    from importlib.metadata import version
    from importlib.util import find_spec

    found = open_checkpoint(checkpoint)
    settings = found.settings
    lines = {
        "detente": version("detente"),
        "checkpoint": found.name,
        "folder": str(found.folder),
        "stances": ", ".join(settings.stances),
        "targets": ", ".join(f"{code} {name}" for code, name in settings.targets.items()),
        "longest statement": f"{settings.max_tokens} tokens, with marks and target",
        "temperature": f"{settings.temperature}",
        "too close below": f"{settings.too_close_below}",
        "int8 graph": "yes" if found.onnx else "no",
        "safetensors": "yes" if found.weights else "no",
        "torch installed": "yes" if find_spec("torch") else "no",
        "default backend": "onnx" if found.onnx else "torch",
    }
    width = max(map(len, lines))
    for name, value in lines.items():
        typer.echo(f"{name:<{width}}  {value}")
