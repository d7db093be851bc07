"""What keeps a statement from being judged."""


def text_error(text: object, what: str = "statement") -> str | None:
    """Why a text cannot be judged, in words for the `error` column; None where it can. `what` names it."""
    if text is None:
        return f"{what} is null"
    if not isinstance(text, str):
        return f"{what} is of type {type(text).__name__}, not text"
    if not text.strip():
        return f"{what} is empty"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"{what} is not valid Unicode: lone surrogate at character {error.start + 1}"
    return None
