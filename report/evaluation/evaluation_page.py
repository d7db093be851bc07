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
from detente.report.evaluation.content import Fields, evaluation_content
from detente.report.page import Page

_GROUPING_NOTES: Final[Mapping[str, str]] = {
    "target": "The target of the pair.",
    "source": "Who holds the stance, by the label. Neutral pairs have no source, so two stances are averaged here.",
    "corpus": "Where the statement comes from.",
    "length": "How many words the statement has.",
}
_SCORES: Final[Mapping[str, str]] = {
    "macro-F1": "macro_f1",
    "accuracy": "accuracy",
    "accuracy, surest 80 %": "confident_accuracy",
    "source accuracy, where the stance is right": "source_accuracy",
    "stance and source right, of pairs with both": "dyad_accuracy",
    "expected calibration error": "calibration_error",
    "Brier score": "brier_score",
}


def evaluation_page(evaluation: Fields, *, texts: Mapping[str, str]) -> Page:
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


def _charts(content: Fields) -> dict[str, Any]:
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


def _score_rows(systems: Sequence[Fields]) -> list[tuple[str, list[tuple[str, str]]]]:
    # For each score its name, and for each system the value and the interval as texts.
    rows = [(title, [_texts(system[score]) for system in systems]) for title, score in _SCORES.items()]
    rows.append(("pairs that could not be predicted", [(f"{system['errors']:,}", "") for system in systems]))
    if len(systems) > 1:
        ahead = f"macro-F1 of {systems[0]['name']} less this"
        rows.append((ahead, [_difference_texts(system["difference"]) for system in systems]))
    return rows


def _texts(score: Fields | float | None) -> tuple[str, str]:
    if score is None:
        return "–", ""
    if isinstance(score, float | int):
        return f"{score:.3f}", ""
    return f"{score['value']:.3f}", f"{score['low']:.3f}–{score['high']:.3f}"


def _difference_texts(difference: Fields | None) -> tuple[str, str]:
    if difference is None:
        return "", ""
    value, low, high = (_signed(difference[name]) for name in ("value", "low", "high"))
    return value, f"{low} to {high}"


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")


def _row_shares(confusion: Sequence[Sequence[int]]) -> list[list[tuple[int, float]]]:
    # Each count with its share of the row: of the pairs with this label, how many got this prediction.
    return [[(count, count / max(1, sum(row))) for count in row] for row in confusion]


def _finding(difference: Fields) -> str:
    """Say which checkpoint is ahead by the interval of the difference, or that these pairs do not decide it."""
    if difference["low"] > 0:
        return "ahead"
    return "behind" if difference["high"] < 0 else "undecided"
