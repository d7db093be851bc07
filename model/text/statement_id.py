"""The id of a statement, by which labels without texts, samples and soft labels find it again."""

import hashlib
from typing import Final

ID_DIGITS: Final = 12


def statement_id(text: str) -> str:
    """Return the id of a statement: the first 12 hex digits of the SHA-1 of its UTF-8 text.

    A lone surrogate, which UTF-8 cannot hold, counts as its escape, such as \\ud800.
    """
    encoded = text.encode("utf-8", "backslashreplace")
    return hashlib.sha1(encoded, usedforsecurity=False).hexdigest()[:ID_DIGITS]
