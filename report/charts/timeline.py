"""The chart over time of a report as a specification without data, which the page's scripts add.

What depends on the window, such as how many ticks have room, is a parameter.
Source: Satyanarayan et al. 2017, Vega-Lite: A Grammar of Interactive Graphics.
"""

from typing import Any, Final

import altair as alt

from detente.model.labels import STANCES
from detente.report.charts.style import (
    Layers,
    finished_chart,
    stance_colour,
    tooltip,
)

# One width for the left axes, so that a chart and the strip under it are aligned.
_AXIS_ROOM: Final = 40
_FAINT_POINT: Final = alt.OverlayMarkDef(fill="var(--soft)", stroke="var(--soft)", size=10, opacity=0.6)
_SHOWN: Final = (
    "datum.value === 0 ? '0' : bottom < 0 ? (datum.value > 0 ? '+' : '\u2212') + abs(datum.value) : \
round(datum.value * 100) + ' %'"
)


def timeline_chart() -> dict[str, Any]:
    """Net stance by period, or the share of a stance, above a strip of how many statements each point counts.

    Rows: `at` (milliseconds), `value`, `low`, `high` (null where nothing is drawn), `naive` (drawn faint behind a
    corrected `value`, else null), `lean` (cooperative, hostile or neutral), `size` and `strength` (of its mark),
    `statements`, `bar` and `column` (pixels, of the bar that counts them and of what reacts to the pointer), the text
    `printed`, and `tip` (texts by title). `smooth` has rows `at`, `value`,
    `low`, `high` and the text `last`; `events` has `at`, `label` and `event`; `chosen` has `left` and `right`, the
    ends of what to shade. Parameters: `start`, `end`, `most` (the longest bar), `bottom` (-1 of net stances, 0 of
    shares), `ticks`, `tickFormat`, and `only`, which stands at the ticks in place of their dates.
    """
    panels = alt.vconcat(
        _value_panel(), _count_strip(), data=alt.NamedData("rows"), spacing=18, bounds="flush"
    )
    parameters = {
        "start": 0,
        "end": 1,
        "most": 1,
        "bottom": -1,
        "ticks": [],
        "tickFormat": "%Y",
        "only": "",
    }
    return finished_chart(
        panels.add_params(*(alt.param(name=name, value=value) for name, value in parameters.items()))
    )


def _value_panel() -> Layers:
    scale = alt.Scale(domain=[alt.ExprRef("bottom"), 1], nice=False, zero=False)
    axis = alt.Axis(
        values=alt.ExprRef("bottom < 0 ? [-1, -0.5, 0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1]"),
        labelExpr=_SHOWN,
        minExtent=_AXIS_ROOM,
        maxExtent=_AXIS_ROOM,
    )
    value = alt.Y("value:Q", scale=scale, title=None, axis=axis)
    layers = [*_behind(), *_smooth(value, scale), *_points(value, scale), *_events()]
    return alt.layer(*layers).properties(height=170)


def _behind() -> list[alt.Chart]:
    zero = alt.Chart().mark_rule(stroke="var(--neutral)", strokeWidth=1).encode(y=alt.datum(0))
    chosen = (
        alt.Chart(alt.NamedData("chosen"))
        .mark_rect(fill="var(--mention)", opacity=0.55)
        .encode(x=_time(field="left:T"), x2="right:T")
    )
    return [chosen, zero]


def _smooth(value: alt.Y, scale: alt.Scale) -> list[alt.Chart]:
    base = alt.Chart(alt.NamedData("smooth")).encode(x=_time())
    band = base.mark_area(fill="var(--accent)", opacity=0.18).encode(
        y=alt.Y("low:Q", scale=scale), y2="high:Q"
    )
    line = base.mark_line(stroke="var(--accent)", strokeWidth=2).encode(y=value)
    # The outline of the number at the end keeps the line of zero out of it.
    ends = base.encode(y=value, text="last:N").transform_filter("datum.last !== ''")
    outline, number = (
        ends.mark_text(align="left", dx=9, fontSize=12, fontWeight=600, **ink)
        for ink in (
            {"fill": "var(--panel)", "stroke": "var(--panel)", "strokeWidth": 5},
            {"fill": "var(--accent)"},
        )
    )
    return [band, line, outline, number]


