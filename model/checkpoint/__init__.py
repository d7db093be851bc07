"""A checkpoint: the folder of a trained network, with what it says of itself."""

from detente.model.checkpoint.folder import Checkpoint, open_checkpoint

__all__ = ["Checkpoint", "open_checkpoint"]
