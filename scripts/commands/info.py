"""`detente info`: what is installed, the project's checkpoints, and the backend used on this machine."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

import typer

from detente.model.checkpoint.cascade import CASCADE
from detente.model.checkpoint.folder import Checkpoint, open_checkpoint
from detente.model.checkpoint.known_scores import known_scores, known_speed
from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.checkpoint.shipped import (
    PUBLISHED,
    ShippedCheckpoint,
    addable_checkpoints,
    how_to_add,
    shipped_checkpoints,
)
from detente.model.checkpoint.weights import count_parameters
from detente.model.encoders.backends import Backend, choose
from detente.model.encoders.machine import cpu_multiplies_bf16, has_gpu
from detente.model.errors import CheckpointError, number_of
from detente.model.languages import in_words

PACKAGES = ("onnxruntime", "tokenizers", "torch", "transformers")

Facts = Iterable[tuple[str, str]]


def info_cli(
    checkpoint: Annotated[
        str | None,
        typer.Argument(
            metavar="CHECKPOINT",
            help="Checkpoint: a name, a folder or a hub name. Default: all shipped ones.",
        ),
    ] = None,
    backend: Annotated[
        Backend, typer.Option(metavar="BACKEND", help="Preview this backend: auto, onnx or torch.")
    ] = "auto",
    device: Annotated[
        str | None, typer.Option(metavar="DEVICE", help="Preview this torch device: cpu, cuda, ...")
    ] = None,
) -> None:
    """Show versions, checkpoints and the backend.

    For each checkpoint: scores, size, speed, and which backend is used here and why.
    """
    found = open_checkpoint(checkpoint)
    _print(installation())
    if checkpoint is None:
        _print_shipped()
    else:
        typer.echo()
        _print([*settings(found), *figures(found)])
    choice = choose(found, backend, device=device)
    typer.echo(
        f"\n{found.name} runs here with {choice.backend}, in {choice.precision}, on {choice.device}: {choice.why}."
    )


def _print_shipped() -> None:
    installed = shipped_checkpoints()
    for shipped in installed:
        merit = f": {shipped.merit}" if len(installed) > 1 else ""
        typer.echo(f"\n{shipped.name}{merit}")
        _print([_languages(shipped), *figures(open_checkpoint(shipped.name))])
    if len(installed) > 1:
        typer.echo(f"\n{CASCADE}: between base and small in score and speed")
        _print(_cascade())
    for shipped in addable_checkpoints():
        typer.echo(f"\n{shipped.name}: {shipped.merit}")
        _print([_languages(shipped), ("not installed", how_to_add(shipped.name))])
    typer.echo(f"\nThe default, {PUBLISHED}, is {installed[0].name}.")


def _languages(shipped: ShippedCheckpoint) -> tuple[str, str]:
    return "languages", in_words(shipped.languages)


def installation() -> Iterator[tuple[str, str]]:
    """Versions of the libraries that run a checkpoint, and what hardware there is for them."""
    from importlib.metadata import PackageNotFoundError, version
    from platform import python_version

    yield "detente", version("detente")
    yield "python", python_version()
    for package in PACKAGES:
        try:
            yield package, version(package)
        except PackageNotFoundError:
            yield package, "not installed; pip install '.[train]' brings it"
    yield "GPU for torch", "yes" if has_gpu() else "no"
    yield "bf16 matrices on the CPU", "yes" if cpu_multiplies_bf16() else "no"


def settings(checkpoint: Checkpoint) -> Iterator[tuple[str, str]]:
    """The settings of a checkpoint."""
    stored = checkpoint.settings
    yield "checkpoint", checkpoint.name
    yield "folder", str(checkpoint.folder)
    yield "stances", ", ".join(stored.stances)
    yield "targets", ", ".join(f"{code} {name}" for code, name in stored.targets.items()) or "any"
    yield "languages", in_words(stored.languages)
    yield "longest statement", f"{stored.max_tokens} tokens, including marks and target"
    yield "temperature", f"{stored.temperature}"
    yield "too close below", f"{stored.too_close_below}"
    yield "int8 graph", "yes" if checkpoint.onnx else "no"
    yield "safetensors", "yes" if checkpoint.weights else "no"


def figures(checkpoint: Checkpoint) -> Iterator[tuple[str, str]]:
    """Version and size of a checkpoint, and its scores and speed if its folder has them."""
    yield "version", checkpoint.settings.version
    if (first := checkpoint.asked_first) is not None:
        second = Checkpoint(checkpoint.folder, CheckpointSettings.read(checkpoint.folder))
        sure = f"where its own probability is at least {checkpoint.sure_from}"
        yield "predicted by", f"{first.name} {sure}, else {second.name}"
        return
    bytes_ = sum((checkpoint.folder / path).stat().st_size for path in checkpoint.files())
    yield "size", f"{count_parameters(checkpoint.folder) / 1e6:.1f} M parameters, {bytes_ / 1e6:.0f} MB"
    for entry in known_scores(checkpoint.folder):
        yield f"on {entry['data']}", _score_text(entry)
    if (speed := known_speed(checkpoint.folder)) is not None:
        yield "speed", f"{speed.pairs_a_second:,.0f} pairs a second, on {speed.machine}"


def _cascade() -> Facts:
    try:
        return list(figures(open_checkpoint(CASCADE)))
    except CheckpointError as error:
        return [("not usable", str(error))]


def _score_text(entry: Mapping[str, Any]) -> str:
    f1, accuracy = entry["macro_f1"], entry["accuracy"]
    interval = f"{f1['low']:.3f}-{f1['high']:.3f}"
    return (
        f"macro-F1 {f1['value']:.3f} ({interval}), accuracy {accuracy['value']:.3f}, "
        f"{number_of(entry['pairs'], 'pair')}"
    )


def _print(facts: Facts) -> None:
    facts = list(facts)
    width = max(len(name) for name, _ in facts)
    for name, value in facts:
        typer.echo(f"{name:<{width}}  {value}")
