"""The charts of the evaluation page as Vega-Lite specs; a colour is the name of a token of `shell.css`."""

from collections.abc import Sequence
from typing import Any, Final

import altair as alt

from detente.report.evaluation.content import Fields

Spec = dict[str, Any]

# The first checkpoint is a full circle, the second a hollow diamond: told apart without colour.
_SHAPES: Final = ("circle", "diamond")
_STROKES: Final = ("--accent", "--ink")
_FILLS: Final = ("--accent", "--panel")

# An interval from fewer pairs than this says nothing and would stretch the axis of all others.
FEWEST_DRAWN: Final = 10

# The top one of three probabilities is never below a third.
_THIRD: Final = 0.3
_PROBABILITY: Final = alt.Scale(domain=[_THIRD, 1], nice=False)
_ROW_HEIGHT: Final = 30
_SQUARE: Final = 300
# Room for the numbers beside the vertical axis, equal in charts that share a horizontal one.
_AXIS_WIDTH: Final = 44


def score_chart(grouping: Fields, names: Sequence[str], *, whole: float, domain: tuple[float, float]) -> Spec:
    """Macro-F1 of each group that is large enough, a dot a checkpoint in `names`, and a line at the `whole`."""
    rows = [
        _dot(group["name"], name, score)
        for group in drawn_groups(grouping)
        for name, score in zip(names, group["macro_f1"], strict=True)
        if score is not None
    ]
    described = f"Macro-F1 with 95 % interval by {grouping['name']}, for {' and '.join(names)}."
    return _dot_plot(rows, names, whole=whole, domain=domain, described=described)


def drawn_groups(grouping: Fields) -> list[Fields]:
    """The groups that have enough pairs to be drawn."""
    return [group for group in grouping["groups"] if group["pairs"] >= FEWEST_DRAWN]


def system_chart(systems: Sequence[Fields]) -> Spec:
    """Macro-F1 of each classifier with its interval, and a line at that of the first."""
    rows = [_dot(system["name"], "", system["macro_f1"]) for system in systems]
    domain = score_domain([system["macro_f1"] for system in systems])
    described = "Macro-F1 with 95 % interval of each classifier."
    return _dot_plot(rows, [""], whole=systems[0]["macro_f1"]["value"], domain=domain, described=described)


def score_domain(scores: Sequence[Fields]) -> tuple[float, float]:
    """From the tenth below the lowest end of any interval, 0.9 at most, to 1, for charts on one scale.

    Dots need no zero.
    """
    lowest = min((score["low"] for score in scores), default=0.0)
    return min(0.9, max(0.0, int(lowest * 10) / 10)), 1.0


def reliability_chart(certainty: Fields) -> Spec:
    """Accuracy by confidence: after calibration with intervals, before it as hollow diamonds."""
    after, before = (_points(certainty[when]["bins"]) for when in ("after", "before"))
    axes = {
        "x": alt.X("confidence:Q", title=None, scale=_PROBABILITY, axis=_number_axis(_THIRD)),
        "y": alt.Y("accuracy:Q", title="Share right", scale=alt.Scale(domain=[0, 1]), axis=_left_axis()),
    }
    ideal = alt.Chart(alt.InlineData(values=[{"confidence": end, "accuracy": end} for end in (_THIRD, 1)]))
    chart = alt.layer(
        ideal.mark_line(color="--soft", strokeDash=[4, 4], strokeWidth=1).encode(**axes),
        alt.Chart(before)
        .mark_point(shape="diamond", size=50, stroke="--ink", fill="--panel", opacity=1)
        .encode(**axes),
        alt.Chart(after)
        .mark_rule(color="--accent", strokeWidth=1.5)
        .encode(x=axes["x"], y="low:Q", y2="high:Q"),
        alt.Chart(after).mark_point(size=60, stroke="--accent", fill="--accent", opacity=1).encode(**axes),
    )
    described = "Reliability diagram: the share right by top probability, before and after calibration."
    return _finished(chart, height=_SQUARE, described=described)


