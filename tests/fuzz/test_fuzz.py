"""Random and damaged files, options, kills and full disks put through the command line.

Every test runs a few dozen fixed cases. The slow tier searches on with new cases, for a minute or
`DETENTE_FUZZ_MINUTES` in all, and prints a finding as the smallest case that still shows it:

    DETENTE_FUZZ_MINUTES=60 pytest tests/fuzz -m slow -s
"""

import io
import json
import os
import random
import shutil
import signal
import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from fuzzing import texts
from fuzzing.cases import Case, job_cases, predict_cases
from fuzzing.checks import check_ending, check_predict, content_of
from fuzzing.other_cases import (
    Damage,
    actor_cases,
    config_cases,
    damages,
    data_cases,
    mixed_cases,
    read_cases,
    report_cases,
)
from fuzzing.running import Stop, folder_of, limited_time, run, run_stopped
from fuzzing.texts import usually
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from rich.console import Console

from detente.batch.columns import row_from
from detente.batch.records import Record
from detente.model.errors import ConfigError
from detente.scripts.terminal.table import TerminalTable

MINUTES = float(os.environ.get("DETENTE_FUZZ_MINUTES", "1"))
EXAMPLES_A_ROUND = 50

stops = st.one_of(
    st.builds(Stop, st.just("call"), st.integers(0, 60)),
    st.builds(Stop, st.just("byte"), st.integers(100, 4000)),
    st.builds(Stop, st.just("full"), st.integers(200, 10_000)),
)


def predict(checkpoint: Path, drawn: tuple[Case, bool]) -> None:
    """Rows come out whole, in order and counted; a second run gives the same bytes."""
    case, again = drawn
    with folder_of(case, checkpoint) as folder:
        outcome = run(case, folder)
        check_predict(case, outcome, folder)
        first = case.output and content_of(folder / case.output)
    if again:
        with folder_of(case, checkpoint) as folder:
            assert run(case, folder).stdout == outcome.stdout, "another output for the same call"
            assert (case.output and content_of(folder / case.output)) == first, (
                "another file for the same call"
            )


def job(checkpoint: Path, drawn: tuple[Case, list[Stop]]) -> None:
    """A job that is stopped anywhere ends as one that was not."""
    case, stopped = drawn
    with folder_of(case, checkpoint) as folder, folder_of(case, checkpoint) as other:
        for stop in stopped:
            ended = run_stopped(case, folder, stop)
            assert ended.code in (0, 1, 2, -signal.SIGKILL, -signal.SIGXFSZ), (
                f"exit code {ended.code}: {ended.stderr.decode()}"
            )
            assert b"Traceback" not in ended.stderr, ended.stderr.decode()
        outcome, whole = run(case, folder), run(case, other)
        check_predict(case, outcome, folder, whole=whole)
        check_predict(case, whole, other)
        assert outcome.code == whole.code, f"exit codes {outcome.code} resumed, {whole.code} at once"
        shards = [{path.name: path.read_bytes() for path in at.glob("job/rows/*")} for at in (folder, other)]
        assert shards[0] == shards[1], f"other shards than at once: {sorted(shards[0])}, {sorted(shards[1])}"
        if case.output is not None:
            assert content_of(folder / case.output) == content_of(other / case.output), (
                "another output than at once"
            )


def full_disk(checkpoint: Path, drawn: tuple[Case, int]) -> None:
    """A call that finds the disk full says so, and leaves nothing half-written."""
    case, room = drawn
    with folder_of(case, checkpoint) as folder:
        check_ending(case, run_stopped(case, folder, Stop("full", room)), folder)


def other_commands(checkpoint: Path, case: Case) -> None:
    """Commands beside predict end with 0, 1 or 2, and leave a whole page or none."""
    with folder_of(case, checkpoint) as folder:
        check_ending(case, run(case, folder), folder)


def configs(checkpoint: Path, drawn: tuple[Case, list[str]]) -> None:
    """A training config is read, or refused with a ConfigError."""
    from detente.train.config_file import read_config

    case, overrides = drawn
    with folder_of(case, checkpoint) as folder, limited_time(), suppress(ConfigError):
        read_config(folder / case.argv[0], overrides)


def checkpoints(checkpoint: Path, damage: Damage) -> None:
    """A checkpoint in which something is broken is refused, or works."""
    case = Case(())
    with folder_of(case, checkpoint) as folder:
        shutil.copytree(checkpoint, folder / "broken")
        path = folder / "broken" / damage.name
        content = path.read_bytes()
        at = damage.at % (len(content) + 1)
        if damage.name == "detente.json" and damage.setting is not None:
            settings = json.loads(content)
            settings[sorted(settings)[damage.setting % len(settings)]] = damage.value
            path.write_text(json.dumps(settings), encoding="utf-8")
        elif damage.piece is None:
            path.write_bytes(content[:at])
        else:
            path.write_bytes(content[:at] + damage.piece + content[at + len(damage.piece) :])
        for argv in (("info", "broken"), ("predict", "--threads=1", "--text=Beijing met.", "-c", "broken")):
            case = Case(argv)
            check_ending(case, run(case, folder), folder)


def terminal(_: Path, statements: list[str]) -> None:
    """Whatever a name, a statement or an error holds, no control character reaches the terminal."""
    shown = io.StringIO()
    table = TerminalTable(Console(file=shown, color_system=None, width=200))
    for text in statements:
        row = row_from(
            Record(None, {}, text, 1, "statement"), None, statement=text, position=1, checkpoint=None
        )
        table.write(row | {"target": text, "source": text, "stance": "hostile", "score": 0.5})
        table.write(row | {"error": text})
    table.close()
    control = [char for char in shown.getvalue() if char != "\n" and unicodedata.category(char) == "Cc"]
    assert not control, f"control characters {control!r} reach the terminal"


Property = Callable[[Path, Any], None]
# Each with its strategy, the cases of the fast tier, and its share of the minutes.
PROPERTIES: dict[Property, tuple[st.SearchStrategy[Any], int, float]] = {
    predict: (st.tuples(predict_cases(), usually(False, True, share=7)), 40, 0.4),
    job: (st.tuples(job_cases(), st.lists(stops, min_size=1, max_size=3)), 5, 0.25),
    full_disk: (st.tuples(predict_cases(), st.integers(200, 10_000)), 6, 0.05),
    other_commands: (
        st.one_of(data_cases(), report_cases(), read_cases(), actor_cases, mixed_cases),
        12,
        0.15,
    ),
    configs: (config_cases, 15, 0.05),
    checkpoints: (damages, 5, 0.07),
    terminal: (st.lists(texts.statements, max_size=5), 30, 0.03),
}
properties = pytest.mark.parametrize("check", PROPERTIES, ids=lambda check: check.__name__)


def search(check: Property, checkpoint: Path, *, examples: int, seed: int) -> None:
    """Put `examples` cases through a property; a failing one is shrunk and printed."""

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @hypothesis.given(PROPERTIES[check][0])
    def holds(case: Any) -> None:
        check(checkpoint, case)

    holds()


@properties
def test_what_holds_for_any_input_holds_for_some(check: Property, checkpoint: Path) -> None:
    search(check, checkpoint, examples=PROPERTIES[check][1], seed=7)


@pytest.mark.slow
@properties
def test_what_holds_for_any_input_holds_for_minutes(check: Property, checkpoint: Path) -> None:
    until = time.monotonic() + MINUTES * 60 * PROPERTIES[check][2]
    while True:
        search(check, checkpoint, examples=EXAMPLES_A_ROUND, seed=random.SystemRandom().getrandbits(32))
        if time.monotonic() > until:
            return
