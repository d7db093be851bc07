"""A checkpoint of a tiny network with random weights, for the tests of every room and for fuzzing.

It stands here and not with the tests because it is written by the same code as any other checkpoint.
"""

from pathlib import Path

from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.labels import TARGETS
from detente.model.text.actor_finder import ActorFinder
from detente.train.base.base_model import load_base_model
from detente.train.export.checkpoint import export_checkpoint


def make_random_checkpoint(folder: Path, *, seed: int = 1) -> Path:
    """Make a checkpoint in a folder below `folder`, and return the path of it.

    Two layers of width 32, a vocabulary of a few words, inputs of at most 64 tokens; one `seed` gives
    always the same weights.
    """
    texts = [f"Washington and Beijing held talks about matter {number}." for number in range(200)]
    network, tokenizer = load_base_model("random", run_folder=folder, texts=texts, seed=seed, max_tokens=64)
    actors = ActorFinder.from_files().actors
    settings = CheckpointSettings(
        name="tiny",
        version="0",
        targets={code: actors[code].name for code in TARGETS},
        max_tokens=64,
        temperature=1.5,
        too_close_below=0.34,
    )
    export_checkpoint(network, tokenizer, settings=settings, folder=folder / "checkpoint", gate=[])
    return folder / "checkpoint"
