"""Trains one config many times, each time otherwise, and says what became of the scores.

    python benchmarks/studies.py PLAN -o FOLDER [--only RUN...] [--runs runs/studies]

PLAN is a YAML file: a config, the overrides in `set` for all, the `test` pairs, and `runs` by name. A run may `set`
more, train on a `share` of the statements, `leave_out` corpora, or take only what was said `before` a day; it is then
also scored on the test pairs of just those corpora, or from that day on. It is compared with the run that is named
`beside`, statement by statement, on these pairs or else on all. The files in `also`, by name, get a column each.
`seeds` are runs that differ in the seed alone, whose mean and deviation are printed. What is finished is not run
again, and an interrupted run resumes; FOLDER/studies.json and FOLDER/studies.md hold what is there so far. Needs
`pip install '.[train]'`.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import mean, stdev
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from detente.batch.whole_file import write_whole
from detente.model.classifier import StanceClassifier
from detente.model.errors import ConfigError
from detente.train.config_file import read_config
from detente.train.evaluate.evaluation import Evaluation, compare, evaluate
from detente.train.labels.pairs import LabelledPair, read_pairs, write_pairs
from detente.train.run import train
from detente.train.run_pairs import read_run_pairs

CHECKPOINT = "checkpoint"
COLUMNS = ("run", "pairs", "dev", "test", "unseen pairs", "unseen", "loss against the run beside")


class Study(BaseModel):
    """One training: overrides of the config, and what is kept from the run."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    set: list[str] = []
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    leave_out: list[str] = []
    before: str | None = None
    beside: str | None = None

    def takes(self, pair: LabelledPair) -> bool:
        """Whether a training pair is kept; one without a date is not known to be old enough."""
        if pair.corpus in self.leave_out:
            return False
        if self.before is not None and pair.corpus is not None and not _earlier(pair.date, self.before):
            return False
        return self.share == 1.0 or _place(pair) < self.share

    def unseen(self, pair: LabelledPair) -> bool:
        """Whether a test pair is of the kind that was kept from training."""
        late = self.before is not None and pair.date is not None and not _earlier(pair.date, self.before)
        return pair.corpus in self.leave_out or late


class Plan(BaseModel):
    """All trainings of a file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    config: Path
    test: Path
    runs: Annotated[dict[str, Study], Field(min_length=1)]
    seeds: list[str] = []
    set: list[str] = []
    also: dict[str, Path] = {}


def main(arguments: Sequence[str] | None = None) -> None:
    """Train what is not trained yet, and write and print the table after each."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("plan", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--only", nargs="+", metavar="RUN", help="these runs of the plan")
    parser.add_argument("--runs", type=Path, default=Path("runs/studies"), help="where the trainings go")
    given = parser.parse_args(arguments)
    plan = read_plan(given.plan)
    unknown = [name for name in given.only or () if name not in plan.runs]
    if unknown:
        parser.error(f"{', '.join(unknown)}: not in the plan; it has {', '.join(plan.runs)}")
    file = given.output / "studies.json"
    rows: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    for name in given.only or plan.runs:
        if name not in rows:
            print(f"training: {name}", file=sys.stderr, flush=True)
            rows[name] = run_study(plan, name, given.runs)
            given.output.mkdir(parents=True, exist_ok=True)
            write_whole(file, json.dumps(rows, indent=2) + "\n")
            write_whole(given.output / "studies.md", table(rows) + spread(rows, plan.seeds))
    print(table(rows) + spread(rows, plan.seeds), end="")


def read_plan(path: Path) -> Plan:
    """Read a plan; raises ConfigError where it says what it may not, or names a run that it has not."""
    try:
        plan = Plan.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ConfigError(f"{path}: {error}") from error
    names = list(plan.runs)
    for number, (name, study) in enumerate(plan.runs.items()):
        if study.beside is not None and study.beside not in names[:number]:
            raise ConfigError(f"{path}: {name}: beside {study.beside!r}, which is no run before it")
    for name in plan.seeds:
        if name not in names:
            raise ConfigError(f"{path}: seeds: {name!r} is none of the runs")
    return plan


