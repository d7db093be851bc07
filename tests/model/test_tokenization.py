"""The tokenizer's threads, which a process has once; each case is a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Replace
from tokenizers.pre_tokenizers import Split

from detente.model.encoders.machine import usable_cores
from detente.model.tokenization import PairTokenizer
from detente.model.wording import WordedPair

# As many as are asked for, and no more than there are cores.
THREADS = [(1, 1), (10_000, usable_cores())]

PRELUDE = """
import os, sys
from pathlib import Path
from detente.model import StanceClassifier
from detente.model.tokenization import PairTokenizer
from detente.model.wording import WordedPair

folder = Path(sys.argv[1])
def tokenizer(threads):
    return PairTokenizer(folder / "tokenizer.json", max_tokens=32, threads=threads)
def running():
    return set(os.listdir("/proc/self/task"))
pairs = [WordedPair("Beijing waited.", "China", False, None)]
"""


def printed(code: str, folder: Path, **environment: str) -> list[str]:
    clean = {name: value for name, value in os.environ.items() if name != "RAYON_NUM_THREADS"}
    # A process that forks after it has tokenized switches the threads of its children off.
    clean["TOKENIZERS_PARALLELISM"] = "true"
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + code, str(folder)],
        capture_output=True,
        check=True,
        env=clean | environment,
        timeout=300,
    )
    return done.stdout.decode().split()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="counts threads as Linux tells them")
@pytest.mark.parametrize(("asked", "started"), THREADS)
def test_the_tokenizer_starts_as_many_threads_as_it_is_given(
    tiny_checkpoint: Path, asked: int, started: int
) -> None:
    code = f"""
before = running()
tokenizer({asked}).tokenize(pairs)
print(len(running() - before))  # others may have ended
tokenizer({asked + 3}).tokenize(pairs)
print(len(running() - before))  # others may have ended
"""
    assert printed(code, tiny_checkpoint) == [str(started)] * 2


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="counts threads as Linux tells them")
@pytest.mark.parametrize(("asked", "started"), THREADS)
def test_a_classifier_hands_its_threads_to_the_tokenizer(
    tiny_checkpoint: Path, asked: int, started: int
) -> None:
    code = f"""
classifier = StanceClassifier.from_pretrained(folder, backend="onnx", threads={asked})
before = running()
classifier._runner._tokenizer.tokenize(pairs)
print(len(running() - before), classifier._runner.encoder.side_by_side)  # others may have ended
"""
    assert printed(code, tiny_checkpoint) == [str(started)] * 2


@pytest.mark.parametrize("environment", [{}, {"RAYON_NUM_THREADS": "1"}])
def test_programs_that_are_started_later_are_told_nothing_of_it(
    tiny_checkpoint: Path, environment: dict[str, str]
) -> None:
    code = """
tokenizer(2).tokenize(pairs)
print(os.environ.get("RAYON_NUM_THREADS"))
"""
    assert printed(code, tiny_checkpoint, **environment) == [environment.get("RAYON_NUM_THREADS", "None")]


@pytest.mark.parametrize("last", [8, 40])
def test_the_highest_number_is_found_whether_or_not_numbers_are_left_out(tmp_path: Path, last: int) -> None:
    words = {word: number for number, word in enumerate(["[UNK]", *"abcdefg"])} | {"h": last}
    tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))
    path = tmp_path / "tokenizer.json"
    tokenizer.save(str(path))
    assert PairTokenizer(path, max_tokens=16).highest_id() == last


@pytest.mark.parametrize("signs", [3, 10, 40])
def test_a_late_mention_is_kept_where_a_sign_takes_many_tokens(tmp_path: Path, signs: int) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz "
    tokenizer = Tokenizer(WordLevel({letter: number for number, letter in enumerate(letters)}, unk_token=" "))
    tokenizer.normalizer = Replace("#", "a phrase in a sign")
    tokenizer.pre_tokenizer = Split("", "isolated")
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    text = "#" * signs + " china " + "tail " * 40
    pair = WordedPair(text, "x", False, text.index("china"))
    (found,) = PairTokenizer(tmp_path / "tokenizer.json", max_tokens=32).tokenize([pair])
    assert "china" in "".join(letters[number] for number in found.ids)
    assert found.truncated
