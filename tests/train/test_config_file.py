"""What a config may say, and how its errors are told."""

from pathlib import Path

import pytest
import yaml

from detente.model.errors import ConfigError
from detente.train.config_file import read_config

GOOD = {"name": "try", "base_model": "random", "data": {"train": ["a.jsonl"], "dev": ["b.jsonl"]}}


def write(folder: Path, content: object) -> Path:
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump(content))
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lerning_rate": 1}, r"lerning_rate: no such key"),
        ({"epoch": 1}, r"epoch: no such key; did you mean 'epochs'"),
        (
            {"optimiser": {"learning_rat": 1}},
            r"optimiser\.learning_rat: no such key; did you mean 'learning_rate'",
        ),
        ({"learning_rate": 1e-4}, r"learning_rate: no such key; did you mean 'optimiser\.learning_rate'\?"),
        (
            {"temperature": 2, "data": {"train": "a.csv", "dev": ["b.csv"]}},
            r"data\.train: a list is accepted, such as \[FILE\]; temperature: .*'distillation\.temperature'",
        ),
        ({"optimiser": {"learning_rate": 3}}, r"optimiser\.learning_rate: .*less than 1"),
        ({"precision": "fp8"}, r"precision: .*'auto', 'bf16' or 'fp32'"),
        ({"wording": {"target": "x"}}, r"wording\.target"),
        ({"name": "../up"}, r"name: "),
        ({"batch_size": True}, r"batch_size: true is not accepted"),
        ({"optimiser": {"weight_decay": False}}, r"optimiser\.weight_decay: false is not accepted"),
        ({"optimiser": {"weight_decay": float("inf")}}, r"optimiser\.weight_decay: .*finite"),
    ],
)
def test_a_wrong_key_or_value_is_named(tmp_path: Path, change: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        read_config(write(tmp_path, GOOD | change))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(write(tmp_path, GOOD | {"epoch": 1, "seed": "x", "batch_size": 0}))
    assert all(word in str(caught.value) for word in ("epoch:", "seed:", "batch_size:"))


def test_overrides_reach_into_sections_and_read_plain_exponents(tmp_path: Path) -> None:
    config = read_config(
        write(tmp_path, GOOD), ["optimiser.learning_rate=1e-4", "epochs=2", "data.train=[c.jsonl, d.jsonl]"]
    )
    assert config.optimiser.learning_rate == 1e-4
    assert config.epochs == 2
    assert config.data.train == [Path("c.jsonl"), Path("d.jsonl")]


@pytest.mark.parametrize("override", ["epochs", "=3", "name.deep=3"])
def test_an_override_that_is_none_is_refused(tmp_path: Path, override: str) -> None:
    with pytest.raises(ConfigError, match=r"KEY=VALUE|not a section"):
        read_config(write(tmp_path, GOOD), [override])


@pytest.mark.parametrize(
    "value", ["[", "!!int ''", "!!float x", "2011-99-99", "!!timestamp x", "9" * 5000, "[" * 1000]
)
def test_a_value_that_no_yaml_reader_can_make_is_refused(tmp_path: Path, value: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(f"seed: {value}")
    with pytest.raises(ConfigError, match=r"config\.yaml: is not valid YAML"):
        read_config(path)
    with pytest.raises(ConfigError, match="the value is not valid YAML"):
        read_config(write(tmp_path, GOOD), [f"seed={value}"])


@pytest.mark.parametrize("text", ["a: [", "- 1", "", "\x00"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"config\.yaml"):
        read_config(path)


def test_every_config_of_the_project_is_valid_and_says_how_to_launch_it(root: Path) -> None:
    paths = sorted((root / "configs").rglob("*.yaml"))
    assert len(paths) >= 4
    for path in paths:
        assert read_config(path).folder.name == path.stem
        opening = [line for line in path.read_text().splitlines() if line.startswith("#")]
        assert any(f"# Launch: detente train configs/{path.name}" in line for line in opening), path
        assert any(line.startswith("# Time:") for line in opening), path


def test_a_key_that_is_given_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("name: try\nepochs: 2\nbase_model: random\nepochs: 3\n")
    with pytest.raises(ConfigError, match=r"duplicate key 'epochs'[^;]*line 4"):
        read_config(path)
    with pytest.raises(ConfigError, match="duplicate key 'dev'"):
        read_config(write(tmp_path, GOOD), ["data={train: [a], dev: [b], dev: [c]}"])


def test_aliases_are_refused_before_they_grow(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    levels = "".join(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 9))
    path.write_text(f"name: try\na0: &a0 [x]\n{levels}report_to: *a8\n")
    with pytest.raises(ConfigError, match=r"alias \*a0: aliases are not accepted") as caught:
        read_config(path)
    assert len(str(caught.value)) < 1000


def test_the_message_stays_short_whatever_the_config_holds(tmp_path: Path) -> None:
    many = {f"key{number}": 1 for number in range(1000)}
    long = {"report_to": ["x" * 100_000], "y" * 100_000: 1}
    with pytest.raises(ConfigError) as caught:
        read_config(write(tmp_path, GOOD | long | many))
    assert len(str(caught.value)) < 10_000
    assert "and 982 more" in str(caught.value)