def run_study(plan: Plan, name: str, runs: Path) -> dict[str, Any]:
    """Train one run of the plan, or find it trained, and score it: one row of the table."""
    study = plan.runs[name]
    if study.beside is not None and not (study_folder(study.beside, runs) / "run" / CHECKPOINT).is_dir():
        raise ConfigError(
            f"{name}: is compared with {study.beside!r}, which is not trained; run that one first"
        )
    checkpoint, dev, count = _train(plan, name, runs)
    test = read_pairs(plan.test)
    whole = _evaluate(checkpoint, test)
    row = {
        "pairs": count,
        "dev": dev,
        "test": _interval(whole.macro_f1),
        "source_accuracy": whole.source_accuracy and _interval(whole.source_accuracy),
        "calibration_error": whole.calibration_error,
    }
    unseen, scores = [pair for pair in test if study.unseen(pair)], whole
    if unseen:
        scores = _evaluate(checkpoint, unseen)
        row |= {"unseen_pairs": len(unseen), "unseen": _interval(scores.macro_f1)}
    if plan.also:
        scores_of = {
            name: _evaluate(checkpoint, read_pairs(path)).macro_f1 for name, path in plan.also.items()
        }
        row["also"] = {name: _interval(score) for name, score in scores_of.items()}
    if study.beside is not None:
        other = _evaluate(study_folder(study.beside, runs) / "run" / CHECKPOINT, unseen or test)
        row["less"] = _interval(compare(other, scores))
    return row


def _train(plan: Plan, name: str, runs: Path) -> tuple[Path, float, int]:
    study, folder = plan.runs[name], study_folder(name, runs)
    folder.mkdir(parents=True, exist_ok=True)
    settings = [*plan.set, *study.set]
    config = read_config(plan.config, settings)
    kept = [pair for pair in read_run_pairs(config.data, seed=config.seed).training if study.takes(pair)]
    write_pairs(folder / "train.jsonl", kept)
    # What shares of files there are has been taken above.
    overrides = [
        *settings,
        "data.shares={}",
        f"data.train=[{folder / 'train.jsonl'}]",
        f"run_folder={folder / 'run'}",
    ]
    result = train(read_config(plan.config, overrides), version=version("detente"))
    return result.checkpoint, result.dev["macro_f1"], len(kept)


def study_folder(name: str, runs: Path) -> Path:
    """Return the folder of a run by its name, which may hold any sign."""
    # A comma or a bracket would be taken for a part of the settings that name the folder.
    return runs / re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _evaluate(checkpoint: Path, pairs: Sequence[LabelledPair]) -> Evaluation:
    return evaluate(StanceClassifier.from_pretrained(checkpoint), pairs)


def _earlier(date: str | None, day: str) -> bool:
    # A date may be a year or a month alone: then the whole of it has to be earlier.
    return date is not None and date < day[: len(date)]


def _place(pair: LabelledPair) -> float:
    # The hash of a statement says where it stands between 0 and 1: a half holds the quarter, whatever the file.
    return int(hashlib.sha256(pair.id.encode()).hexdigest()[:8], 16) / 16**8


def _interval(score: Any) -> list[float]:
    return [round(float(score.value), 4), round(float(score.low), 4), round(float(score.high), 4)]


def table(rows: dict[str, Any]) -> str:
    """Format rows as a Markdown table: macro-F1 with its 95 % interval on test, on the unseen, on more files."""
    also = list(dict.fromkeys(name for row in rows.values() for name in row.get("also", {})))
    columns = [*COLUMNS, *also]
    lines = [f"| {' | '.join(columns)} |", "| --- |" + " ---: |" * (len(columns) - 1)]
    for name, row in rows.items():
        cells = [name, f"{row['pairs']:,}", f"{row['dev']:.3f}", _bounded(row["test"])]
        cells += [str(row.get("unseen_pairs", "")), _bounded(row.get("unseen")), _bounded(row.get("less"))]
        cells += [_bounded(row.get("also", {}).get(name)) for name in also]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def spread(rows: dict[str, Any], seeds: Sequence[str]) -> str:
    """Say the mean and the standard deviation of macro-F1 over those of `seeds` that are there; nothing for one."""
    there = [rows[name] for name in seeds if name in rows]
    if len(there) < 2:
        return ""
    told = [
        f"{mean(values):.3f} with a deviation of {stdev(values):.3f} on {name}"
        for name, values in (
            ("dev", [row["dev"] for row in there]),
            ("test", [row["test"][0] for row in there]),
        )
    ]
    return f"\nMean of {len(there)} seeds: {', '.join(told)}.\n"


def _bounded(interval: list[float] | None) -> str:
    return "" if interval is None else f"{interval[0]:.3f} ({interval[1]:.3f} to {interval[2]:.3f})"


if __name__ == "__main__":
    main()
