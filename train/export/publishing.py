"""A checkpoint copied to where others find it: to a folder, or to a repository of the Hugging Face hub."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from detente.batch.whole_file import whole_folder
from detente.model.checkpoint.folder import CARD_FILE, HUB_PATTERNS, Checkpoint
from detente.model.checkpoint.known_scores import SCORES_FILE, known_scores
from detente.model.errors import PublishError

HUB_PREFIX: Final = "hf://"
_FORBIDDEN: Final = (401, 403)


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file that is published: its path in the checkpoint's folder, and its size in bytes."""

    path: Path
    size: int


def files_to_publish(checkpoint: Checkpoint, *, unscored: bool = False) -> list[PublishedFile]:
    """The files of a checkpoint that are published, in order of path: what belongs to it and nothing else.

    Raises PublishError where it has no model card or no scores, unless `unscored`, and CheckpointError where
    its scores or shards are broken.
    """
    files = checkpoint.files()
    known_scores(checkpoint.folder)
    missing = [name for name in (CARD_FILE, SCORES_FILE) if Path(name) not in files]
    if missing and not unscored:
        raise PublishError(
            f"{checkpoint.folder}: has no {' and no '.join(missing)}, so nobody could tell how good it is; "
            "`detente evaluate` and `detente card -e` make both, --unscored publishes it as it is"
        )
    return [PublishedFile(path, (checkpoint.folder / path).stat().st_size) for path in files]


def check_destination(destination: str) -> None:
    """Raise PublishError where `destination` is a folder that is there already, or no name that the hub takes."""
    if not destination.startswith(HUB_PREFIX):
        if Path(destination).exists():
            raise PublishError(f"{destination}: already exists; give a folder that does not exist yet")
        return
    # Imported here: the hub client takes as long to import as the rest of the package together.
    from huggingface_hub.errors import HFValidationError
    from huggingface_hub.utils import validate_repo_id  # type: ignore[attr-defined]

    name = destination.removeprefix(HUB_PREFIX)
    if name.count("/") != 1 or name.startswith("/") or name.endswith("/"):
        raise PublishError(f"{destination}: a repository of the hub is {HUB_PREFIX}owner/name")
    try:
        validate_repo_id(name)
    except HFValidationError as error:
        raise PublishError(f"{destination}: is no name that the hub takes: {error}") from error


def copy_checkpoint(checkpoint: Checkpoint, folder: Path) -> None:
    """Copy the files that belong to a checkpoint to a new `folder`, all or none.

    Raises PublishError where `folder` is there already, CheckpointError where shards are missing.
    """
    check_destination(str(folder))
    files = checkpoint.files()
    with whole_folder(folder) as building:
        for path in files:
            (building / path).parent.mkdir(exist_ok=True)
            shutil.copyfile(checkpoint.folder / path, building / path)


def publish_to_hub(
    checkpoint: Checkpoint, destination: str, *, private: bool = False, message: str | None = None
) -> str:
    """Upload the files that belong to a checkpoint to `destination` ("hf://owner/name"); returns its web address.

    The repository is made where it is missing, open to all or, with `private`, to its owner alone. Files of an
    older checkpoint that the new one does not have are taken away; other files are left. `message` is that of
    the commit. Raises PublishError where the hub does not take the name, no token is found, the hub cannot
    be reached or refuses, or `private` is asked for a repository that is open already.
    """
    check_destination(destination)
    from huggingface_hub import HfApi, get_token
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

    # Of the library that the client's version builds on.
    from huggingface_hub.errors import HTTPError  # type: ignore[attr-defined]  # isort: skip

    name = destination.removeprefix(HUB_PREFIX)
    if get_token() is None:
        raise PublishError(
            "no token found: run `hf auth login` or set HF_TOKEN; the token needs the right to write"
        )
    api = HfApi()
    try:
        address = api.create_repo(name, private=private or None, exist_ok=True)
        if private and not api.model_info(name).private:
            raise PublishError(f"{name}: is public already; leave --private out, or give another name")
        api.upload_folder(
            repo_id=name,
            folder_path=checkpoint.folder,
            allow_patterns=[path.as_posix() for path in checkpoint.files()],
            delete_patterns=HUB_PATTERNS,
            commit_message=message or f"Checkpoint {checkpoint.name}",
        )
    except OfflineModeIsEnabled as error:
        raise PublishError("the hub is switched off by HF_HUB_OFFLINE; unset it to publish there") from error
    except HfHubHTTPError as error:
        said = (
            "does not let this token write there" if error.response.status_code in _FORBIDDEN else "refuses"
        )
        raise PublishError(f"{name}: the hub {said}: {error}") from error
    except (HTTPError, OSError) as error:
        raise PublishError(
            f"{name}: the hub cannot be reached: {str(error) or type(error).__name__}; "
            "the same command tries again"
        ) from error
    return str(address)
