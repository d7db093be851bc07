"""What keeps a statement from being judged."""


def fault_of(statement: object) -> str | None:
    """Why `statement` cannot be judged, in words for the `error` column; None where it can."""
    if statement is None:
        return "statement is null"
    if not isinstance(statement, str):
        return f"statement is of type {type(statement).__name__}, not text"
    if not statement.strip():
        return "statement is empty"
    try:
        statement.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"statement is not valid Unicode: lone surrogate at character {error.start + 1}"
    return None
