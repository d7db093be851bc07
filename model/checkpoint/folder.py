"""Finds a checkpoint, shipped, in a folder or on the hub, and the files that belong to it."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from detente.model.checkpoint.cascade import CASCADE, CASCADE_FOLDER, CascadeSettings
from detente.model.checkpoint.known_scores import SCORES_FILE, SPEED_FILE
from detente.model.checkpoint.settings import SETTINGS_FILE, CheckpointSettings
from detente.model.checkpoint.shipped import (
    PUBLISHED,
    SHIPPED_NAMES,
    how_to_add,
    shipped_checkpoints,
    shipped_folder,
)
from detente.model.checkpoint.weights import INDEX_FILE, SHARD_PATTERN, WEIGHTS_FILE, weight_files
from detente.model.errors import CheckpointError
from detente.model.suggestion import did_you_mean

ONNX_FILE = "onnx/model_int8.onnx"
SOURCE_HEAD_FILE = "source_head.safetensors"
TOKENIZER_FILE = "tokenizer.json"
CARD_FILE = "README.md"
PICKLE_ENDINGS = (".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt")

# All files of a checkpoint except the weights of its network.
_PLAIN_FILES = (
    SETTINGS_FILE,
    "config.json",
    SOURCE_HEAD_FILE,
    TOKENIZER_FILE,
    "tokenizer_config.json",
    "special_tokens_map.json",
    ONNX_FILE,
    CARD_FILE,
    SCORES_FILE,
    SPEED_FILE,
)
HUB_PATTERNS = [*_PLAIN_FILES, WEIGHTS_FILE, INDEX_FILE, SHARD_PATTERN]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A complete checkpoint folder, with its settings.

    Of a cascade, folder and network are those of the checkpoint that answers last; `asked_first` answers where its
    probability is at least `sure_from`.
    """

    folder: Path
    settings: CheckpointSettings
    asked_first: "Checkpoint | None" = None
    sure_from: float = 1.0

    @property
    def onnx(self) -> Path | None:
        """The int8 ONNX graph, or None if the folder has none."""
        path = self.folder / ONNX_FILE
        return path if path.is_file() else None

    @property
    def weights(self) -> Path | None:
        """The safetensors weights, or the index of their shards; None if the folder has neither."""
        paths = [self.folder / name for name in (WEIGHTS_FILE, INDEX_FILE)]
        return next((path for path in paths if path.is_file()), None)

    @property
    def name(self) -> str:
        """Name and version, as in the `checkpoint` column of prediction rows."""
        return f"{self.settings.name}-{self.settings.version}"

    @property
    def fingerprint(self) -> str:
        """The first 12 hex digits of the SHA-256 of the settings, which differ between trainings.

        Of a cascade, that of its name, its threshold and the fingerprints of both checkpoints.
        """
        content = (self.folder / SETTINGS_FILE).read_bytes()
        if self.asked_first is not None:
            whole = (self.name, self.sure_from, self.asked_first.fingerprint, _hash(content))
            content = repr(whole).encode()
        return _hash(content)

    @property
    def described_in(self) -> Path:
        """The folder of its card, scores and speed."""
        return self.folder if self.asked_first is None else CASCADE_FOLDER

    def files(self) -> list[Path]:
        """The files that belong to the checkpoint, relative to its folder, in order of name.

        Other files in the folder are left out: pickles, training states, shards of older weights. Raises
        CheckpointError if a shard is missing.
        """
        plain = [*_PLAIN_FILES, *([self.weights.name] if self.weights else [])]
        there = {self.folder / name for name in plain if (self.folder / name).is_file()}
        return sorted(path.relative_to(self.folder) for path in there | set(weight_files(self.folder)))


