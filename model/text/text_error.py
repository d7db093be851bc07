"""Why a text cannot be predicted: the one check for statements and targets."""

from numbers import Real

# pandas' own marks of a missing value, known by name so that pandas need not be there.
_MISSING = ("NAType", "NaTType")


def text_error(text: object, what: str = "statement") -> str | None:
    """Why a text cannot be predicted, for the `error` column; None if it can. `what` names the text."""
    if text is None:
        return f"{what} is null"
    if not isinstance(text, str):
        return (
            f"{what} is missing" if is_missing(text) else f"{what} is of type {type(text).__name__}, not text"
        )
    if not text.strip():
        return f"{what} is empty"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"{what} is not valid Unicode: lone surrogate at character {error.start + 1}"
    return None


def is_missing(value: object) -> bool:
    """Tell whether a value marks a missing one, as the cells of frames do: NA, NaT or not a number."""
    return type(value).__name__ in _MISSING or (isinstance(value, Real) and value != value)
