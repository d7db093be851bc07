"""In which language a browser is told that a text is: it chooses the forms of Han signs and the voice by it."""

from detente.model.text.language import UNDETERMINED, statement_language


def marked_language(text: str) -> str | None:
    """Return the code of the language to mark `text` with on a page in English.

    None for English, for text in ASCII, which is not looked at, and where the language cannot be told.
    """
    if text.isascii():
        return None
    language = statement_language(text)
    return None if language in ("en", UNDETERMINED) else language
