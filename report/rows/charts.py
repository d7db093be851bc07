"""The charts of a report as Vega-Lite specifications without data, which the page's scripts add.

Colours are variables of the style sheet (`var(--ink)`), so that light, dark and print need no second drawing.
What depends on the window, such as how many ticks have room, is a parameter.
Source: Satyanarayan et al. 2017, Vega-Lite: A Grammar of Interactive Graphics.
"""

from typing import Any, Final, TypeAlias

import altair as alt

# The scripts put the rows of a chart under this name.
DATA: Final = alt.NamedData("rows")
_STANCES: Final = ("cooperative", "neutral", "hostile")
_FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
# One width for the left axes, so that a chart and the strip under it are aligned.
_AXIS_ROOM: Final = 36
_FAINT_POINT: Final = alt.OverlayMarkDef(fill="var(--soft)", stroke="var(--soft)", size=10, opacity=0.6)
# What Altair says that layers with a parameter may be.
_Layers: TypeAlias = alt.LayerChart | alt.FacetChart


def timeline_chart() -> dict[str, Any]:
    """Net stance by period with its interval, above a strip of how many statements each point counts.

    Rows: `at` (milliseconds), `net`, `low`, `high` (null where nothing was counted), `naive` (drawn faint behind a
    corrected `net`, else null), `lean` (cooperative, hostile
    or neutral: which side of zero the whole interval lies on), `size` (of its mark), `alone` (no neighbour to draw
    a line to), `statements`, and the texts `label`, `mean`, `range` and `count`. Parameters: `start`, `end`, `step`
    (pixels a period), `most` (the longest bar), `ticks` and `tickFormat`.
    """
    panels = alt.vconcat(_net_panel(), _count_strip(), data=DATA, spacing=26, bounds="flush")
    return _finished(
        panels.add_params(
            alt.param(name="start", value=0),
            alt.param(name="end", value=1),
            alt.param(name="step", value=8),
            alt.param(name="most", value=1),
            alt.param(name="ticks", value=[]),
            alt.param(name="tickFormat", value="%Y"),
        )
    )


