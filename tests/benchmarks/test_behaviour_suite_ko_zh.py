"""The behavioural suites in Korean and Chinese are sound, stand in no data, and can be chosen by language."""

import re
from collections import Counter, defaultdict
from types import SimpleNamespace

import behaviour
import pytest
from behaviour_suite import read_suite

from detente.model.labels import NEUTRAL, STANCES, TARGETS
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import ActorFinder
from detente.train.labels.pairs import read_pairs

LANGUAGES = ["ko", "zh"]
# Natural wordings in which the finder does not find the target; the card of the suite tells of them.
NOT_FOUND = {
    "ko": [],
    "zh": ["zh-headline-characters-005", "zh-headline-characters-008", "zh-incidental-names-004"],
}
SCRIPTS = {"ko": re.compile(r"[가-힣]"), "zh": re.compile(r"[\u4e00-\u9fff]")}


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def suite(root, language):
    return read_suite(root / "data" / "behaviour" / language)


def folded(text):
    return "".join(re.findall(r"\w+", text.casefold()))


def test_a_suite_has_a_hundred_cases_or_a_few_more(suite):
    assert 100 <= len(suite) <= 110
    skills = Counter(case.skill for case in suite)
    assert len(skills) >= 16
    assert min(skills.values()) >= 3


def test_no_stance_and_no_target_is_rare(suite):
    assert min(Counter(case.label for case in suite)[stance] for stance in STANCES) >= 30
    assert min(Counter(case.target for case in suite)[target] for target in TARGETS) >= 20


def test_no_case_stands_twice(suite):
    assert len({(folded(case.text), case.target) for case in suite}) == len(suite)


def test_ids_tell_language_and_skill(suite, language):
    stems = {case.id: f"{language}-{case.skill.replace('_', '-')}" for case in suite}
    assert [name for name, stem in stems.items() if not re.fullmatch(rf"{stem}-\d{{3}}", name)] == []


def test_a_stance_has_a_source_that_is_not_the_target(suite):
    assert [case.id for case in suite if (case.label == NEUTRAL) != (case.source is None)] == []
    assert [case.id for case in suite if case.source == case.target] == []


def test_statements_are_in_their_language_and_of_a_natural_length(suite, language):
    assert [case.id for case in suite if not 12 <= len(case.text) <= 70] == []
    assert [case.id for case in suite if not SCRIPTS[language].search(case.text)] == []


def test_the_targets_of_one_statement_share_a_group(suite):
    groups = defaultdict(set)
    for case in suite:
        groups[case.text].add(case.group)
    counts = Counter(case.text for case in suite)
    assert all(len(found) == 1 for found in groups.values())
    assert all(None not in groups[text] for text, count in counts.items() if count > 1)


def test_a_role_swap_moves_the_stance_to_the_other_actor(suite):
    groups = defaultdict(dict)
    for case in suite:
        if case.skill == "role_swap":
            groups[case.group][case.text, case.target] = case.label
    assert len(groups) == 3
    for labels in groups.values():
        texts, targets = ({key[at] for key in labels} for at in (0, 1))
        assert (len(labels), len(texts), len(targets)) == (4, 2, 2)
        assert all(Counter(labels[text, target] for text in texts)[NEUTRAL] == 1 for target in targets)
        assert all(Counter(labels[text, target] for target in targets)[NEUTRAL] == 1 for text in texts)


def test_no_case_stands_in_the_data_of_its_language(suite, root, language):
    files = [root / "data" / language / f"{name}.jsonl" for name in ("train", "dev", "test")]
    known = {folded(pair.text) for file in files for pair in read_pairs(file)}
    assert known.isdisjoint(folded(case.text) for case in suite)


def test_targets_are_found_but_for_those_that_the_card_names(suite, language):
    finder = ActorFinder.from_files()
    missed = [case.id for case in suite if not finder.find(case.text, [case.target])]
    assert missed == NOT_FOUND[language]


def test_the_card_states_the_counts(suite, root):
    card = (root / "data" / "behaviour" / "README.md").read_text(encoding="utf-8")
    for skill, count in Counter(case.skill for case in suite).items():
        assert f"| `{skill}` | {count} |" in card
    labels = Counter(case.label for case in suite)
    counts = ", ".join(f"{labels[label]} {label}" for label in STANCES)
    assert f"{len(suite)} cases, {len({case.text for case in suite})} statements: {counts}." in card


@pytest.mark.parametrize(
    ("arguments", "checkpoint", "name"),
    [
        (["--language", "ko"], "published-multi", "behaviour/ko"),
        (["--language", "zh"], "published-multi", "behaviour/zh"),
        (["folder", "--language", "ko"], "folder", "behaviour/ko"),
        ([], "published", "behaviour"),
    ],
)
def test_the_command_runs_the_suite_of_a_language(monkeypatch, capsys, arguments, checkpoint, name):
    loaded = []

    def load(names):
        loaded.extend(names)
        return SimpleNamespace(name="stand-in", backend="none", predict_pairs=predict_pairs)

    def predict_pairs(pairs):
        return [Prediction(text, target, NEUTRAL, score=0.9) for text, target in pairs]

    monkeypatch.setattr(behaviour, "load_together", load)
    behaviour.main(arguments)
    assert loaded == [checkpoint]
    assert f"on {name}\n" in capsys.readouterr().out
