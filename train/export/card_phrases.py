"""What a model card says of a checkpoint's targets, base model, development pairs and calibration."""

from collections.abc import Mapping
from typing import Any, Final

from detente.model.checkpoint.settings import CheckpointSettings
from detente.train.export.known_data import first_base_model

FOUR_TARGETS: Final = "the United States (US), China (CN), North Korea (KP) or South\nKorea (KR)"
LIMITS_OF_FOUR_TARGETS: Final = """\
- It knows the four targets it was trained on. Any other name can be asked for; how well that works was not
  measured.
- Statements about leaders, ministries and companies count as statements about their state. Do not read them
  as statements about persons or of people of a nationality."""
LIMITS_OF_ANY_TARGET: Final = """\
- It was trained on targets of any name. How well it predicts a target that its labels do not name was not
  measured."""
KEPT_FROM: Final = "calibration_kept_from"
TOLD_OF_KEPT: Final = f" A fourth, `{KEPT_FROM}`, tells whose calibration it kept."


def phrases_of(settings: CheckpointSettings) -> dict[str, str]:
    """The phrases of the card's template that depend on how the checkpoint was made, by their names there."""
    return {
        "toward": FOUR_TARGETS if settings.targets else "any target that it is given by name",
        "target_limits": LIMITS_OF_FOUR_TARGETS if settings.targets else LIMITS_OF_ANY_TARGET,
        "base_model": _base_text(settings),
        "hub_base": _hub_line(settings.training.get("base_model", "")),
        "dev": _dev_text(settings.training),
        "plain": _plain_text(settings.temperature),
        "calibration": _calibration_text(settings),
        "too_close": _too_close_text(settings.too_close_below),
        "kept_from": TOLD_OF_KEPT if KEPT_FROM in settings.training else "",
    }


def _base_text(settings: CheckpointSettings) -> str:
    named, first = settings.training.get("base_model", "unknown"), first_base_model(settings)
    return f"`{named}`" if named == first else f"`{named}`; its first run started from `{first}`"


def _dev_text(training: Mapping[str, Any]) -> str:
    if "dev" not in training:
        return "No development pairs are known."
    chose = [] if training.get("keep") == "last" else ["chose the state"]
    fitted = [] if KEPT_FROM in training else ["fitted bias, temperature and threshold"]
    used = chose + fitted
    first = f"Development pairs {' and '.join(used)}, so scores on them are optimistic. " if used else ""
    return first + (
        f"The state that was kept had, before any calibration, a macro-F1 of {training['dev']['macro_f1']:.3f} and "
        f"an accuracy of {training['dev']['accuracy']:.3f} on {'them' if used else 'the development pairs'}."
    )


def _hub_line(base_model: str) -> str:
    # Hubs refuse a card whose base model is no hub name.
    return f"base_model: {base_model}\n" if base_model.count("/") == 1 else ""


def _plain_text(temperature: float) -> str:
    if temperature == 1:
        return "The plain pipeline gives the same probabilities as détente."
    return (
        "The probabilities of the plain pipeline are not calibrated: divide the logits by "
        f"{temperature}, as détente does."
    )


def _too_close_text(threshold: float) -> str:
    if threshold == 0:
        return "No pair is marked too close to call."
    return f"A pair is marked too close to call when its best stance is below {threshold}."


def _calibration_text(settings: CheckpointSettings) -> str:
    kept = settings.training.get(KEPT_FROM)
    if kept == "none":
        return "Not calibrated: there were fewer than 100 development pairs. Probabilities are those of the network."
    if kept is not None:
        return (
            f"There were fewer than 100 development pairs, too few to calibrate on: temperature "
            f"({settings.temperature}) and threshold are those of {kept}, from which training started."
        )
    return (
        f"A bias of each stance, which is part of the weights, and one temperature, {settings.temperature}, were "
        "fitted on the development pairs (Alexandari et al. 2020; Guo et al. 2017)."
    )
