"""A teacher's soft labels are carried over from English statements to their renderings."""

import json
from pathlib import Path

import pytest

from detente.model.classifier import StanceClassifier
from detente.model.errors import InputError
from detente.model.labels import STANCES
from detente.model.text.statement_id import statement_id
from detente.train.labels.hydration import read_statements
from detente.train.labels.soft_labels import read_soft_labels
from detente.train.teaching.renderings import carry_over

ENGLISH = "Beijing thanked Seoul for the rice."
KOREAN = "베이징은 쌀을 보낸 서울에 감사했다."
CHINESE = "北京感谢对方送来大米。"


@pytest.fixture(scope="module")
def teacher(tiny_checkpoint: Path) -> StanceClassifier:
    return StanceClassifier.from_pretrained(tiny_checkpoint)


@pytest.fixture
def write(tmp_path: Path):
    def write(name: str, *rows: dict[str, object]) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return path

    return write


def pair(text: str, target: str, label: str, **columns: str) -> dict[str, object]:
    return {"id": statement_id(text), "text": text, "target": target, "label": label} | columns


def document(*texts: str, **columns: str) -> dict[str, object]:
    statements = [{"id": statement_id(text), "text": text, "stances": []} | columns for text in texts]
    return {"document": "d", "statements": statements}


def test_a_rendering_gets_what_the_teacher_says_of_the_english_statement(teacher, write, tmp_path):
    logits = teacher.pair_logits([(ENGLISH, "CN")])
    label = STANCES[int(logits.stance[0].argmax())]
    original = statement_id(ENGLISH)
    renderings = write("ko.jsonl", pair(KOREAN, "CN", label, original=original))
    number = carry_over(
        teacher, [renderings], [write("en.jsonl", pair(ENGLISH, "CN", label))], output=tmp_path / "o.jsonl"
    )
    [soft] = read_soft_labels(tmp_path / "o.jsonl")
    assert (number, soft.text, soft.target) == (1, KOREAN, "CN")
    assert soft.stance == tuple(round(float(value), 2) for value in logits.stance[0])
    assert soft.source == tuple(round(float(value), 2) for value in logits.source[0])


def test_a_pair_whose_label_the_teacher_does_not_give_is_left_out(teacher, write, tmp_path):
    given = STANCES[int(teacher.pair_logits([(ENGLISH, "CN")]).stance[0].argmax())]
    original = statement_id(ENGLISH)
    rows = [pair(KOREAN, "CN", label, original=original) for label in STANCES]
    renderings = [write(f"{at}.jsonl", row) for at, row in enumerate(rows)]
    originals = [write("en.jsonl", pair(ENGLISH, "CN", given))]
    numbers = [carry_over(teacher, [path], originals, output=tmp_path / "o.jsonl") for path in renderings]
    assert numbers == [int(label == given) for label in STANCES]


def test_in_documents_the_targets_that_both_wordings_name_are_carried_over(teacher, write, tmp_path):
    original = statement_id(ENGLISH)
    renderings = write("ko.jsonl", document(KOREAN, CHINESE, original=original))
    originals = write("en.jsonl", document(ENGLISH))
    carry_over(teacher, [renderings], [originals], output=tmp_path / "o.jsonl", with_texts=False)
    found = [(soft.id, soft.text, soft.target) for soft in read_soft_labels(tmp_path / "o.jsonl")]
    assert found == [
        (statement_id(KOREAN), "", "CN"),
        (statement_id(KOREAN), "", "KR"),
        (statement_id(CHINESE), "", "CN"),
    ]


@pytest.mark.parametrize("columns", [{}, {"original": "0123456789ab"}])
def test_a_rendering_without_its_original_is_told_with_its_line(teacher, write, tmp_path, columns):
    renderings = write("ko.jsonl", pair(KOREAN, "CN", "neutral", **columns))
    originals = write("en.jsonl", pair(ENGLISH, "CN", "neutral"))
    with pytest.raises(
        InputError, match=r"ko\.jsonl, line 1: original is .*, which no file of originals has"
    ):
        carry_over(teacher, [renderings], [originals], output=tmp_path / "o.jsonl")


def test_the_texts_of_documents_are_read_like_those_of_pairs(write):
    rows = write("both.jsonl", document(KOREAN, CHINESE), pair(ENGLISH, "CN", "neutral"))
    assert list(read_statements(rows)) == [KOREAN, CHINESE, ENGLISH]
