"""What is said of languages: their names, and the error of a statement in one that no checkpoint here knows."""

from collections.abc import Iterable, Sequence
from typing import Final

__all__ = ["in_words", "unsupported_language", "unsupported_language_of"]

# Those that news of the four states is most often written in; any other is told by its code.
_NAMES: Final = {
    **{"ar": "Arabic", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek"},
    **{"en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew"},
    **{"hi": "Hindi", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese"},
    **{"kk": "Kazakh", "km": "Khmer", "ko": "Korean", "lo": "Lao", "mn": "Mongolian", "ms": "Malay"},
    **{"my": "Burmese", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese"},
    **{"ro": "Romanian", "ru": "Russian", "sv": "Swedish", "th": "Thai", "tl": "Tagalog", "tr": "Turkish"},
    **{"ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese"},
    "und": "a language that cannot be told",
}
_UNSUPPORTED: Final = "unsupported language: "


def unsupported_language(language: str, supported: Sequence[str]) -> str:
    """Return the error of a statement in `language`, where only the languages `supported` are known; ISO 639-1."""
    return (
        f"{_UNSUPPORTED}{language}; supported: {', '.join(supported)}; "
        "--any-language (in Python any_language=True) predicts it all the same"
    )


def unsupported_language_of(error: str | None) -> str | None:
    """Return the language of an error that `unsupported_language` made; None for any other."""
    if error is None or not error.startswith(_UNSUPPORTED):
        return None
    return error.removeprefix(_UNSUPPORTED).partition(";")[0]


def in_words(languages: Iterable[str]) -> str:
    """Name languages by their codes, for a sentence: "Korean and Chinese"; one without a name here is "‘xx’"."""
    names = [_NAMES.get(language, f"‘{language}’") for language in languages]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
