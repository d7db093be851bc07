"""The process that runs cases one after another; if it dies or hangs, only the case at hand is concerned."""

import functools
import os
import resource
import shutil
import traceback
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any, Final

import typer.main

from detente.model.classifier import StanceClassifier
from fuzzing.cases import Case, How, Outcome
from fuzzing.checks import check
from fuzzing.forking import run_resumed, run_short_of_room
from fuzzing.inputs import draw_readers
from fuzzing.other_cases import draw_data, draw_mixed, draw_read, draw_report
from fuzzing.predict_cases import draw_job, draw_predict
from fuzzing.running import run_case
from fuzzing.settings_cases import draw_actor_call, draw_checkpoint, draw_config

_DRAWN: Final[dict[Callable[[Random, Path, Path], Case], int]] = {
    draw_predict: 48,
    draw_job: 10,
    draw_readers: 10,
    draw_data: 9,
    draw_read: 5,
    draw_report: 6,
    draw_config: 5,
    draw_actor_call: 2,
    draw_checkpoint: 2,
    draw_mixed: 3,
}


# A case that takes more seconds of the processor hangs.
PROCESSOR_SECONDS = 20


def keep_what_is_always_the_same(checkpoint: Path) -> None:
    """Make the command line's parser and the classifier of the intact checkpoint once, not for every case.

    They would take most of the time. Cases that are processes of their own do without.
    """
    typer.main.get_command = functools.cache(typer.main.get_command)
    load = StanceClassifier.from_pretrained
    kept: dict[str, StanceClassifier] = {}

    def from_pretrained(location: str | Path | None = None, **options: Any) -> StanceClassifier:
        if location != str(checkpoint) or options.get("actors"):
            return load(location, **options)
        key = repr(options)
        if key not in kept:
            kept[key] = load(location, **options)
        return kept[key]

    setattr(StanceClassifier, "from_pretrained", staticmethod(from_pretrained))  # noqa: B010 - types refuse it


def work(connection: Connection, seed: int, checkpoint: Path, scratch: Path) -> None:
    """Take case numbers from `connection` and answer each with (command and how it was run, findings)."""
    os.setpgrp()  # a group of its own, so that what it starts can be ended with it
    os.environ |= {"HF_HUB_OFFLINE": "1", "PYTHONUTF8": "1", "OMP_WAIT_POLICY": "PASSIVE"}
    keep_what_is_always_the_same(checkpoint)
    while True:
        try:
            number = connection.recv()
        except EOFError:
            return
        _limit_processor_time()
        connection.send(run_number(number, seed, checkpoint, scratch))


def _limit_processor_time() -> None:
    """Have the system end this process when the next case uses it up, so that an endless loop ends too."""
    used = os.times()
    most = int(used.user + used.system) + 2 * PROCESSOR_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def run_number(number: int, seed: int, checkpoint: Path, scratch: Path) -> tuple[str, list[str]]:
    """Draw the case of a seed and number, run it in a fresh folder, and say what it was and what is wrong.

    The folder `scratch`/case stays until the next case.
    """
    draw = Random(f"{seed}/{number}")
    folder = scratch / "case"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "streams").mkdir(parents=True)
    try:
        case = next(iter(draw.choices(list(_DRAWN), list(_DRAWN.values()))))(draw, folder, checkpoint)
    except Exception:  # noqa: BLE001 - a fault of the fuzzer's own must not end the hour
        return "not drawn", [f"case {number} cannot be drawn: {traceback.format_exc()}"]
    if case.how == "inside":
        case = replace(case, how=_draw_how(draw, case))
    call = f"seed {seed}, case {number}, {case.how}\n{case.argv!r}\n"
    (folder / "call.txt").write_text(call, "utf-8", "backslashreplace")
    (folder / "streams" / "stdin").write_bytes(case.stdin)
    return f"{case.command} {case.how}", _findings(case, draw, folder)


def _findings(case: Case, draw: Random, folder: Path) -> list[str]:
    before = os.times()
    outcome = _run(case, draw, folder / "streams")
    if (seconds := sum(os.times()[:4]) - sum(before[:4])) > PROCESSOR_SECONDS:
        return [f"takes {seconds:.0f} s of the processor"]
    if outcome.stack:
        (folder / "stack.txt").write_text(outcome.stack, "utf-8", "backslashreplace")
    try:
        return check(case, outcome)
    except Exception:  # noqa: BLE001 - nor must one of the checks
        return [f"the check failed: {traceback.format_exc()}"]


def _run(case: Case, draw: Random, streams: Path) -> Outcome:
    match case.how:
        case "resumed":
            return run_resumed(case, draw, streams)
        case "short of room":
            return run_short_of_room(case, draw, streams)
        case _:
            return run_case(case, draw, streams)


def _draw_how(draw: Random, case: Case) -> How:
    share = draw.random()
    if share < 0.02:
        return "process"
    if case.command == "predict" and share < 0.03:
        return "stopped"
    if case.command == "predict" and share < 0.035 and "-f" not in case.argv:
        return "terminal"
    if share < 0.06 and case.command in ("predict", "data", "read", "report"):
        return "short of room"
    return "inside"
