"""The checkpoints that ship: that each loads everywhere, agrees with itself, and is as good as it says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from detente.model import StanceClassifier
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.checkpoint.shipped import shipped_checkpoints
from detente.train.evaluate.evaluation import evaluate
from detente.train.labels.pairs import LabelledPair, read_pairs

pytestmark = pytest.mark.slow

LARGEST_FILE = 95_000_000


@pytest.fixture(scope="module")
def pairs(root: Path) -> list[LabelledPair]:
    return read_pairs(root / "data" / "test.jsonl")


@pytest.fixture(scope="module")
def asked(pairs: list[LabelledPair]) -> list[tuple[str | None, str]]:
    return [(pair.text, pair.target) for pair in pairs]


@pytest.fixture(scope="module", params=[shipped.name for shipped in shipped_checkpoints()])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def classifier(name: str) -> StanceClassifier:
    return StanceClassifier.from_pretrained(name, backend="onnx")


@pytest.fixture(scope="module")
def weights(name: str) -> StanceClassifier:
    return StanceClassifier.from_pretrained(name, backend="torch", device="cpu", precision="fp32")


def test_macro_f1_on_the_projects_own_test_statements(
    classifier: StanceClassifier, pairs: list[LabelledPair]
) -> None:
    found = evaluate(classifier, pairs)
    assert found.errors == 0
    assert found.macro_f1.value >= 0.79
    assert found.calibration_error <= 0.06


def test_the_graph_and_the_weights_agree(
    classifier: StanceClassifier, weights: StanceClassifier, asked: list[tuple[str | None, str]]
) -> None:
    one, other = classifier.predict_pairs(asked), weights.predict_pairs(asked)
    equal = [a.stance == b.stance for a, b in zip(one, other, strict=True)]
    assert sum(equal) / len(equal) >= 0.99


def test_plain_transformers_gives_the_same_stance_in_every_row(
    weights: StanceClassifier, asked: list[tuple[str | None, str]]
) -> None:
    from transformers import pipeline

    checkpoint = weights.checkpoint
    settings = checkpoint.settings
    predictions = weights.predict_pairs(asked[:300])
    marked = [
        {
            "text": settings.wording.mark(str(p.statement), p.mentions),
            "text_pair": settings.targets[p.target],
        }
        for p in predictions
    ]
    by_transformers = pipeline(
        "text-classification", model=str(checkpoint.folder), truncation=True, device="cpu"
    )
    assert [answer["label"] for answer in by_transformers(marked)] == [p.stance for p in predictions]


def test_a_list_gives_what_its_pairs_give_one_by_one(
    classifier: StanceClassifier, asked: list[tuple[str | None, str]]
) -> None:
    together = classifier.predict_pairs(asked[:100])
    for pair, prediction in zip(asked[:100], together, strict=True):
        (alone,) = classifier.predict_pairs([pair])
        assert alone.probabilities == pytest.approx(prediction.probabilities, abs=1e-3)


def test_what_every_reader_of_the_codebook_would_say(classifier: StanceClassifier) -> None:
    stances = {
        (p.statement, p.target): p.stance
        for p in classifier.predict(
            [
                "Seoul condemned the launch by the North.",
                "China and South Korea signed a free trade agreement.",
                "The population of North Korea is about 26 million.",
            ]
        )
    }
    assert stances["Seoul condemned the launch by the North.", "KP"] == "hostile"
    assert stances["China and South Korea signed a free trade agreement.", "CN"] == "cooperative"
    assert stances["The population of North Korea is about 26 million.", "KP"] == "neutral"


def test_the_folder_can_be_published_as_it_is(name: str) -> None:
    checkpoint = open_checkpoint(name)
    files = [path for path in checkpoint.folder.rglob("*") if path.is_file()]
    assert sorted(path.relative_to(checkpoint.folder) for path in files) == checkpoint.files()
    assert {path.suffix for path in files} <= {".json", ".safetensors", ".onnx", ".md"}
    assert max(path.stat().st_size for path in files) < LARGEST_FILE
    assert "$" not in (checkpoint.folder / "README.md").read_text(encoding="utf-8")
    assert set(checkpoint.settings.targets) == {"US", "CN", "KP", "KR"}


def test_one_sentence_from_the_shell_is_quick_and_small(root: Path) -> None:
    # By a process of its own: a child's peak memory counts from that of the process that forks it.
    command = [sys.executable, str(root / "benchmarks" / "cold_start.py")]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # Processor time, and that of the run that was disturbed least: the wall clock counts what else the machine does.
    seconds = re.search(r"processor +([\d.]+) s fastest", printed)
    megabytes = re.search(r"(\d+) MB resident", printed)
    assert seconds is not None
    assert megabytes is not None
    assert float(seconds[1]) < 1.5, printed
    assert int(megabytes[1]) < 400, printed


def test_the_article_gives_a_row_for_each_statement_and_target(root: Path) -> None:
    article = (root / "examples" / "article.txt").read_text(encoding="utf-8")
    predictions = StanceClassifier.from_pretrained().read(article)
    assert len({p.statement for p in predictions}) >= 15
    assert {p.target for p in predictions} == {"US", "CN", "KP", "KR"}
    assert {p.stance for p in predictions} == {"cooperative", "hostile", "neutral"}
