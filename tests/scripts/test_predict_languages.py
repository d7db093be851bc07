"""`detente predict` and `read` where languages are mixed: each statement with its language and its checkpoint."""

import json
from pathlib import Path

import pytest

from detente.batch.readers.stored_rows import read_rows
from detente.batch.records import Row
from detente.model.languages import in_words

ENGLISH = "President Xi met envoys of the North in Beijing. He said that two ships had left Seoul."
KOREAN = "중국 외교부는 China 대표단이 서울에 도착했다고 밝혔다. 회담은 이틀 동안 열린다."
CHINESE = "中国外交部发言人对此表示欢迎。会谈将持续两天，双方没有发表声明。"
JAPANESE = "日本政府はこれについて沈黙しました。会談は二日間続きます。"
SECOND = "Korean and Chinese statements: multi-0.3.0"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A file in each language, one of two languages, and a table that has a column of our name."""
    made = tmp_path / "in"
    made.mkdir()
    texts = {"en": ENGLISH, "ja": JAPANESE, "ko": KOREAN, "mixed": f"{ENGLISH}\n\n{KOREAN}", "zh": CHINESE}
    for name, text in texts.items():
        (made / f"{name}.txt").write_text(text, encoding="utf-8")
    (made / "table.jsonl").write_text(json.dumps({"text": KOREAN, "lang": "given"}), encoding="utf-8")
    return made


@pytest.fixture
def predict(call, folder: Path, tmp_path: Path):
    """Predict the folder; gives the exit code, the lines on standard error, and the rows by file."""

    def run(*options: str) -> tuple[int, list[str], dict[str, list[Row]]]:
        output = tmp_path / "rows.jsonl"
        done = call("predict", str(folder), "-o", str(output), "--backend", "onnx", *options)
        rows: dict[str, list[Row]] = {}
        for row in read_rows(output):
            rows.setdefault(Path(str(row["document"])).stem, []).append(row)
        return done.returncode, done.stderr.decode().splitlines(), rows

    return run


def told(rows: list[Row]) -> list[tuple[object, ...]]:
    return [
        (row["position"], row["lang"], row["reading"], row["checkpoint"], row["error"] is None)
        for row in rows
    ]


def test_a_mixed_folder_runs_through_and_every_statement_has_the_checkpoint_of_its_language(
    with_multi: Path, predict
) -> None:
    code, lines, rows = predict()
    assert code == 1
    assert set(told(rows["en"])) == {(n, "en", "document", "tiny-0", True) for n in (1, 2)}
    for language in ("ko", "zh"):
        assert set(told(rows[language])) == {(n, language, "document", "multi-0.3.0", True) for n in (1, 2)}
    assert told(rows["ja"]) == [(n, "ja", "statement", "tiny-0", False) for n in (1, 2)]
    assert set(told(rows["mixed"])) == {
        *((n, "en", "document", "tiny-0", True) for n in (1, 2)),
        *((n, "ko", "document", "multi-0.3.0", True) for n in (3, 4)),
    }
    assert {row["input_lang"] for row in rows["table"]} == {"given"}
    assert lines.count(SECOND) == 1
    assert "2 statements in Japanese not predicted. --any-language predicts them all the same" in lines


def test_languages_are_told_by_their_names_and_rare_ones_by_their_codes() -> None:
    assert in_words(["de", "ja", "ceb"]) == "German, Japanese and ‘ceb’"
    assert in_words(["fr"]) == "French"


def test_without_the_second_checkpoint_its_languages_are_told_once_with_what_adds_it(
    without_multi: None, predict
) -> None:
    code, lines, rows = predict()
    assert code == 1
    assert all(row["error"] is None and row["checkpoint"] == "tiny-0" for row in rows["en"])
    for language in ("ko", "zh"):
        assert [(row["target"], row["error"]) for row in rows[language]] == [
            (
                None,
                f"unsupported language: {language}; supported: en; "
                "--any-language (in Python any_language=True) predicts it all the same",
            )
        ] * 2
    [hint] = [line for line in lines if "published-multi" in line]
    assert hint.startswith(
        "7 statements in Korean and Chinese not predicted. published-multi predicts them: `pip "
    )


def test_any_language_is_predicted_by_the_checkpoint_that_is_there(without_multi: None, predict) -> None:
    code, lines, rows = predict("--any-language")
    assert code == 0
    assert all(row["error"] is None for of_one in rows.values() for row in of_one)
    assert not any("not predicted" in line for line in lines)


def test_a_named_checkpoint_answers_alone(with_multi: Path, predict) -> None:
    _, lines, rows = predict("-c", "published-base")
    assert SECOND not in lines
    assert {row["checkpoint"] for row in rows["ko"]} == {"tiny-0"}
    assert "7 statements in Korean and Chinese not predicted. -c published-multi predicts them" in lines


def test_a_job_resumes_with_the_same_rows_and_not_without_its_second_checkpoint(
    with_multi: Path, call, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = tmp_path / "job"
    arguments = ("predict", str(folder), "--job", str(job), "--shard-size", "3", "--backend", "onnx")
    assert call(*arguments).returncode == 1
    shards = {path.name: path.read_bytes() for path in (job / "rows").iterdir()}
    assert len(shards) > 2
    (job / "rows" / "part-00001.jsonl").unlink()
    resumed = call(*arguments)
    assert SECOND in resumed.stderr.decode().splitlines()
    assert {path.name: path.read_bytes() for path in (job / "rows").iterdir()} == shards
    refused = call(*arguments, "-c", "published-base")
    assert refused.returncode == 2
    assert b"checkpoint for Korean and Chinese was multi-0.3.0 and is not given" in refused.stderr


def test_a_page_of_two_languages_names_both_checkpoints(
    with_multi: Path, call, folder: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    done = call("read", str(folder / "mixed.txt"), "-o", str(page), "--backend", "onnx")
    assert done.returncode == 0, done.stderr
    assert SECOND in done.stderr.decode().splitlines()
    assert "tiny-0, multi-0.3.0" in page.read_text(encoding="utf-8")


def test_a_page_has_no_predictions_in_an_unknown_language_and_says_so(
    without_multi: None, call, folder: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    done = call("read", str(folder / "mixed.txt"), "-o", str(page), "--backend", "onnx")
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert lines[0].startswith("2 statements in Korean not predicted. published-multi predicts them: `pip ")
    assert "4 statements" in lines[-1]
    assert "2 errors" in lines[-1]
    assert "중국 외교부는" in page.read_text(encoding="utf-8")
