"""NewsMTSC and other labels with targets of any name: read, marked where they stand, trained and scored by a config."""

import json
from pathlib import Path

import pytest

from detente.model import StanceClassifier
from detente.model.errors import ConfigError, InputError
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statement_id import statement_id
from detente.model.wording import Wording
from detente.train.config_file import read_config
from detente.train.dataset import word_pairs
from detente.train.evaluate.evaluation import evaluate, predict_labelled
from detente.train.labels.newsmtsc import read_newsmtsc
from detente.train.labels.pairs import LabelledPair, read_pairs, write_pairs
from detente.train.run import train
from detente.train.run_pairs import read_run_pairs

DEEDS = {2: "slandered", 4: "met", 6: "rescued"}
NAMES = ("Ada Quill", "Bo", "Trump", "the baker", "Washington")


def sentences(number=60):
    rows = []
    for at in range(number):
        polarity = (2, 4, 6)[at % 3]
        one, other = NAMES[at % 5], NAMES[(at + 1 + at // 5 % 3) % 5]
        text = f"In case {at}, {one} {DEEDS[polarity]} {other} again."
        places = [(one, 4), (other, float(polarity))]
        rows.append(
            {
                "primary_gid": str(at),
                "sentence_normalized": text,
                "targets": [
                    {
                        "mention": name,
                        "from": text.index(name),
                        "to": text.index(name) + len(name),
                        "polarity": how,
                    }
                    for name, how in places
                ],
            }
        )
    return rows


def write_rows(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def run(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of configs/newsmtsc.yaml on sentences of the test's own, from random weights."""
    folder = tmp_path_factory.mktemp("newsmtsc")
    for name in ("train", "devtest_rw", "devtest_mt"):
        write_rows(folder / f"{name}.jsonl", sentences())
    overrides = [
        "base_model=random",
        "epochs=1",
        "held_out=0.2",
        "optimiser.learning_rate=0.01",
        "max_tokens=48",
    ]
    config = read_config(
        root / "configs" / "newsmtsc.yaml",
        [
            f"run_folder={folder / 'run'}",
            f"data.train=[{folder / 'train.jsonl'}]",
            *(f"data.{each}" if each.startswith("held_out") else each for each in overrides),
        ],
    )
    train(config, version="0")
    return folder


def test_every_target_is_a_pair_named_by_its_mention_at_its_place(tmp_path):
    pairs = read_newsmtsc(write_rows(tmp_path / "a.jsonl", sentences(3)))
    assert [pair.label for pair in pairs] == [
        "neutral",
        "hostile",
        "neutral",
        "neutral",
        "neutral",
        "cooperative",
    ]
    assert all(pair.source is None and pair.corpus == "newsmtsc" for pair in pairs)
    assert all(pair.text[slice(*pair.span)] == pair.target for pair in pairs)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"from": 5}, r"line 1: mention 'Bo' does not stand at 5-2"),
        ({"from": "0"}, r"mention 'Bo' does not stand at 0-2"),
        ({"polarity": 3}, r"line 1: polarity 3 is not known; accepted are 2, 4, 6"),
        ({"polarity": [2]}, r"polarity \[2\] is not known"),
        ({"mention": "Ba"}, r"mention 'Ba' does not stand at 0-2"),
    ],
)
def test_a_target_of_another_form_is_named_with_its_line(tmp_path, change, message):
    target = {"mention": "Bo", "from": 0, "to": 2, "polarity": 2} | change
    path = write_rows(tmp_path / "a.jsonl", [{"sentence_normalized": "Bo left.", "targets": [target]}])
    with pytest.raises(InputError, match=message):
        read_newsmtsc(path)


def test_a_file_of_another_kind_or_without_targets_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"line 1: has no text 'sentence_normalized' with a list 'targets'"):
        read_newsmtsc(write_rows(tmp_path / "a.jsonl", [{"text": "Bo left."}]))
    with pytest.raises(InputError, match=r"target 'Bo' is no object"):
        read_newsmtsc(
            write_rows(tmp_path / "b.jsonl", [{"sentence_normalized": "Bo left.", "targets": ["Bo"]}])
        )
    with pytest.raises(InputError, match="holds no targets"):
        read_newsmtsc(write_rows(tmp_path / "c.jsonl", [{"sentence_normalized": "Bo left.", "targets": []}]))


def test_the_mention_that_is_meant_is_marked_and_no_other():
    text = "Trump told Trump that Washington was cold."
    pairs = [
        LabelledPair("1", text, "Trump", "neutral", span=(11, 16)),
        LabelledPair("2", text, "US", "neutral", span=(22, 32)),
        LabelledPair("3", text, "US", "neutral"),
    ]
    worded = word_pairs(pairs, finder=ActorFinder.from_files(), wording=Wording(), max_tokens=64)
    assert worded[0][:2] == ("Trump told [ Trump ] that Washington was cold.", "Trump")
    assert worded[1][:2] == ("Trump told Trump that [ Washington ] was cold.", "United States")
    assert worded[2].text == "[ Trump ] told [ Trump ] that [ Washington ] was cold."