def composition_chart() -> dict[str, Any]:
    """Stacked bars, one a name. Rows: `bar` (its number), `stance`, `from`, `to`, `inside` and `beside` (texts).

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
    base = alt.Chart(DATA).encode(y=row)
    segments = base.mark_bar(height=alt.RelativeBandSize(band=0.78)).encode(
        x=extent,
        x2="to:Q",
        color=_stance_colour(neutral="between"),
        tooltip=_tooltip(("name", "Name"), ("said", "Statements")),
    )
    inside = base.mark_text(fontSize=12, fontWeight=600).encode(
        x=alt.X("middle:Q"),
        text="inside:N",
        fill=alt.condition("datum.stance === 'neutral'", alt.value("var(--ink)"), alt.value("var(--panel)")),
    )
    beside = base.mark_text(align="left", dx=6, fontSize=12, fill="var(--soft)").encode(
        x=alt.X("to:Q"), text="beside:N"
    )
    return _finished(
        alt.layer(segments, inside, beside).add_params(
            alt.param(name="names", value=[]),
            alt.param(name="shares", value=True),
            alt.param(name="limit", value=200),
            alt.param(name="tickCount", value=5),
        )
    )


def _net_panel() -> _Layers:
    base = alt.Chart().encode(x=_time(shown=False))
    scale = alt.Scale(domain=[-1, 1], nice=False)
    net = alt.Y("net:Q", scale=scale, title=None).axis(
        values=[-1, 0, 1], labelExpr=_SIGNED, minExtent=_AXIS_ROOM, maxExtent=_AXIS_ROOM
    )
    low, high = alt.Y("low:Q", scale=scale), alt.Y2("high:Q")
    zero = alt.Chart().mark_rule(stroke="var(--neutral)", strokeWidth=1).encode(y=alt.datum(0))
    band = base.mark_area(fill="var(--neutral)", opacity=0.22).encode(y=low, y2=high)
    whiskers = (
        base.mark_rule(stroke="var(--neutral)", strokeWidth=3, opacity=0.35)
        .encode(y=low, y2=high)
        .transform_filter("datum.alone")
    )
    line = base.mark_line(stroke="var(--ink)", strokeWidth=1.5).encode(y=net)
    shape = alt.Shape("lean:N", legend=None).scale(
        domain=_STANCES, range=["triangle-up", "circle", "triangle-down"]
    )
    points = base.mark_point(filled=True, opacity=1, stroke="var(--panel)", strokeWidth=1).encode(
        y=net, shape=shape, size=alt.Size("size:Q", scale=None), fill=_stance_colour("lean:N")
    )
    # A whole column reacts to the pointer: a point is too small for a finger. A bar, since the stroke of a wide
    # rule would also make the panel taller.
    columns = (
        base.mark_bar(opacity=0, size=alt.ExprRef("step"), orient="vertical", cursor="pointer")
        .encode(
            y=alt.datum(-1),
            y2=alt.datum(1),
            tooltip=_tooltip(
                ("label", "Period"),
                ("mean", "Net stance"),
                ("range", "95 % interval"),
                ("count", "Statements"),
            ),
        )
        .transform_filter("datum.statements > 0")
    )
    faint = base.mark_line(
        stroke="var(--soft)", strokeWidth=1, strokeDash=[4, 3], opacity=0.6, point=_FAINT_POINT
    ).encode(y=alt.Y("naive:Q", scale=scale, title=None))
    layers = alt.layer(zero, faint, band, whiskers, line, points, columns)
    return layers.properties(height=150)


def _count_strip() -> _Layers:
    count = alt.Y(
        "statements:Q", title=None, scale=alt.Scale(domain=[0, alt.ExprRef("most")], nice=False)
    ).axis(
        values=alt.ExprRef("[most]"),
        format="~s",
        minExtent=_AXIS_ROOM,
        maxExtent=_AXIS_ROOM,
        grid=False,
    )
    bars = (
        alt.Chart()
        .mark_bar(
            color="var(--between)",
            size=alt.ExprRef("max(1, step * 0.7)"),
            orient="vertical",
            cursor="pointer",
        )
        .encode(
            x=_time(shown=True),
            y=count,
            y2=alt.datum(0),
            tooltip=_tooltip(("label", "Period"), ("count", "Statements")),
        )
        .transform_filter("datum.statements > 0")
    )
    return alt.layer(bars).properties(height=34)


_SIGNED: Final = "datum.value === 0 ? '0' : (datum.value > 0 ? '+' : '\u2212') + abs(datum.value)"


def _time(*, shown: bool) -> alt.X:
    scale = alt.Scale(type="utc", domain=[alt.ExprRef("start"), alt.ExprRef("end")], nice=False)
    axis = alt.Axis(
        values=alt.ExprRef("ticks"),
        labelExpr="utcFormat(datum.value, tickFormat)",
        labels=shown,
        ticks=shown,
        domain=shown,
        labelFlush=False,
    )
    return alt.X("at:T", scale=scale, title=None, axis=axis)


def _stance_colour(field: str = "stance:N", *, neutral: str = "neutral") -> alt.Color | alt.Fill:
    tokens = ("cooperative", neutral, "hostile")
    scale = alt.Scale(domain=_STANCES, range=[f"var(--{token})" for token in tokens])
    channel = alt.Color if field == "stance:N" else alt.Fill
    return channel(field, scale=scale, legend=None)


def _tooltip(*fields: tuple[str, str]) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in fields]


def _finished(chart: _Layers | alt.VConcatChart) -> dict[str, Any]:
    finished = (
        chart.configure(font=_FONT, background="transparent", padding=2)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor="var(--soft)",
            labelFontSize=12,
            gridColor="var(--line)",
            domainColor="var(--line)",
            tickColor="var(--line)",
        )
    )
    spec: dict[str, Any] = finished.to_dict()
    return spec
