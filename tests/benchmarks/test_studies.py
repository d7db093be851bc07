"""Studies: which pairs a run keeps, what it is scored on, and that finished runs are not run again."""

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from detente.model.errors import ConfigError
from detente.train.config_file import read_config
from detente.train.labels.pairs import LabelledPair


@pytest.fixture(scope="module")
def studies(root: Path) -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("studies", root / "benchmarks" / "studies.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["studies"] = module  # pydantic looks its own annotations up there
    spec.loader.exec_module(module)
    yield module
    del sys.modules["studies"]


def pair(number: int, **given: str) -> LabelledPair:
    return LabelledPair(
        id=f"id{number}", text=f"Beijing thanked Seoul {number} times.", target="CN", label="neutral", **given
    )


def test_a_share_of_the_statements_holds_every_smaller_share(studies: ModuleType) -> None:
    pairs = [pair(number) for number in range(2000)]
    quarter, half = ({p.id for p in pairs if studies.Study(share=share).takes(p)} for share in (0.25, 0.5))
    assert quarter < half
    assert 440 < len(quarter) < 560
    assert 940 < len(half) < 1060


def test_what_is_left_out_of_training_is_what_is_scored_as_unseen(studies: ModuleType) -> None:
    study = studies.Study(leave_out=["ungdc"])
    assert not study.takes(pair(1, corpus="ungdc"))
    assert study.unseen(pair(1, corpus="ungdc"))
    assert study.takes(pair(2, corpus="kcna_2011"))
    assert not study.unseen(pair(2, corpus="kcna_2011"))


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"corpus": "ungdc", "date": "2016-12-31"}, True),
        ({"corpus": "ungdc", "date": "2017-01-01"}, False),
        ({"corpus": "ungdc", "date": "2016"}, True),
        ({"corpus": "ungdc", "date": "2017"}, False),
        ({"corpus": "ungdc", "date": "2017-01"}, False),
        ({"corpus": "ungdc"}, False),
        ({}, True),  # an invented statement is of no time
    ],
)
def test_a_split_by_time_trains_on_what_is_known_to_be_older(
    studies: ModuleType, given: dict[str, str], taken: bool
) -> None:
    assert studies.Study(before="2017-01-01").takes(pair(1, **given)) is taken


def test_the_plan_of_the_project_is_valid_and_its_settings_too(studies: ModuleType, root: Path) -> None:
    plan = studies.read_plan(root / "benchmarks" / "studies.yaml")
    for study in plan.runs.values():
        assert read_config(root / plan.config, [*plan.set, *study.set]).data.soft == [] or study.set[1:]
    real = (root / "data" / "real" / "test.jsonl").read_text(encoding="utf-8")
    corpora = {json.loads(line)["corpus"] for line in real.splitlines()}
    assert {name for study in plan.runs.values() for name in study.leave_out} <= corpora


def test_the_plan_for_three_languages_leaves_out_what_its_runs_say(studies: ModuleType, root: Path) -> None:
    plan = studies.read_plan(root / "benchmarks" / "studies_multi.yaml")
    trained = {
        name: {path.parent.name + "/" + path.name.split("_")[0] for path in config.data.train}
        for name, study in plan.runs.items()
        for config in [read_config(root / plan.config, [*plan.set, *study.set])]
    }
    assert trained["English alone"] == {"hydrated/train", "data/train.jsonl"}
    assert trained["own renderings alone"] == {"ko/train.jsonl", "zh/train.jsonl"}
    assert trained["real Korean and Chinese alone"] == {"hydrated/ko", "hydrated/zh"}
    assert set(plan.also) == {"Korean", "Chinese"}


