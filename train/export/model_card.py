"""The model card of a checkpoint, made from its settings and from evaluations of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from detente.batch.whole_file import write_whole
from detente.model.checkpoint.folder import CARD_FILE, Checkpoint
from detente.model.checkpoint.known_scores import SCORES_FILE, SPEED_FILE, KnownSpeed
from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.errors import InputError
from detente.train.export.measured_speed import read_measured_speed

EXAMPLE_TARGET = "North Korea"
LABELLED = (
    "Labels: one round of annotation by a language model over the training statements under the project's codebook "
    "(version 1.1); development and test statements were annotated twice and adjudicated. Two rounds agreed on "
    "95.8 % of the labels (Cohen's kappa 0.937, 2,037 pairs). The real statements are speeches, briefings, agency "
    "dispatches, news and posts, 1945 to 2026; the rest are invented statements of the project."
)
OWN_FILES = frozenset(
    {
        *("3eff03ea5034", "d76284d27634"),  # data/train.jsonl, now and earlier
        *("32f6ba3371c3", "a569c9743da1"),  # data/constructed/train.jsonl
        "09da0309ff45",  # data/dev.jsonl
        *("409e6c04e1a5", "657aa65a23a6"),  # data/real/, joined to their texts: train, dev
        *("da79d98fea8b", "ae4f89e5b752"),  # data/soft/, likewise
    }
)
"""Data of the project, by the first 12 hex digits of the SHA-256: `data/train.jsonl` may be anybody's."""
LABELLED_BY_OTHERS = "Whoever trained this checkpoint chose and labelled these pairs."
NOT_EVALUATED = "No evaluation was given when this card was made."
NOT_MEASURED = "No measurement was given when this card was made."


def write_card(
    checkpoint: Checkpoint, evaluations: Sequence[Path] = (), *, speed: Path | None = None
) -> Path:
    """Write the checkpoint's README.md, scores.json and speed.json, each whole, and return the path of the first.

    `evaluations` are files that `detente evaluate … -o FOLDER` wrote for this checkpoint, `speed` is the record
    that `benchmarks/inference.py … -o FOLDER` wrote for it; without any, there is no scores.json or no
    speed.json. Raises InputError where one is of another checkpoint or none at all.
    """
    read = [_read_evaluation(path, checkpoint) for path in evaluations]
    measured = None if speed is None else read_measured_speed(speed, checkpoint)
    sections = [_evaluation_section(scores) for scores in read]
    path = checkpoint.folder / CARD_FILE
    write_whole(path, card_text(checkpoint, "\n\n".join(sections) or NOT_EVALUATED, speed=measured))
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
        }
        for evaluation in evaluations
    ]
    write_whole(path, json.dumps(scores, ensure_ascii=False, indent=2) + "\n")


def card_text(checkpoint: Checkpoint, evaluations: str, *, speed: KnownSpeed | None = None) -> str:
    """Fill the card's template; `evaluations` is the Markdown of the section on scores, `speed` what was measured."""
    settings = checkpoint.settings
    template = Template((files("detente.train.export") / "model_card.md").read_text(encoding="utf-8"))
    wording = settings.wording
    return template.substitute(
        name=settings.name,
        version=settings.version,
        base_model=settings.training.get("base_model", "unknown"),
        hub_base=_hub_line(settings.training.get("base_model", "")),
        labelled=LABELLED if _of_the_project(settings.data) else LABELLED_BY_OTHERS,
        settings=json.dumps(settings.training, indent=2, sort_keys=True),
        opening=wording.opening,
        closing=wording.closing,
        example=f"Seoul condemned the launch by {wording.opening}the North{wording.closing}.",
        example_target=wording.target.format(name=EXAMPLE_TARGET),
        temperature=settings.temperature,
        too_close_below=settings.too_close_below,
        max_tokens=settings.max_tokens,
        data_table=_data_tables(settings),
        dev=_dev_text(settings.training),
        evaluations=evaluations,
        speed=NOT_MEASURED if speed is None else _speed_text(speed),
        versions=", ".join(f"{package} {number}" for package, number in sorted(settings.versions.items())),
    )


def _dev_text(training: Mapping[str, Any]) -> str:
    if "dev" not in training:
        return "No development pairs are known."
    chose = "fitted" if training.get("keep") == "last" else "chose the state and fitted"
    return (
        f"Development pairs {chose} bias, temperature and threshold, so scores on them are optimistic. The state "
        f"that was kept had, before any of these, a macro-F1 of {training['dev']['macro_f1']:.3f} and an accuracy "
        f"of {training['dev']['accuracy']:.3f} on them."
    )


def _speed_text(speed: KnownSpeed) -> str:
    return (
        f"{speed.pairs_a_second:,.0f} pairs a second from one file into another, the start left out, on "
        f"{speed.machine} (`{speed.command}`)."
    )


def _hub_line(base_model: str) -> str:
    # Hubs refuse a card whose base model is no hub name.
    return f"base_model: {base_model}\n" if base_model.count("/") == 1 else ""


def _of_the_project(data: Mapping[str, Sequence[Mapping[str, Any]]]) -> bool:
    return all(entry["sha256"][:12] in OWN_FILES for described in data.values() for entry in described)


def _data_tables(settings: CheckpointSettings) -> str:
    parts = [_data_table(settings.data)]
    before = settings.training.get("goes_on_from")
    while before:
        parts += [
            f"It went on from `{before['name']}` {before['version']}, which learnt from:",
            _data_table(before["data"]),
        ]
        before = before["training"].get("goes_on_from")
    return "\n\n".join(parts)


def _data_table(data: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    lines = ["| split | file | pairs | SHA-256 |", "| --- | --- | ---: | --- |"]
    for split, described in data.items():
        lines += [
            f"| {split} | `{entry['file']}` | {entry['pairs']:,} | `{entry['sha256'][:12]}` |"
            for entry in described
        ]
    return "\n".join(lines)


def _read_evaluation(path: Path, checkpoint: Checkpoint) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        scores = content["systems"][checkpoint.name]
        fingerprint = content["checkpoint"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: holds no evaluation of {checkpoint.name}: {error!r}") from error
    if fingerprint != checkpoint.fingerprint:
        raise InputError(f"{path}: is of another {checkpoint.name} than the one in {checkpoint.folder}")
    told = {"command": content["command"], "data": content["data"]["file"]}
    return {**told, **scores, "certainty": content.get("certainty", {}).get(checkpoint.name)}


def _evaluation_section(scores: Mapping[str, Any]) -> str:
    lines = [
        f"`{scores['data']}`, {scores['pairs']:,} pairs (`{scores['command']}`); intervals are 95 %, "
        "from resampling statements:",
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
