"""What the checkpoint of a run will say of itself: wording, calibration on dev, and where it comes from."""

from collections.abc import Mapping
from typing import Any

from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.labels import TARGETS
from detente.model.text.actor_finder import ActorFinder
from detente.train.config import TrainConfig
from detente.train.environment import package_versions
from detente.train.evaluate.calibration import fit_temperature, fit_too_close
from detente.train.fine_tuning import wording_of
from detente.train.provenance import DescribedData
from detente.train.trainer import DevLogits


def settings_of(
    config: TrainConfig, dev: DevLogits, *, data: DescribedData, training: Mapping[str, Any], version: str
) -> CheckpointSettings:
    """Calibrate on the development logits and lay all settings of the checkpoint together.

    `data` and `training` are what `describe_data` and `describe_training` said as the run began. Of a run with
    targets of any name the settings name none.
    """
    temperature = fit_temperature(dev.stance, dev.labels)
    too_close = fit_too_close(dev.stance, temperature=temperature, share=config.calibration.too_close)
    actors = ActorFinder.from_files().actors
    return CheckpointSettings(
        name=config.name,
        version=version,
        targets={} if config.data.any_target else {code: actors[code].name for code in TARGETS},
        max_tokens=config.max_tokens,
        wording=wording_of(config),
        temperature=temperature,
        source_temperature=fit_temperature(dev.source, dev.source_labels),
        too_close_below=too_close,
        data=data,
        training={**training, "dev": dev.scores},
        versions=package_versions(),
    )
