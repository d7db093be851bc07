"""The model card of a checkpoint, made from its settings and from evaluations of it."""

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from detente.batch.whole_file import write_whole
from detente.model.checkpoint.folder import CARD_FILE, Checkpoint
from detente.model.checkpoint.known_scores import SCORES_FILE, SPEED_FILE, KnownSpeed
from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.errors import InputError, number_of
from detente.model.languages import in_words
from detente.train.evaluate.learnt_files import known_file
from detente.train.export.card_phrases import phrases_of
from detente.train.export.known_data import (
    PROJECT_PUBLISHERS,
    base_note,
    is_of_the_project,
    knows_the_project,
    labelled_text,
)
from detente.train.export.measured_speed import read_measured_speed
from detente.train.lineage import SAME_AS

EXAMPLE_TARGET = "North Korea"
NOT_EVALUATED = "No evaluation was given when this card was made."
NOT_MEASURED = "No measurement was given when this card was made."


def write_card(
    checkpoint: Checkpoint,
    evaluations: Sequence[Path] = (),
    *,
    speed: Path | None = None,
    license: str | None = None,  # noqa: A002 - the word of the card's header
) -> Path:
    """Write the checkpoint's README.md, scores.json and speed.json, each whole, and return the path of the first.

    `evaluations` are files that `detente evaluate … -o FOLDER` wrote for this checkpoint, `speed` is the record
    that `benchmarks/inference.py … -o FOLDER` wrote for it; without any, there is no scores.json or no
    speed.json. `license` is an identifier of the hub such as "cc-by-4.0"; without one, a checkpoint that
    learnt from the project's own files alone is declared Apache-2.0, any other "other". Folders of absolute paths
    are left out. Raises InputError where one is of another checkpoint or none at all.
    """
    read = [_read_evaluation(path, checkpoint) for path in evaluations]
    measured = None if speed is None else read_measured_speed(speed, checkpoint)
    if measured is not None:
        measured = replace(measured, command=_published_command(measured.command))
    sections = [_evaluation_section(scores) for scores in read]
    path = checkpoint.folder / CARD_FILE
    text = card_text(checkpoint, "\n\n".join(sections) or NOT_EVALUATED, speed=measured, license=license)
    write_whole(path, text)
    _write_scores(checkpoint.folder / SCORES_FILE, read)
    _write_speed(checkpoint.folder / SPEED_FILE, measured)
    return path


def _write_speed(path: Path, speed: KnownSpeed | None) -> None:
    if speed is None:
        path.unlink(missing_ok=True)  # a speed of an older card would outlive it
    else:
        write_whole(path, speed.to_json())


def _write_scores(path: Path, evaluations: Sequence[Mapping[str, Any]]) -> None:
    if not evaluations:
        path.unlink(missing_ok=True)  # scores of an older card would outlive it
        return
    scores = [
        {
            **{name: evaluation[name] for name in ("data", "pairs", "macro_f1", "accuracy")},
            "labels": {
                stance: {name: label[name] for name in ("precision", "recall", "f1")}
                for stance, label in evaluation["labels"].items()
            },
            **({"lang": evaluation["lang"]} if evaluation["lang"] else {}),
            **({"confusion": evaluation["confusion"]} if "confusion" in evaluation else {}),
        }
        for evaluation in evaluations
    ]
    write_whole(path, json.dumps(scores, ensure_ascii=False, indent=2) + "\n")


def card_text(
    checkpoint: Checkpoint,
    evaluations: str,
    *,
    speed: KnownSpeed | None = None,
    license: str | None = None,  # noqa: A002 - the word of the card's header
) -> str:
    """Fill the card's template; `evaluations` is the Markdown of the section on scores, `speed` what was measured."""
    settings = checkpoint.settings
    template = Template((files("detente.train.export") / "model_card.md").read_text(encoding="utf-8"))
    wording = settings.wording
    return template.substitute(
        name=settings.name,
        version=settings.version,
        **phrases_of(settings),
        base_note=base_note(settings),
        language_list="\n".join(f"  - {code}" for code in settings.languages),
        languages=in_words(settings.languages),
        license=license or ("apache-2.0" if is_of_the_project(settings) else "other"),
        labelled=labelled_text(settings),
        publishers=PROJECT_PUBLISHERS if knows_the_project(settings) else "",
        settings=json.dumps(_own_settings(settings.training), indent=2, sort_keys=True),
        opening=wording.opening,
        closing=wording.closing,
        example=f"Seoul condemned the launch by {wording.opening}the North{wording.closing}.",
        example_target=wording.target.format(name=EXAMPLE_TARGET),
        max_tokens=settings.max_tokens,
        data_table=_data_tables(settings),
        evaluations=evaluations,
        speed=NOT_MEASURED if speed is None else _speed_text(speed),
        versions=", ".join(f"{package} {number}" for package, number in sorted(settings.versions.items())),
    )


