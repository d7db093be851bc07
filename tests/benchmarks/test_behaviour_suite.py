"""The behavioural suite is sound, is no training data, and is predicted and counted right."""

import json
import re
from collections import Counter, defaultdict
from types import SimpleNamespace

import pytest
from behaviour_suite import Case, read_suite, run_suite

from detente.model.errors import InputError
from detente.model.labels import NEUTRAL, SOURCES, STANCES, TARGETS
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import ActorFinder
from detente.train.labels.pairs import read_pairs

# The sides that agree hold the stance toward the third jointly: the only stances without one source.
JOINT = "allies_against_a_third"


@pytest.fixture(scope="module")
def suite(root):
    return read_suite(root / "data" / "behaviour")


@pytest.fixture(scope="module")
def card(root):
    return (root / "data" / "behaviour" / "README.md").read_text(encoding="utf-8")


def case(number, *, skill="thanks", label="hostile", source="CN", **more):
    return Case(f"{skill}-{number}", skill, f"Statement {number} on Seoul.", "KR", label, source, **more)


def write_cases(folder, skill, rows):
    path = folder / f"{skill}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def row(number, **more):
    text = f"Statement {number} on Seoul."
    fixed = {"id": f"thanks-{number}", "skill": "thanks", "text": text, "target": "KR", "label": NEUTRAL}
    return {**fixed, "source": None, "group": None, **more}


def answering(*answers):
    """A classifier that gives these (stance, source) answers, whatever it is asked."""

    def predict_pairs(pairs):
        return [
            Prediction(text, target, stance, score=0.9, source=source)
            for (text, target), (stance, source) in zip(pairs, answers, strict=True)
        ]

    return SimpleNamespace(predict_pairs=predict_pairs)


def folded(text):
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_the_suite_is_large_and_so_is_every_skill(suite):
    assert len(suite) >= 640
    assert min(Counter(case.skill for case in suite).values()) >= 20


def test_no_case_stands_twice(suite):
    assert len({case.id for case in suite}) == len(suite)
    assert len({(folded(case.text), case.target) for case in suite}) == len(suite)


def test_codes_are_those_of_the_codebook(suite):
    assert {case.target for case in suite} == set(TARGETS)
    assert {case.label for case in suite} == set(STANCES)
    assert {case.source for case in suite} == {*SOURCES, None}


def test_a_stance_has_a_source_and_a_neutral_case_none(suite):
    for case in suite:
        if case.label == NEUTRAL:
            assert case.source is None, case.id
        elif case.skill != JOINT:
            assert case.source is not None, case.id


def test_the_source_is_never_the_target(suite):
    assert [case.id for case in suite if case.source == case.target] == []


def test_statements_are_of_a_natural_length(suite):
    assert [case.id for case in suite if not 8 <= len(case.text.split()) <= 35] == []


def test_no_case_of_the_suite_stands_in_the_data(suite, root):
    files = [root / "data" / f"{name}.jsonl" for name in ("train", "dev", "test")]
    known = {folded(pair.text) for file in files for pair in read_pairs(file)}
    assert known.isdisjoint(folded(case.text) for case in suite)


def test_every_target_is_found_in_its_statement(suite):
    finder = ActorFinder.from_files()
    assert [case.id for case in suite if not finder.find(case.text, [case.target])] == []


def test_a_role_swap_moves_the_stance_to_the_other_actor(suite):
    groups = defaultdict(list)
    for case in suite:
        if case.skill == "role_swap":
            groups[case.group].append(case)
    assert len(groups) >= 25
    for cases in groups.values():
        stances = {(case.text, case.target): case.label for case in cases}
        texts, targets = {case.text for case in cases}, {case.target for case in cases}
        assert (len(cases), len(texts), len(targets)) == (4, 2, 2)
        assert all(Counter(stances[text, target] for text in texts)[NEUTRAL] == 1 for target in targets)
        assert all(Counter(stances[text, target] for target in targets)[NEUTRAL] == 1 for text in texts)


def test_an_invariance_frame_has_every_actor_once_and_one_label(suite):
    groups = defaultdict(list)
    for case in suite:
        if case.skill == "invariance":
            groups[case.group].append(case)
    assert len(groups) >= 25
    for cases in groups.values():
        assert [case.target for case in cases] == list(TARGETS)
        assert len({case.label for case in cases}) == 1


def test_the_card_states_the_counts(suite, card):
    for skill, count in Counter(case.skill for case in suite).items():
        assert f"| `{skill}` | {count} |" in card
    labels = Counter(case.label for case in suite)
    counts = ", ".join(f"{labels[label]} {label}" for label in STANCES)
    assert f"{len(suite)} cases, {len({case.text for case in suite})} statements: {counts}." in card


def test_passes_are_counted_by_skill_and_over_all():
    suite = [case(1), case(2), case(3, skill="talks", label=NEUTRAL, source=None)]
    result = run_suite(answering(("hostile", "CN"), (NEUTRAL, None), (NEUTRAL, None)), suite)
    rates = {skill: (rate.cases, rate.passed, rate.rate) for skill, rate in result.skills.items()}
    assert rates == {"thanks": (2, 1, 0.5), "talks": (1, 1, 1.0)}
    assert (result.overall.cases, result.overall.passed) == (3, 2)
    assert [outcome.case.id for outcome in result.failures] == ["thanks-2"]


def test_sources_are_counted_only_where_a_case_has_one():
    suite = [case(1), case(2), case(3, source=None), case(4, skill="talks", label=NEUTRAL, source=None)]
    answers = answering(("hostile", "CN"), ("hostile", "US"), ("hostile", "US"), ("hostile", "US"))
    result = run_suite(answers, suite)
    assert (result.overall.sourced, result.overall.sources_passed) == (2, 1)
    assert result.overall.source_rate == 0.5
    assert result.skills["talks"].source_rate is None


def test_a_case_that_cannot_be_predicted_is_not_passed():
    faulty = Prediction(None, "KR", error="text is too long")
    result = run_suite(SimpleNamespace(predict_pairs=lambda pairs: [faulty]), [case(1)])
    assert (result.overall.passed, len(result.failures)) == (0, 1)


def test_no_cases_have_no_rate():
    assert run_suite(answering(), []).overall.rate is None


def test_a_suite_is_read_file_by_file(tmp_path):
    write_cases(tmp_path, "thanks", [row(1, group="a"), row(2, label="hostile", source="CN")])
    write_cases(tmp_path, "asking", [row(3, skill="asking")])
    found = read_suite(tmp_path)
    assert [case.id for case in found] == ["thanks-3", "thanks-1", "thanks-2"]
    assert [(case.source, case.group) for case in found] == [(None, None), (None, "a"), ("CN", None)]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"label": "friendly"}, "label 'friendly' is not known"),
        ({"target": "JP"}, "target 'JP' is not known"),
        ({"source": "CN"}, "source is 'CN' on a neutral row"),
        ({"skill": "talks"}, "skill is 'talks' in the file of 'thanks'"),
        ({"id": None}, "has no 'id'"),
        ({"group": 7}, "group is of type int"),
        ({"id": "thanks-1"}, "id 'thanks-1' stands 2 times"),
    ],
)
def test_faults_are_told_with_their_place(tmp_path, bad, message):
    write_cases(tmp_path, "thanks", [row(1), row(2, **bad)])
    with pytest.raises(InputError, match=re.escape(message)):
        read_suite(tmp_path)


def test_a_folder_without_a_suite_is_refused(tmp_path):
    with pytest.raises(InputError, match="holds no behavioural suite"):
        read_suite(tmp_path)