def _points(value: alt.Y, scale: alt.Scale) -> list[alt.Chart]:
    base = alt.Chart().encode(x=_time())
    opacity = alt.Opacity("strength:Q", scale=None)
    faint = base.mark_line(
        stroke="var(--soft)", strokeWidth=1, strokeDash=[4, 3], opacity=0.6, point=_FAINT_POINT
    ).encode(y=alt.Y("naive:Q", scale=scale, title=None))
    whiskers = base.mark_rule(stroke="var(--neutral)", strokeWidth=1.5).encode(
        y=alt.Y("low:Q", scale=scale), y2="high:Q", opacity=opacity
    )
    shape = alt.Shape("lean:N", legend=None).scale(
        domain=list(STANCES), range=["triangle-up", "triangle-down", "circle"]
    )
    points = base.mark_point(filled=True, stroke="var(--panel)", strokeWidth=0.75).encode(
        y=value,
        shape=shape,
        size=alt.Size("size:Q", scale=None),
        opacity=opacity,
        fill=stance_colour("lean:N"),
    )
    # A whole column reacts to the pointer: a point is too small for a finger. A bar, since the stroke of a wide
    # rule would also make the panel taller.
    columns = (
        alt.Chart()
        .mark_bar(opacity=0, orient="vertical", cursor="pointer")
        .encode(
            x=_time(bounded=True),
            size=alt.Size("column:Q", scale=None),
            y=alt.Y("top:Q", scale=scale, title=None),
            y2="bottom:Q",
            tooltip=tooltip(),
        )
        .transform_calculate(top="1", bottom="bottom")
    )
    return [faint, whiskers, points, columns]


def _events() -> list[alt.Chart]:
    base = alt.Chart(alt.NamedData("events")).encode(x=_time())
    rules = base.mark_rule(stroke="var(--ink)", strokeWidth=1, strokeDash=[2, 2], opacity=0.7)
    labels = base.mark_text(baseline="bottom", dy=-2, fontSize=11, fontWeight=600, fill="var(--ink)").encode(
        y=alt.value(0), text="label:N", tooltip=[alt.Tooltip("event:N", title="Event")]
    )
    return [rules, labels]


def _count_strip() -> Layers:
    # The square root, so that few statements still have a bar to be seen.
    scale = alt.Scale(type="sqrt", domain=[0, alt.ExprRef("most")], nice=False)
    count = alt.Y("statements:Q", title=None, scale=scale).axis(
        values=alt.ExprRef("[most]"), format="~s", minExtent=_AXIS_ROOM, maxExtent=_AXIS_ROOM, grid=False
    )
    base = alt.Chart().encode(x=_time(shown=True))
    bars = (
        alt.Chart()
        .encode(x=_time(shown=True, bounded=True))
        .mark_bar(color="var(--between)", orient="vertical", cursor="pointer")
        .encode(y=count, y2=alt.datum(0), size=alt.Size("bar:Q", scale=None), tooltip=tooltip())
    )
    printed = base.mark_text(baseline="bottom", dy=-2, fontSize=11, fill="var(--soft)").encode(
        y=count, text="printed:N"
    )
    printed = printed.transform_filter("datum.printed !== ''")
    return alt.layer(bars, printed).properties(height=40)


def _time(*, shown: bool = False, bounded: bool = False, field: str = "at:T") -> alt.X:
    # One layer of a panel sets the bounds of all: Vega-Lite would make a union of several.
    bounds: dict[str, Any] = {"domain": [alt.ExprRef("start"), alt.ExprRef("end")]} if bounded else {}
    scale = alt.Scale(type="utc", nice=False, **bounds)
    axis = alt.Axis(
        values=alt.ExprRef("ticks"),
        labelExpr="only || utcFormat(datum.value, tickFormat)",
        labels=shown,
        ticks=shown,
        domain=shown,
        labelFlush=False,
    )
    return alt.X(field, scale=scale, title=None, axis=axis)
