"""Where a checkpoint lies: the published one in the package, a folder, or a hub name."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from detente.model.errors import CheckpointError
from detente.model.settings import SETTINGS_FILE, CheckpointSettings

PUBLISHED = "published"
PUBLISHED_FOLDER = Path(__file__).parent / "published"
ONNX_FILE = "onnx/model_int8.onnx"
WEIGHTS_FILE = "model.safetensors"
SOURCE_HEAD_FILE = "source_head.safetensors"
TOKENIZER_FILE = "tokenizer.json"
PICKLE_ENDINGS = (".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt")
HUB_PATTERNS = ["*.json", "*.safetensors", "onnx/*.onnx", "README.md"]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint folder that was found whole, with its settings."""

    folder: Path
    settings: CheckpointSettings

    @property
    def onnx(self) -> Path | None:
        """The int8 ONNX graph, or None where the folder has none."""
        path = self.folder / ONNX_FILE
        return path if path.is_file() else None

    @property
    def weights(self) -> Path | None:
        """The safetensors weights, or None where the folder has none."""
        path = self.folder / WEIGHTS_FILE
        return path if path.is_file() else None

    @property
    def name(self) -> str:
        """Name and version, as in the `checkpoint` column of prediction rows."""
        return f"{self.settings.name}-{self.settings.version}"

    @property
    def fingerprint(self) -> str:
        """The first 12 hex digits of the SHA-256 of the settings, which differ from one training to the next."""
        return hashlib.sha256((self.folder / SETTINGS_FILE).read_bytes()).hexdigest()[:12]


def open_checkpoint(location: str | Path | None = None) -> Checkpoint:
    """Find a checkpoint and read its settings.

    `location` is None or "published" for the one shipped with the package, a folder, or a hub name
    ("owner/name"), which is downloaded once: safetensors, ONNX and JSON files only. Raises
    CheckpointError where nothing is found, or where the folder holds only pickled weights.
    """
    folder = _locate(location)
    if not (folder / SETTINGS_FILE).is_file():
        raise CheckpointError(_why_not(folder))
    checkpoint = Checkpoint(folder, CheckpointSettings.read(folder))
    if checkpoint.onnx is None and checkpoint.weights is None:
        raise CheckpointError(_why_not(folder))
    if not (folder / TOKENIZER_FILE).is_file():
        raise CheckpointError(f"{folder}: no {TOKENIZER_FILE}")
    return checkpoint


def _locate(location: str | Path | None) -> Path:
    if location is None or str(location) == PUBLISHED:
        return PUBLISHED_FOLDER
    folder = Path(location)
    if folder.is_dir():
        return folder
    text = str(location)
    if folder.exists() or text.count("/") != 1 or text.startswith((".", "/", "~")):
        raise CheckpointError(
            f"{text}: no such folder; a checkpoint is {PUBLISHED!r}, a folder or a hub name (owner/name)"
        )
    return _download(text)


def _download(name: str) -> Path:
    # Imported here: the hub client takes as long to import as the rest of the package together.
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, allow_patterns=HUB_PATTERNS))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise CheckpointError(f"{name}: no such folder, and the hub did not give it: {error}") from error


def _why_not(folder: Path) -> str:
    pickles = sorted(path.name for path in folder.glob("*") if path.suffix in PICKLE_ENDINGS)
    accepted = f"a checkpoint holds {SETTINGS_FILE} with {ONNX_FILE} or {WEIGHTS_FILE}"
    if pickles:
        return (
            f"{folder}: {', '.join(pickles)} is pickled and never loaded, since it could run code; {accepted}"
        )
    return f"{folder}: no détente checkpoint; {accepted}"
