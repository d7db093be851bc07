"""In which language each statement of a document is, and which of them the document reader reads."""

from collections.abc import Sequence
from typing import Final

from detente.model.text.language import document_language, statement_language
from detente.model.text.letters import is_mostly_latin

__all__ = ["is_readable", "languages_of"]

# Languages with a checkpoint, whose "he" and "the North" the reader does not know yet.
_UNREAD: Final = frozenset({"ko", "zh"})


def languages_of(statements: Sequence[str]) -> list[str]:
    """Return the language of each statement of one document, as `statement_language` tells it."""
    document = document_language("\n".join(statements))
    return [statement_language(statement, document) for statement in statements]


def is_readable(statement: str, language: str) -> bool:
    """Tell whether the reader reads a statement in `language` with its document; else it is read by itself.

    The reader is made for English. Other languages in Latin letters are read as if they were English, whose names and
    quotation marks they share.
    """
    return language not in _UNREAD and is_mostly_latin([statement])