def open_checkpoint(location: str | Path | None = None) -> Checkpoint:
    """Find a checkpoint and read its settings.

    `location` is None or "published" for the most accurate one shipped with the package, "published-base",
    "published-small" or "published-multi" for one of them, "published-cascade" for the first two in turn, a folder,
    or a hub name ("owner/name"), which is downloaded once: safetensors, ONNX and JSON files only. Raises
    CheckpointError if nothing is found, or if the folder has only pickled weights.
    """
    if location is not None and str(location) == CASCADE:
        return _open_cascade()
    folder = _locate(location)
    if not (folder / SETTINGS_FILE).is_file():
        raise CheckpointError(_why_not(folder))
    checkpoint = Checkpoint(folder, CheckpointSettings.read(folder))
    if checkpoint.onnx is None and checkpoint.weights is None:
        raise CheckpointError(_why_not(folder))
    if not (folder / TOKENIZER_FILE).is_file():
        raise CheckpointError(f"{folder}: {TOKENIZER_FILE} is missing")
    return checkpoint


def open_single_checkpoint(location: str | Path | None = None) -> Checkpoint:
    """Find a checkpoint as `open_checkpoint` does; raises CheckpointError for a cascade, which has no files to copy."""
    checkpoint = open_checkpoint(location)
    if checkpoint.asked_first is not None:
        cascade = CascadeSettings.read(CASCADE_FOLDER)
        raise CheckpointError(
            f"{location}: is two checkpoints in turn, with no files of its own; name one of the two, {cascade.first} "
            f"or {cascade.second}"
        )
    return checkpoint


def _open_cascade() -> Checkpoint:
    cascade = CascadeSettings.read(CASCADE_FOLDER)
    first, second = open_checkpoint(cascade.first), open_checkpoint(cascade.second)
    if (first.fingerprint, second.fingerprint) != cascade.fingerprints:
        raise CheckpointError(
            f"{CASCADE}: its threshold was fitted for other checkpoints than {first.name} and {second.name} here; "
            "fit it again with benchmarks/cascade.py"
        )
    settings = replace(second.settings, name=cascade.name, version=cascade.version)
    return Checkpoint(second.folder, settings, asked_first=first, sure_from=cascade.sure_from)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def _locate(location: str | Path | None) -> Path:
    text = PUBLISHED if location is None else str(location)
    if (shipped := shipped_folder(text)) is not None:
        return shipped
    folder = Path(text)
    if folder.is_dir():
        return folder
    names = ", ".join([PUBLISHED, *(shipped.name for shipped in shipped_checkpoints()), CASCADE])
    if text in SHIPPED_NAMES:
        raise CheckpointError(f"{text}: not in this installation, which has {names}; {how_to_add(text)}")
    if folder.exists() or text.count("/") != 1 or text.startswith((".", "/", "~")):
        hint = meant_checkpoint(text)
        raise CheckpointError(
            f"{text}: no such folder; {hint}{' ' if hint else ''}accepted are {names}, a folder, and a hub name "
            "(owner/name)"
        )
    return _download(text)


def meant_checkpoint(name: str) -> str:
    """Return "did you mean 'x'?" for the checkpoint of the project that a misspelt or short name means, or ""."""
    names = (*SHIPPED_NAMES, CASCADE)
    whole = f"{PUBLISHED}-{name.strip().casefold()}"
    return did_you_mean(whole if whole in names else name, names)


def checkpoint_inside(folder: Path) -> str:
    """Return "; x is one" for the checkpoint in a folder, such as that of a run; "" if there is none."""
    inside = [path.parent for path in sorted(folder.glob(f"*/{SETTINGS_FILE}"))]
    return f"; {inside[0]} is one" if inside else ""


def _download(name: str) -> Path:
    # Imported here: the hub client takes as long to import as the rest of the package.
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, allow_patterns=HUB_PATTERNS))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise CheckpointError(
            f"{name}: no such folder, and the download from the hub failed: {error}"
        ) from error


def _why_not(folder: Path) -> str:
    pickles = sorted(path.name for path in folder.glob("*") if path.suffix in PICKLE_ENDINGS)
    accepted = f"a checkpoint has {SETTINGS_FILE} and {ONNX_FILE}, {WEIGHTS_FILE} or {INDEX_FILE}"
    if pickles:
        return f"{folder}: {', '.join(pickles)} is pickled and never loaded, because it could run code; {accepted}"
    return f"{folder}: not a détente checkpoint; {accepted}{checkpoint_inside(folder)}"