def confidence_chart(bins: Sequence[Fields]) -> Spec:
    """How many pairs fall into each bin of top probability, to stand below a reliability diagram."""
    rows = [{name: found[name] for name in ("low", "high", "pairs")} for found in bins]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(color="--accent", opacity=0.55, binSpacing=1)
        .encode(
            x=alt.X(
                "low:Q", bin="binned", title="Top probability", scale=_PROBABILITY, axis=_number_axis(_THIRD)
            ),
            x2="high:Q",
            y=alt.Y("pairs:Q", title="Pairs", axis=_left_axis(tick_count=3)),
        )
    )
    return _finished(chart, height=80, described="Pairs by top probability, after calibration.")


def _dot(group: str, system: str, score: Fields) -> Spec:
    return {"group": group, "system": system, **{name: score[name] for name in ("value", "low", "high")}}


def _dot_plot(
    rows: Sequence[Spec], names: Sequence[str], *, whole: float, domain: tuple[float, float], described: str
) -> Spec:
    base = alt.Chart(alt.InlineData(values=list(rows))).encode(
        y=alt.Y(
            "group:N",
            sort=None,
            title=None,
            scale=alt.Scale(paddingInner=0.4, paddingOuter=0.2),
            axis=alt.Axis(ticks=False, domain=False, labelLimit=150, labelPadding=8),
        ),
        yOffset=alt.YOffset("system:N", sort=list(names)),
        stroke=_by_system(alt.Stroke, names, _STROKES),
    )
    scale = alt.Scale(domain=list(domain), nice=False)
    axis = _number_axis(domain[0])
    line = alt.Chart(alt.InlineData(values=[{"value": whole}]))
    chart = alt.layer(
        line.mark_rule(color="--soft", strokeDash=[4, 4]).encode(x=alt.X("value:Q", scale=scale, axis=axis)),
        base.mark_rule(strokeWidth=2).encode(
            x=alt.X("low:Q", title="Macro-F1", scale=scale, axis=axis), x2="high:Q"
        ),
        base.mark_point(size=70, opacity=1, strokeWidth=2).encode(
            x=alt.X("value:Q", scale=scale, axis=axis),
            fill=_by_system(alt.Fill, names, _FILLS),
            shape=_by_system(alt.Shape, names, _SHAPES),
        ),
    )
    groups = len({row["group"] for row in rows})
    return _finished(chart, height=groups * (_ROW_HEIGHT + 14 * (len(names) - 1)), described=described)


def _by_system(channel: Any, names: Sequence[str], values: Sequence[str]) -> Any:
    scale = alt.Scale(domain=list(names), range=list(values[: len(names)]))
    return channel("system:N", scale=scale, legend=None)


def _points(bins: Sequence[Fields]) -> alt.InlineData:
    return alt.InlineData(
        values=[
            {
                "confidence": found["confidence"],
                "accuracy": found["accuracy"]["value"],
                "low": found["accuracy"]["low"],
                "high": found["accuracy"]["high"],
            }
            for found in bins
        ]
    )


def _number_axis(lowest: float) -> alt.Axis:
    return alt.Axis(
        format=".1f", labelFlush=False, values=[tenth / 10 for tenth in range(round(lowest * 10), 11)]
    )


def _left_axis(*, tick_count: int = 5) -> alt.Axis:
    return alt.Axis(minExtent=_AXIS_WIDTH, maxExtent=_AXIS_WIDTH, tickCount=tick_count)


def _finished(chart: alt.Chart | alt.LayerChart | alt.FacetChart, *, height: int, described: str) -> Spec:
    sized = chart.properties(
        width="container",
        height=height,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        description=described,
        background="transparent",
    )
    return dict(
        sized.configure(font="system-ui, sans-serif")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor="--soft",
            titleColor="--soft",
            gridColor="--line",
            domainColor="--line",
            tickColor="--line",
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
        )
        .to_dict()
    )