def test_every_further_file_gets_a_column(studies: ModuleType) -> None:
    row = {"pairs": 10, "dev": 0.5, "test": [0.6, 0.5, 0.7], "also": {"Korean": [0.4, 0.3, 0.5]}}
    header, _, first, second = studies.table({"a": row, "b": row | {"also": {}}}).splitlines()
    assert header.endswith("| loss against the run beside | Korean |")
    assert first.endswith("|  | 0.400 (0.300 to 0.500) |")
    assert second.count("|") == header.count("|")


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("runs: {one: {beside: two}}", "one: beside 'two', which is no run before it"),
        ("runs: {one: {}}\nseeds: [one, two]", "seeds: 'two' is none of the runs"),
    ],
)
def test_a_plan_that_names_a_run_it_has_not_is_refused(
    studies: ModuleType, tmp_path: Path, end: str, told: str
) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(f"config: c.yaml\ntest: t.jsonl\n{end}\n")
    with pytest.raises(ConfigError, match=told):
        studies.read_plan(plan)


def test_the_spread_over_seeds_is_told_of_those_that_are_there(studies: ModuleType) -> None:
    rows = {
        name: {"dev": dev, "test": [test, 0.0, 1.0]}
        for name, dev, test in (("a", 0.7, 0.6), ("b", 0.8, 0.62), ("other", 0.1, 0.1))
    }
    told = "Mean of 2 seeds: 0.750 with a deviation of 0.071 on dev, 0.610 with a deviation of 0.014 on test."
    assert studies.spread(rows, ["a", "b", "missing"]).strip() == told
    assert studies.spread(rows, ["a", "missing"]) == ""


@pytest.mark.slow
@pytest.mark.long
def test_runs_are_trained_scored_and_not_trained_again(
    studies: ModuleType, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.yaml"
    lines = (root / "data" / "test.jsonl").read_text(encoding="utf-8").splitlines()[:24]
    test = tmp_path / "test.jsonl"
    rows = [
        {**json.loads(line), "corpus": "ungdc" if number % 2 else None} for number, line in enumerate(lines)
    ]
    test.write_text("".join(json.dumps(row) + "\n" for row in rows))
    own = root / "data" / "dev.jsonl"
    plan.write_text(
        f"config: {root}/configs/smoke.yaml\ntest: {test}\n"
        f"set: ['data.train=[{own}]', 'data.dev=[{own}]', data.limit=32, batch_size=8]\n"
        "runs:\n  whole: {}\n  half: {share: 0.5, leave_out: [ungdc], beside: whole}\n"
        "  again: {beside: whole}\nseeds: [whole, again]\n"
    )
    call = [str(plan), "-o", str(tmp_path / "out"), "--runs", str(tmp_path / "runs")]
    with pytest.raises(ConfigError, match="half: is compared with 'whole', which is not trained"):
        studies.main([*call, "--only", "half"])
    studies.main(call)
    first = capsys.readouterr()
    found = json.loads((tmp_path / "out" / "studies.json").read_text())
    assert list(found) == ["whole", "half", "again"]
    assert found["again"]["less"] == [0, 0, 0]  # on all test pairs: it is the same run
    assert "unseen" not in found["again"]
    assert found["half"]["pairs"] < found["whole"]["pairs"] == 395
    assert found["half"]["unseen_pairs"] == 12
    assert found["half"]["less"][1] <= found["half"]["less"][0] <= found["half"]["less"][2]
    shown = (tmp_path / "out" / "studies.md").read_text()
    assert first.out.endswith(shown)  # after what the Trainer says of each training
    studies.main(call)
    second = capsys.readouterr()
    assert second.out == shown
    assert "training" in first.err
    assert "training" not in second.err


def test_a_run_s_folder_holds_no_sign_that_settings_take_apart(studies: ModuleType, tmp_path: Path) -> None:
    folder = studies.study_folder("All of it, twice [seed=1]", tmp_path)
    assert folder == tmp_path / "all-of-it-twice-seed-1"
    config = read_config(Path("configs/smoke.yaml"), [f"data.train=[{folder / 'train.jsonl'}]"])
    assert list(config.data.train) == [folder / "train.jsonl"]
