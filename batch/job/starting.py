"""Opening a job folder: a new job is recorded there, and one that was begun is resumed if it is the same."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from detente.batch.job.folder import ROWS_FOLDER, sound_shards
from detente.batch.job.inputs import INPUTS_FILE, Checked, JobInputs
from detente.batch.job.manifest import Manifest, differences
from detente.batch.job.shards import shard_name
from detente.batch.sinks.parquet_types import require_pyarrow
from detente.batch.whole_file import whole_file
from detente.model.errors import InputError, JobError

SHARD_FORMS = ("jsonl", "parquet")


def check_shard_form(form: str | None) -> None:
    """Raise InputError for a format that shards cannot have; None is that of the output."""
    if form is not None and form not in SHARD_FORMS:
        raise InputError(
            f"the shards of a job are {' or '.join(SHARD_FORMS)}, not {form}; -o FILE.{form} writes all rows to one "
            "file of that format"
        )


def open_job(
    folder: Path,
    inputs: JobInputs,
    basis: Mapping[str, Any],
    *,
    form: str | None,
    output_form: str | None,
    notify: Callable[[str], None],
    checked: Checked,
) -> Manifest:
    """Return the manifest of the job in a claimed folder; a new one is on disk by then.

    `form` is the format of the shards, None where it does not matter: then that of `output_form` if shards
    can have it. Shards of a job that was begun keep theirs. `notify` is told of shards that are not there
    any more. Raises JobError where the job was begun with another input, another basis or another
    format.
    """
    manifest = Manifest.read(folder)
    if manifest is None:
        return _begun(folder, inputs, basis, form or _default(output_form), checked)
    _refuse_another(folder, manifest, basis, form)
    if not (folder / INPUTS_FILE).exists() and not manifest.shards:
        return _begun(folder, inputs, basis, manifest.form, checked)  # stopped before the list was there
    summary = inputs.compare(folder / INPUTS_FILE, checked)
    if asdict(summary) != manifest.inputs:
        raise JobError(f"{folder / INPUTS_FILE}: not the list of files that the job was begun with")
    sound = sound_shards(folder, manifest)
    if sound < len(manifest.shards):
        lost = shard_name(sound, manifest.form)
        notify(f"{folder / ROWS_FOLDER / lost}: missing or incomplete; predicting again from there")
        del manifest.shards[sound:]
        manifest.complete = False
    return manifest


def _default(output_form: str | None) -> str:
    # JSON knows no dates or decimals; where they are to be kept to the end, they have to be in the shards.
    return "parquet" if output_form == "parquet" else "jsonl"


def _begun(
    folder: Path, inputs: JobInputs, basis: Mapping[str, Any], form: str, checked: Checked
) -> Manifest:
    if form == "parquet":
        require_pyarrow()
    # The manifest comes first: without it, no other file in the folder counts as the job's.
    with whole_file(folder / INPUTS_FILE) as out:
        summary = inputs.write(out, checked)
        manifest = Manifest(asdict(summary), dict(basis), form)
        manifest.write(folder)
    return manifest


def _refuse_another(folder: Path, manifest: Manifest, basis: Mapping[str, Any], form: str | None) -> None:
    found = differences(manifest.basis, basis)
    if form not in (None, manifest.form):
        found.append(f"format was {manifest.form} and is {form}")
    if found:
        raise JobError(
            f"{folder}: belongs to another job: {'; '.join(found)}; give the command that began it, or "
            "another folder"
        )