def test_a_place_survives_writing_and_reading_and_a_wrong_one_is_named(tmp_path):
    pair = LabelledPair(statement_id("Bo left."), "Bo left.", "Bo", "neutral", span=(0, 2))
    unplaced = LabelledPair(statement_id("Al left."), "Al left.", "Al", "neutral")
    write_pairs(tmp_path / "a.jsonl", [pair, unplaced])
    assert read_pairs(tmp_path / "a.jsonl", allowed_targets=None) == [pair, unplaced]
    assert "mention" not in (tmp_path / "a.jsonl").read_text().splitlines()[1]
    with pytest.raises(InputError, match=r"target 'Bo' is not known"):
        read_pairs(tmp_path / "a.jsonl")
    (tmp_path / "b.csv").write_text("text,target,label,mention_start,mention_end\nBo left.,Bo,neutral,0,9\n")
    with pytest.raises(
        InputError, match=r"line 2: mention_start '0', mention_end '9': two whole numbers .* 8 char"
    ):
        read_pairs(tmp_path / "b.csv", allowed_targets=None)


@pytest.mark.slow
def test_the_config_trains_on_targets_of_any_name_and_its_checkpoint_predicts_them(run):
    classifier = StanceClassifier.from_pretrained(run / "run" / "checkpoint")
    settings = classifier.checkpoint.settings
    assert settings.targets == {}
    assert [(entry["file"], entry["pairs"]) for entry in settings.data["train"]] == [("train.jsonl", 96)]
    assert [(entry["file"], entry["pairs"]) for entry in settings.data["dev"]] == [("train.jsonl", 24)]
    pairs = read_newsmtsc(run / "devtest_mt.jsonl")
    predictions = predict_labelled(classifier, pairs)
    assert [prediction.error for prediction in predictions] == [None] * len(pairs)
    assert [prediction.target for prediction in predictions] == [pair.target for pair in pairs]
    assert [(p.mentions[0].start, p.mentions[0].end) for p in predictions] == [pair.span for pair in pairs]
    assert evaluate(classifier, pairs).errors == 0


@pytest.mark.slow
def test_the_benchmark_prints_both_files_beside_the_paper(run, capsys, root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    import newsmtsc as benchmark

    benchmark.main([str(run / "run" / "checkpoint"), str(run)])
    printed = capsys.readouterr().out.splitlines()
    score = evaluate(
        StanceClassifier.from_pretrained(run / "run" / "checkpoint"), read_newsmtsc(run / "devtest_rw.jsonl")
    )
    assert printed[-2].split()[:3] == ["devtest_rw.jsonl", "120", f"{100 * score.macro_f1.value:.1f}"]
    assert [line.split()[-1] for line in printed[-2:]] == ["83.1", "82.5"]


@pytest.mark.slow
def test_labels_of_ones_own_with_targets_of_ones_own_need_a_config_alone(root, tmp_path):
    rows = [
        pair for pair in read_newsmtsc(write_rows(tmp_path / "a.jsonl", sentences())) if pair.target != "Bo"
    ]
    own = [LabelledPair(pair.id, pair.text, pair.target, pair.label) for pair in rows]
    write_pairs(tmp_path / "own.jsonl", own)
    base = [f"run_folder={tmp_path / 'run'}", f"data.train=[{tmp_path / 'own.jsonl'}]", "data.dev=[]"]
    overrides = [*base, "data.held_out=0.2", "data.targets=any", "data.limit=null"]
    result = train(read_config(root / "configs" / "smoke.yaml", overrides), version="0")
    (prediction,) = StanceClassifier.from_pretrained(result.checkpoint).predict_pairs(
        [("Ada Quill left.", "Ada Quill")]
    )
    assert prediction.error is None
    assert prediction.mentions[0].end == 9


def test_held_out_statements_are_apart_and_the_same_for_a_seed(root, tmp_path):
    path = write_rows(tmp_path / "train.jsonl", sentences())
    config = read_config(root / "configs" / "newsmtsc.yaml", [f"data.train=[{path}]", "data.held_out=0.25"])
    pairs = read_run_pairs(config.data, seed=3)
    assert pairs == read_run_pairs(config.data, seed=3)
    kept, held = ({pair.text for pair in part} for part in (pairs.training, pairs.development))
    assert not kept & held
    assert len(held) == 15
    assert len(pairs.training) + len(pairs.development) == 120


@pytest.mark.parametrize("overrides", [["data.dev=[data/dev.jsonl]"], ["data.held_out=null"]])
def test_dev_is_given_by_files_or_as_a_share_and_not_both(root, overrides):
    with pytest.raises(ConfigError, match="give either dev, a list of files, or held_out"):
        read_config(root / "configs" / "newsmtsc.yaml", overrides)


def test_a_place_outside_its_statement_costs_its_own_pair_alone(tiny_checkpoint):
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint)
    bad, good = classifier.predict_pairs([("Bo left.", "Bo")] * 2, spans=[(3, 99), (0, 2)])
    assert bad.error == "span 3-99 lies outside the statement, which has 8 characters"
    assert good.error is None
    with pytest.raises(InputError, match="1 span was given for 2 pairs"):
        classifier.predict_pairs([("Bo left.", "Bo")] * 2, spans=[None])