def _own_settings(training: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of the run itself: of the checkpoint that it started from, only which one that was."""
    if not (before := training.get("goes_on_from")):
        return dict(training)
    return {**training, "goes_on_from": {key: before[key] for key in ("name", "version") if key in before}}


def _speed_text(speed: KnownSpeed) -> str:
    return (
        f"{speed.pairs_a_second:,.0f} pairs a second from one file into another, the start left out, on "
        f"{speed.machine} (`{speed.command}`)."
    )


def _data_tables(settings: CheckpointSettings) -> str:
    modules = [_data_table(settings.data)]
    share = settings.training.get("averaged_share")
    counting = "" if share is None else f" (which count for {100 * share:g} %)"
    for other in settings.training.get("averaged_with", ()):
        if SAME_AS in other:
            back = other[SAME_AS].count(".")
            which = "it started from" if not back else f"stands {1 + back} runs before it"
            modules.append(
                f"Its weights are the mean of its own and those of the checkpoint that {which}{counting}."
            )
            continue
        modules += [
            f"Its weights are the mean of its own and those of `{other['name']}` {other['version']}{counting}, which "
            "was trained on:",
            _data_table(other["data"]),
        ]
    before = settings.training.get("goes_on_from")
    while before:
        modules += [
            f"It started from `{before['name']}` {before['version']}, which was trained on:",
            _data_table(before["data"]),
        ]
        before = before["training"].get("goes_on_from")
    return "\n\n".join(modules)


def _data_table(data: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    lines = ["| split | file | pairs | SHA-256 |", "| --- | --- | ---: | --- |"]
    for split, described in data.items():
        lines += [
            f"| {split} | `{entry['file']}`{_share_text(entry)} | {entry['pairs']:,} | `{entry['sha256'][:12]}` |"
            for entry in described
        ]
    return "\n".join(lines)


def _share_text(entry: Mapping[str, Any]) -> str:
    share = [f"{entry['share']:.0%} of its statements"] if "share" in entry else []
    keys = [f"`{key}: {entry[key]}`" for key in ("held_out", "limit") if key in entry]
    return "".join(f", {one}" for one in share + keys)


def _read_evaluation(path: Path, checkpoint: Checkpoint) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        systems, fingerprint = dict(content["systems"]), content["checkpoint"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path}: not an evaluation.json as `detente evaluate {checkpoint.folder} PAIRS -o FOLDER` writes it"
        ) from error
    scores = systems.get(checkpoint.name)
    if not isinstance(scores, dict):
        raise InputError(
            f"{path}: an evaluation of {', '.join(systems) or 'nothing'}, not of {checkpoint.name}; "
            f"`detente evaluate {checkpoint.folder} PAIRS -o FOLDER` makes one"
        )
    if fingerprint != checkpoint.fingerprint:
        raise InputError(f"{path}: is of another {checkpoint.name} than the one in {checkpoint.folder}")
    described = {
        "command": _published_command(content["command"]),
        "data": _without_folders(content["data"]["file"]),
        "lang": content["data"].get("lang"),  # none in an evaluation by an older version
        "known": known_file(checkpoint.settings, content["data"].get("sha256", "")),
    }
    return {**described, **scores, "certainty": content.get("certainty", {}).get(checkpoint.name)}


def _published_command(command: str) -> str:
    return shlex.join(_without_folders(word) for word in shlex.split(command))


def _without_folders(word: str) -> str:
    # The card is published: the folders of a machine are nobody's business.
    return Path(word).name if Path(word).is_absolute() else word


def _evaluation_section(scores: Mapping[str, Any]) -> str:
    lines = [
        f"`{scores['data']}`, {number_of(scores['pairs'], 'pair')} (`{scores['command']}`); intervals are 95 %, "
        "from resampling statements:",
        *([f"\n**The checkpoint {known}.**"] if (known := scores["known"]) else []),
        "",
        "| score | value |",
        "| --- | --- |",
        f"| macro-F1 | {_interval(scores['macro_f1'])} |",
        f"| accuracy | {_interval(scores['accuracy'])} |",
        f"| accuracy, surest 80 % | {scores['confident_accuracy']:.3f} |",
    ]
    if scores["source_accuracy"] is not None:
        lines.append(f"| source, where the stance is right | {_interval(scores['source_accuracy'])} |")
    if scores.get("dyad_accuracy") is not None:  # an evaluation by an older version has none
        lines.append(
            f"| stance and source right, of pairs with both | {_interval(scores['dyad_accuracy'])} |"
        )
    lines += [f"| {name} | {value} |" for name, value in _certainty_rows(scores)]
    for grouping in ("target", "corpus"):
        if groups := scores["groups"].get(grouping):
            lines += ["", f"| {grouping} | pairs | macro-F1 | accuracy |", "| --- | ---: | --- | --- |"]
            lines += [
                f"| {name} | {group['pairs']:,} | {_interval(group['macro_f1'])} | {_interval(group['accuracy'])} |"
                for name, group in groups.items()
            ]
    return "\n".join(lines)


def _certainty_rows(scores: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    after = f"{scores['calibration_error']:.3f}"
    if scores["certainty"] is None:  # of an evaluation by an older version
        yield "expected calibration error", after
        return
    before = scores["certainty"]["before"]["calibration_error"]
    yield "expected calibration error", f"{after}, before calibration {before:.3f}"
    decided = scores["certainty"]["decided"]
    yield "too close to call", f"{1 - decided['coverage']:.1%} of the pairs"
    for name, key in (("accuracy of these", "too_close_accuracy"), ("accuracy of the rest", "accuracy")):
        if decided[key] is not None:
            yield name, f"{decided[key]:.3f}"


def _interval(score: Mapping[str, float]) -> str:
    return f"{score['value']:.3f} ({score['low']:.3f}-{score['high']:.3f})"
