"""The languages whose documents are read as a whole."""

from typing import Final

from detente.model.document.rules.east_asian import east_asian_rules
from detente.model.document.rules.english import english_rules
from detente.model.document.rules.reading_rules import ReadingRules
from detente.model.letters.writing_systems import is_mostly_latin

__all__ = ["ENGLISH", "reading_language", "rules_for"]

ENGLISH: Final = "en"
_EAST_ASIAN: Final = frozenset({"ko", "zh"})


def reading_language(statement: str, language: str) -> str | None:
    """Return by the rules of which language (ISO 639-1) a statement in `language` is read with its document.

    Other languages in Latin letters are read as if they were English, whose names and quotation marks they share. None
    where it is read by itself.
    """
    if language in _EAST_ASIAN:
        return language
    return ENGLISH if is_mostly_latin([statement]) else None


def rules_for(language: str) -> ReadingRules:
    """Return the rules of a language that `reading_language` returned; raises KeyError for another."""
    if language == ENGLISH:
        return english_rules()
    return east_asian_rules(language)
