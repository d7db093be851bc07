"""The option by which several checkpoints answer as one."""

from typing import Annotated

import typer

TogetherWith = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        help="A further checkpoint: their answers are averaged. May be repeated.",
        show_default=False,
    ),
]
