"""The evaluation of one or two checkpoints as a page: scores, groups, calibration, and the worst errors."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from detente.model.labels import STANCES
from detente.report.chart_library import chart_library
from detente.report.evaluation.charts import (
    FEWEST_DRAWN,
    confidence_chart,
    drawn_groups,
    reliability_chart,
    score_chart,
    score_domain,
    system_chart,
)
from detente.report.evaluation.content import evaluation_content
from detente.report.page import Page

_GROUPING_NOTES: Final[Mapping[str, str]] = {
    "target": "Toward whom the pair is judged.",
    "source": "Who holds the stance, by the label. Neutral pairs have no source, so two stances are averaged here.",
    "corpus": "Where the statement comes from.",
    "length": "How many words the statement has.",
}


def evaluation_page(evaluation: Mapping[str, Any], *, texts: Mapping[str, str]) -> Page:
    """Make the page of an evaluation as `evaluation.json` holds it.

    `texts` maps the id of a statement to its text: the page shows the most confident errors, which the JSON has
    without their statements. Raises KeyError where the evaluation lacks a field or `texts` an id.
    """
    content = evaluation_content(evaluation, texts)
    first, *others = (card["system"] for card in content["checkpoints"])
    charts = _charts(content)
    names = " and ".join(evaluation["checkpoints"])
    return Page(
        title=f"Evaluation of {names}",
        template="evaluation.html",
        context={
            **content,
            "data": evaluation["data"],
            "command": evaluation["command"],
            "first": first,
            "second": others[0] if others else None,
            "stances": STANCES,
            "notes": _GROUPING_NOTES,
            "charts": charts,
            "fewest_drawn": FEWEST_DRAWN,
            "score_rows": _score_rows(content["systems"]),
            "shares": _row_shares,
            "signed": _signed,
            "finding": _finding,
        },
        styles=("evaluation/evaluation.css",),
        scripts=("evaluation/charts.js",),
        data={"charts": charts},
        libraries=(chart_library(),),
    )


def _charts(content: Mapping[str, Any]) -> dict[str, Any]:
    names = [card["system"]["name"] for card in content["checkpoints"]]
    scores = [
        score
        for grouping in content["groupings"]
        for group in drawn_groups(grouping)
        for score in group["macro_f1"]
        if score is not None
    ]
    whole, domain = content["systems"][0]["macro_f1"]["value"], score_domain(scores)
    charts = {
        f"by-{grouping['name']}": score_chart(grouping, names, whole=whole, domain=domain)
        for grouping in content["groupings"]
        if drawn_groups(grouping)
    }
    for number, card in enumerate(content["checkpoints"]):
        charts[f"reliability-{number}"] = reliability_chart(card["certainty"])
        charts[f"confidence-{number}"] = confidence_chart(card["certainty"]["after"]["bins"])
    if len(content["systems"]) > 1:
        charts["systems"] = system_chart(content["systems"])
    return charts


def _score_rows(systems: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[tuple[str, str]]]]:
    # A row a score: its name, and for each system the value and the interval as texts.
    rows = [
        ("macro-F1", [_texts(system["macro_f1"]) for system in systems]),
        ("accuracy", [_texts(system["accuracy"]) for system in systems]),
        ("accuracy, surest 80 %", [(f"{system['confident_accuracy']:.3f}", "") for system in systems]),
        (
            "source accuracy, where the stance is right",
            [_texts(system["source_accuracy"]) for system in systems],
        ),
        (
            "stance and source right, of pairs with both",
            [_texts(system["dyad_accuracy"]) for system in systems],
        ),
        ("expected calibration error", [(f"{system['calibration_error']:.3f}", "") for system in systems]),
        ("Brier score", [(f"{system['brier_score']:.3f}", "") for system in systems]),
        ("pairs that could not be judged", [(f"{system['errors']:,}", "") for system in systems]),
    ]
    if len(systems) > 1:
        ahead = f"macro-F1 of {systems[0]['name']} less this"
        rows.append((ahead, [_difference_texts(system["difference"]) for system in systems]))
    return rows


def _texts(score: Mapping[str, float] | None) -> tuple[str, str]:
    return (
        ("–", "") if score is None else (f"{score['value']:.3f}", f"{score['low']:.3f}–{score['high']:.3f}")
    )


def _difference_texts(found: Mapping[str, float] | None) -> tuple[str, str]:
    return (
        ("", "")
        if found is None
        else (_signed(found["value"]), f"{_signed(found['low'])} to {_signed(found['high'])}")
    )


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")


def _row_shares(confusion: Sequence[Sequence[int]]) -> list[list[tuple[int, float]]]:
    # Each count with its share of the row: of the pairs with this label, how many got this prediction.
    return [[(count, count / max(1, sum(row))) for count in row] for row in confusion]


def _finding(difference: Mapping[str, float]) -> str:
    """Say which checkpoint is ahead by the interval of the difference, or that these pairs do not decide it."""
    if difference["low"] > 0:
        return "ahead"
    return "behind" if difference["high"] < 0 else "undecided"
