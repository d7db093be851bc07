"""The safetensors files of a checkpoint's network: one, or shards with an index that names them."""

import json
import re
from math import prod
from pathlib import Path
from typing import Final

from detente.model.errors import CheckpointError

WEIGHTS_FILE: Final = "model.safetensors"
INDEX_FILE: Final = "model.safetensors.index.json"
SHARD_PATTERN: Final = "model-*-of-*.safetensors"

# transformers would follow an index out of the folder, and unpickle files with other names.
_SHARD: Final = re.compile(r"model-\d+-of-\d+\.safetensors")


def weight_files(folder: Path) -> list[Path]:
    """The files that hold the network's weights, in order of name; empty if `folder` has none.

    If `folder` has both a single file and an index, the file is used, as in transformers. Raises
    CheckpointError if the index cannot be read, or names a shard that is missing or never loaded.
    """
    whole, index = folder / WEIGHTS_FILE, folder / INDEX_FILE
    if whole.is_file():
        return [whole]
    if not index.is_file():
        return []
    names = _shard_names(index)
    if refused := [name for name in names if not _SHARD.fullmatch(name)]:
        raise CheckpointError(
            f"{index}: names {refused[0]!r}, which is never loaded; a shard is a file beside the index, "
            "named like model-00001-of-00002.safetensors"
        )
    if missing := [name for name in names if not (folder / name).is_file()]:
        raise CheckpointError(f"{folder}: {', '.join(missing)} is named in {INDEX_FILE} but missing")
    return [folder / name for name in names]


def count_parameters(folder: Path) -> int:
    """How many parameters the network in `folder` has, from the headers of its files: 0 if it has none.

    Raises CheckpointError as `weight_files` does, and if a file is not a safetensors file.
    """
    # Imported here: only `detente info` counts.
    from safetensors import SafetensorError, safe_open

    count = 0
    for path in weight_files(folder):
        try:
            with safe_open(path, framework="numpy") as weights:
                count += sum(prod(weights.get_slice(name).get_shape()) for name in weights.keys())  # noqa: SIM118
        except (OSError, SafetensorError) as error:
            raise CheckpointError(f"{path}: not a safetensors file: {error}") from error
    return count


def _shard_names(index: Path) -> list[str]:
    try:
        names = {str(name) for name in json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise CheckpointError(f"{index}: cannot be read as an index of shards: {error!r}") from error
    if not names:
        raise CheckpointError(f"{index}: cannot be read as an index of shards: it names no shard")
    return sorted(names)
