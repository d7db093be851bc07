"""The language of documents and statements is told, and plain English is never taken for another."""

import json
import random
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.text.language import UNDETERMINED, document_language, statement_language

CASES = {
    language: lines.split("\n")[:-1]
    for language, lines in tomllib.loads(
        Path(__file__).with_name("language_cases.toml").read_text(encoding="utf-8")
    ).items()
}


def own_english(root: Path, file: str) -> list[str]:
    lines = (root / "data" / file).read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(json.loads(line)["text"] for line in lines))


def documents(root: Path) -> list[list[tuple[str, str]]]:
    """300 documents as lists of language and statement: a third in English, the rest in one language or two."""
    chosen = random.Random(11)
    sources = CASES | {"en": [*own_english(root, "test.jsonl"), *CASES["en"]]}
    languages = [["en"]] * 100 + [["ko"], ["zh"]] * 40 + [["ja"]] * 16
    languages += [[language] for language in sources if language not in ("en", "ko", "zh", "ja")] * 4
    languages += [["en", "ko"], ["en", "zh"], ["ko", "zh"], ["ko", "ja"], ["en", "ru"]] * 9
    languages += [["en", "fr"], ["en", "de"], ["en", "es"]] * 5
    return [
        [
            (language, text)
            for language in each
            for text in chosen.sample(sources[language], min(len(sources[language]), chosen.randint(1, 8)))
        ]
        for each in languages
    ]


def test_98_percent_of_documents_have_the_language_of_every_statement_right(root: Path) -> None:
    made = documents(root)
    wrong = []
    for statements in made:
        document = document_language("\n".join(text for _, text in statements))
        found = [(statement_language(text, document), language, text) for language, text in statements]
        wrong += [missed] if (missed := [each for each in found if each[0] != each[1]]) else []

    assert len(made) == 300
    assert len(wrong) <= 6, "\n".join(map(str, wrong))


@pytest.mark.parametrize("document", ["en", None])
def test_no_english_statement_is_taken_for_another_language(root: Path, document: str | None) -> None:
    statements = [
        *CASES["en"],
        *own_english(root, "test.jsonl"),
        *own_english(root, "behaviour/neutral_news.jsonl"),
    ]

    assert not [text for text in statements if statement_language(text, document) != "en"]


@pytest.mark.parametrize("language", ["ko", "zh", "ja"])
@pytest.mark.parametrize("document", [None, "en", "self"])
def test_east_asian_statements_are_told_apart_with_any_document(language: str, document: str | None) -> None:
    prior = language if document == "self" else document

    missed = [text for text in CASES[language] if statement_language(text, prior) != language]
    # A headline in kanji or hanja alone is told by its document.
    assert len(missed) <= (0 if prior == language else 1), missed


@pytest.mark.parametrize(
    ("text", "document", "language"),
    [
        ("2026-01-01", None, UNDETERMINED),
        ("2026-01-01", "ko", "ko"),
        ("", None, UNDETERMINED),
        ("韓美同盟", "ko", "ko"),
        ("韓美同盟", "ja", "ja"),
        ("韓美同盟", "zh", "zh"),
        ("美國宣布制裁。", "ko", "zh"),
        ("Kim Jong Un visits Beijing", "ko", "en"),
        ("Trump menace la Chine", "fr", "fr"),
        ("Trump", "de", "de"),
        ("Trump", "zh", "en"),
        ("我們的の夏天", "zh", "zh"),
        ("大韓民國은 民主共和國이다.", None, "ko"),
        ("\ud800 \0 Peace talks began in the capital.", None, "en"),
    ],
)
def test_scarce_evidence_is_weighed_against_the_document(
    text: str, document: str | None, language: str
) -> None:
    assert statement_language(text, document) == language


@given(st.text(max_size=200), st.sampled_from([None, "en", "ko", "fr", UNDETERMINED]))
def test_any_text_has_a_language(text: str, document: str | None) -> None:
    assert statement_language(text, document)
    assert document_language(text)


def test_plain_english_is_told_in_microseconds_without_the_library(root: Path) -> None:
    statements = own_english(root, "dev.jsonl")
    started = time.process_time()

    for text in statements:
        statement_language(text, "en")

    # About 15 microseconds each on a quiet machine; the first call of the library loads it.
    assert (time.process_time() - started) / len(statements) < 500e-6


@pytest.mark.parametrize(
    "text",
    ["The two sides agreed to resume their talks.", "미국은 규탄했다.", "中方表示反对。", "首相は述べた。"],
)
def test_the_library_is_not_loaded_where_script_or_words_decide(text: str) -> None:
    program = (
        "import sys; from detente.model.text.language import document_language as told; "
        f"told({text!r}); sys.exit('fasttext' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_headline_of_names_without_a_document_is_english():
    assert statement_language("Kim Jong Il Inspects Hungju Chicken Farm") == "en"


def test_a_japanese_name_makes_no_chinese_document_japanese():
    assert document_language("董事长辻健一说，他们在东莞的工厂已经关闭，华盛顿提高了关税。") == "zh"
    assert document_language("会長辻健一氏、中国工場閉鎖発表") == "ja"


@pytest.mark.parametrize("zone", ["EST", "EDT", "ET", "KST", "GMT"])
@pytest.mark.parametrize("document", ["en", None])
def test_a_time_of_day_has_the_language_of_its_document(zone: str, document: str | None) -> None:
    times = [
        f"{hour}:{minute:02} {half}.M. {zone}"
        for hour in (1, 7, 12)
        for minute in (0, 5, 50)
        for half in "AP"
    ]
    assert {statement_language(text, document) for text in times} == {"en"}


def test_a_headline_in_capitals_shows_its_language() -> None:
    assert statement_language("LE PRÉSIDENT CONDAMNE LES ESSAIS DE LA CORÉE", "en") == "fr"
