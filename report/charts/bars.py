"""The bars of a report as a specification without data, which the page's scripts add."""

from typing import Any

import altair as alt

from detente.report.charts.style import finished_chart, stance_colour, tooltip


def composition_chart() -> dict[str, Any]:
    """Stacked bars, one a name. Rows: `bar` (its number), `stance`, `from`, `to`, `inside` and `beside` (texts), `tip`,
    `low` and `high` (the interval of the end that is drawn, or null) and `strength` (from 0 to 1).

    Parameters: `names` (by number), `shares` (whether the axis is in per cent), `limit` (pixels a name may
    take) and `tickCount`.
    """
    row = alt.Y("bar:O", sort=None, title=None).axis(
        labelExpr="names[datum.value]",
        labelLimit=alt.ExprRef("limit"),
        labelFontSize=13,
        labelPadding=6,
        ticks=False,
        domain=False,
    )
    extent = alt.X("from:Q", title=None).axis(
        labelExpr="shares ? round(datum.value * 100) + ' %' : datum.value % 1 ? '' : format(datum.value, ',')",
        tickCount=alt.ExprRef("tickCount"),
    )
    base = alt.Chart(alt.NamedData("rows")).encode(y=row)
    segments = base.mark_bar(height=alt.RelativeBandSize(band=0.78)).encode(
        x=extent,
        x2="to:Q",
        color=stance_colour(neutral="between"),
        opacity=alt.Opacity("strength:Q", scale=None),
        tooltip=tooltip(),
    )
    inside = base.mark_text(fontSize=12, fontWeight=600).encode(
        x=alt.X("middle:Q"),
        text="inside:N",
        fill=alt.condition("datum.stance === 'neutral'", alt.value("var(--ink)"), alt.value("var(--panel)")),
    )
    inside = inside.transform_filter("datum.inside !== ''")
    beside = base.mark_text(align="left", dx=6, fontSize=12, fill="var(--soft)").encode(
        x=alt.X("to:Q"), text="beside:N"
    )
    beside = beside.transform_filter("datum.beside !== ''")
    ranges = (
        base.mark_rule(stroke="var(--ink)", strokeWidth=1.5, yOffset=9)
        .encode(x=alt.X("low:Q", title=None), x2="high:Q")
        .transform_filter("datum.low !== null")
    )
    return finished_chart(
        alt.layer(segments, ranges, inside, beside)
        .properties(height=alt.Step(30))
        .add_params(
            alt.param(name="names", value=[]),
            alt.param(name="shares", value=True),
            alt.param(name="limit", value=200),
            alt.param(name="tickCount", value=5),
        )
    )
